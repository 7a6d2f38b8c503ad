"""Authors of an article: bylines, credits, person names."""
