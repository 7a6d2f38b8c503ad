"""Near-duplicate detection: shingles, MinHash index, similarity and groups of copies."""
