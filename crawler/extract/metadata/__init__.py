"""Metadata that a page declares: JSON-LD, meta tags, canonical URL, language, access."""
