"""What the account starts with, as readable TOML: systems, network, fleet and vulnerabilities."""
