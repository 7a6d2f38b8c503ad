"""What commands print: live progress on a terminal, plain lines elsewhere, summaries."""
