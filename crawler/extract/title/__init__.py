"""Title of an article."""
