"""Publication and modification dates: candidates, parsing, ranking."""
