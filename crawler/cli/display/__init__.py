"""Output of the commands: live progress on a terminal, plain lines elsewhere, and summaries."""
