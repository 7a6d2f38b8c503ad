"""Table pages that stay fast at a million rows."""
