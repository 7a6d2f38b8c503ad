"""Body text of an article: line features, classifier, selection of blocks."""
