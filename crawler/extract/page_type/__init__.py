"""Page types: articles, walls, and pages that are not articles."""
