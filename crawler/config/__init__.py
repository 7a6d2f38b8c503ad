"""The user's settings: one optional file, `spacebeat.toml`."""
