"""What is made of the account's events for people: whom it concerns, what a team has ruled, and the words for it."""
