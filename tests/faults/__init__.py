"""Commands that are killed, or whose machine fails, at a random moment, and what they leave in the archive."""
