"""Measures of extraction, in the definitions of the article-extraction-benchmark (body) and common use (the
rest).

Body: runs of four tokens (letters and digits; single characters in Thai, Burmese, kana and Han), counted as
multisets, against the best of the right texts; a page's F1 is the harmonic mean of its precision and
recall.
"""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_UNSPACED = "\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def tokenise(text: str) -> list[str]:
    return _TOKEN.findall(text.translate(_INVISIBLE))


def runs(words: Sequence[str], length: int = 4) -> Counter[tuple[str, ...]]:
    """Count the runs of `length` tokens; a shorter text is one run."""
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))


def body(right: Iterable[str], found: str) -> tuple[float | None, float, float]:
    """Return (precision, recall, F1) against the best of the right texts; precision None: nothing was found."""
    ours = runs(tokenise(found))
    size = sum(ours.values())
    best: tuple[float | None, float, float] = (None, 0.0, 0.0)
    for text in right:
        theirs = runs(tokenise(text))
        shared, wanted = sum((theirs & ours).values()), sum(theirs.values())
        f1 = 2 * shared / (size + wanted) if size + wanted else 1.0
        if f1 > best[2] or best[0] is None:
            best = (shared / size if size else None, shared / wanted if wanted else 0.0, f1)
    return best


def squash(text: str) -> str:
    """Make texts comparable: compatibility forms, case and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold().split())


def segments(wanted: Sequence[str], unwanted: Sequence[str], found: str) -> tuple[float | None, float | None]:
    """Return the shares of wanted segments that are present and of unwanted ones that are absent (None: none
    stated).
    """
    text = squash(found)
    present = [squash(segment) in text for segment in wanted]
    absent = [squash(segment) not in text for segment in unwanted]
    return (
        statistics.mean(present) if present else None,
        statistics.mean(absent) if absent else None,
    )
