"""What the specialists know, one TOML file each."""
