"""What a person does in Slack: each gesture becomes the payload that Slack would send, and its outcome."""
