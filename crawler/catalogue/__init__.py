"""The catalogue: which outlets there are, where they list their articles, and how to treat them."""
