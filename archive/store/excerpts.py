"""When a page shows only an excerpt of a text that is kept already.

Paywalls come and go, and pages are served cut off. Such a state is no edit: replacing the text by it would lose the
article and report an edit that nobody made. A cut in the middle of a text, or another ending, is one.
"""

from archive.dedup.shingles import shingles
from archive.dedup.similarity import count_shared
from archive.text import normal, words

MISSING = 0.05  # share of the words that a page must leave out at the end to be an excerpt, and not an edit of the end
WALL_NOTICE = 3  # words after the beginning that may differ: "Read more ...", "Continue reading"
SHORT = 0.6  # share of the words below which sentences of the kept text, in whatever places, are an excerpt too
SHARED = 0.9  # share of the shingles of such an excerpt that the kept text has


def is_excerpt(shown: str, kept: str) -> bool:
    """Return whether `shown` is the beginning of `kept`, or a few of its sentences, and nothing else."""
    shown_words, kept_words = words(normal(shown)), words(normal(kept))
    if len(shown_words) > (1 - MISSING) * len(kept_words):
        return False
    if _common_beginning(shown_words, kept_words) >= max(1, len(shown_words) - WALL_NOTICE):
        return True
    if len(shown_words) >= SHORT * len(kept_words):
        return False
    distinct = shingles(shown).distinct
    return count_shared(distinct, shingles(kept).distinct) >= SHARED * len(distinct)


def _common_beginning(one: list[str], other: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
