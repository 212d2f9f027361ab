"""The alarms and the dashboard that CloudWatch should have of the machines that the assistant looks after."""
