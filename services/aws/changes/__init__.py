"""What is changed in AWS: only inside an approved execution, with the role for changes, each call made at most once."""
