"""Compare a page with the headline under which its outlet lists it."""

from crawler.html.document import Document
from crawler.html.text import key

_LETTERS = 4  # of a word that counts; scripts without spaces have no such words
_ENOUGH = 3  # words of a headline that a page cannot all lack by chance


def has_words_of(headline: str, document: Document) -> bool | None:
    """Return whether any long word of a headline is on the page; None where it has too few to tell."""
    words = {word for word in key(headline).split() if len(word) >= _LETTERS}
    if len(words) < _ENOUGH:
        return None
    texts = [*document.titles, *document.lines]
    return any(not words.isdisjoint(key(text).split()) for text in texts)
