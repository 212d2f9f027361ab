"""Every remote system, one module each."""
