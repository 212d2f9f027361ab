"""Where incidents are told besides Slack, and by which rules."""
