"""Places other than Slack that are told of incidents; every failure is an Upstream that says whether it may pass."""
