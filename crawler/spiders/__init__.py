"""One spider a source, built from the catalogue."""
