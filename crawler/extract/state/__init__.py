"""The state that front ends embed in a page: decoding it, and the article in it."""
