"""The Slack door: transport, listeners and the answers they give."""
