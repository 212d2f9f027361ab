"""Places other than Slack that the assistant delivers to, as strict as the real ones, and what they received."""
