"""Stored captures read again with today's extraction: what would change and, if asked to, changed."""
