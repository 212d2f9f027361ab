"""What looks at the account without being asked, and raises alerts of its own."""
