"""A folder of Sigma rules that a team keeps; only `parsing` needs the optional extra `sigma`."""
