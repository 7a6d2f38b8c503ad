"""Full-text search: query parser, FTS5 index, filters and saved searches."""
