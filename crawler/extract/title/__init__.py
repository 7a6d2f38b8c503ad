"""Title of an article: candidates from the page's metadata and headings, and a vote among them."""
