"""Changing machines: what is planned, who may approve it, and the states that it goes through. No I/O."""
