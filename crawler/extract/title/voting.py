"""Weigh the candidates for a headline by a vote: similar texts support each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import lxml.html

from crawler.extract.metadata.site_name import parts
from crawler.html.text import key

SOLE = 10.0  # the weight of the only h1 of the article: what the reader sees as its headline


@dataclass(slots=True)
class HeadlineCandidate:
    """A candidate for the headline.

    `key` is the comparison key of the text (`text.key`), empty when the text is no headline.
    """

    text: str
    method: str
    weight: float
    element: lxml.html.HtmlElement | None = None
    key: str = ""


def elect(candidates: Sequence[HeadlineCandidate]) -> str:
    """Return the key of the text with the most weight.

    Of equal ones, that with the most supporters, then the first.
    """
    votes = votes_of(candidates)
    return max(votes, key=lambda text: (votes[text], _supporters(candidates, text), -_first_position(candidates, text)))


def best_likeness(text_key: str, stated: Sequence[HeadlineCandidate]) -> float:
    """Return the likeness to the most similar candidate, 0 to 1."""
    return max((likeness(text_key, candidate.key) for candidate in stated), default=0.0)


def votes_of(candidates: Sequence[HeadlineCandidate]) -> dict[str, float]:
    """Return the weight of each text, by its key.

    Candidates of one kind with the same text count once, with the highest weight.
    """
    best: dict[tuple[str, str], float] = {}
    for candidate in candidates:
        kind = _KINDS.get(candidate.method, candidate.method)
        for text in {other.key for other in candidates}:
            vote = candidate.weight * _support(candidate, text)
            best[text, kind] = max(best.get((text, kind), 0.0), vote)
    votes = dict.fromkeys((candidate.key for candidate in candidates), 0.0)
    for (text, _), vote in best.items():
        votes[text] += vote
    return votes


_KINDS = {"title": "meta", "h1": "shown", "h2": "shown", "heading": "shown"}


def _support(candidate: HeadlineCandidate, text: str) -> float:
    """Return how far a candidate supports a text.

    Fully when the candidate is the same text, extends it at a separator or is a truncation of it; otherwise a
    little.
    """
    if text == candidate.key:
        return 1.0
    longer = 0.3 * len(candidate.key) < len(text) < len(candidate.key)
    if longer and candidate.weight < SOLE and text in _part_keys(candidate.text):
        return 1.0
    truncated = candidate.text.endswith(("…", "...")) or 105 <= len(candidate.text) < 112
    if truncated and text.startswith(candidate.key[:-3].rstrip()):
        return 1.0
    return 0.3 * likeness(text, candidate.key) ** 2


@lru_cache(maxsize=256)
def _part_keys(text: str) -> frozenset[str]:
    return frozenset(key(part) for part in parts(text))


def likeness(one: str, other: str) -> float:
    """Return the share of common words, 0 to 1.

    Of common character pairs where a script has no spaces.
    """
    first, second = _tokens(one), _tokens(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> frozenset[str]:
    words = frozenset(text.split())
    if len(words) < 4 and len(text) > 12:
        return frozenset(text[at : at + 2] for at in range(len(text) - 1))
    return words


def _supporters(candidates: Sequence[HeadlineCandidate], text: str) -> int:
    return sum(_support(candidate, text) == 1.0 for candidate in candidates)


def _first_position(candidates: Sequence[HeadlineCandidate], text: str) -> int:
    return next(at for at, candidate in enumerate(candidates) if candidate.key == text)
