"""Compare the headline under which an outlet lists a page with the title that a page shows.

The list of an outlet is a witness of what its page should be: of a notice that a site serves in place of each of its
articles, and of an address that shows another article than it did. A headline is shortened or rewritten for the list,
so words count, and only where there are enough of them.
"""

from itertools import pairwise

from archive.text import normal, words

_LETTERS = 4  # of a word that counts; in scripts without spaces, two characters next to each other count
_ENOUGH = 3  # words of a headline that two of one article cannot all differ in by chance


def shared(headline: str, title: str) -> float | None:
    """Return the share of the shorter one's words that the other has, too; None where there are too few to tell."""
    one, other = _words(headline), _words(title)
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= _ENOUGH else None


def _words(text: str) -> set[str]:
    found = words(normal(text))
    pairs = {a + b for a, b in pairwise(found) if len(a) == len(b) == 1 and not a.isascii()}
    return {word for word in found if len(word) >= _LETTERS} | pairs
