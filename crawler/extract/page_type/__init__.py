"""Page types: articles, walls, and what is no article."""
