"""HTML pages that list articles, read into leads."""
