"""Table pages of the desk that stay fast at a million rows."""
