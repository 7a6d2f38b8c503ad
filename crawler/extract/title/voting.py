"""How the witnesses of a headline vote: what each says, and how far that speaks for what another says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import lxml.html

from crawler.extract.metadata.site_name import parts
from crawler.html.text import key

SOLE = 10.0  # the weight of the only h1 of the article: what the reader sees as its headline


@dataclass(slots=True)
class Witness:
    """A text that a place gives as the headline. `key` is what it says (`text.key`), empty when that is nothing."""

    text: str
    method: str
    weight: float
    element: lxml.html.HtmlElement | None = None
    key: str = ""


def elect(witnesses: Sequence[Witness]) -> str:
    """The key of the text with the most weight behind it; of equals that with more witnesses, then the first."""
    votes = _votes(witnesses)
    return max(votes, key=lambda text: (votes[text], _supporters(witnesses, text), -_first_with(witnesses, text)))


def known(text_key: str, stated: Sequence[Witness]) -> float:
    """How far the likest of some witnesses says this, 0 to 1."""
    return max((likeness(text_key, witness.key) for witness in stated), default=0.0)


def _votes(witnesses: Sequence[Witness]) -> dict[str, float]:
    """The weight behind each text; witnesses of one kind that say the same count once, with the heaviest."""
    best: dict[tuple[str, str], float] = {}
    for witness in witnesses:
        kind = _KINDS.get(witness.method, witness.method)
        for text in {other.key for other in witnesses}:
            vote = witness.weight * _support(witness, text)
            best[text, kind] = max(best.get((text, kind), 0.0), vote)
    votes = dict.fromkeys((witness.key for witness in witnesses), 0.0)
    for (text, _), vote in best.items():
        votes[text] += vote
    return votes


_KINDS = {"title": "meta", "h1": "shown", "h2": "shown", "heading": "shown"}


def _support(witness: Witness, text: str) -> float:
    """How far a witness speaks for a text: wholly when it says it, adds a part to it or was cut short; else a
    little.
    """
    if text == witness.key:
        return 1.0
    longer = 0.3 * len(witness.key) < len(text) < len(witness.key)
    if longer and witness.weight < SOLE and text in _part_keys(witness.text):
        return 1.0
    cut = witness.text.endswith(("…", "...")) or 105 <= len(witness.text) < 112
    if cut and text.startswith(witness.key[:-3].rstrip()):
        return 1.0
    return 0.3 * likeness(text, witness.key) ** 2


@lru_cache(maxsize=256)
def _part_keys(text: str) -> frozenset[str]:
    return frozenset(key(part) for part in parts(text))


def likeness(one: str, other: str) -> float:
    """The share of common words (of common character pairs where a script has no spaces), 0 to 1."""
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


def _supporters(witnesses: Sequence[Witness], text: str) -> int:
    return sum(_support(witness, text) == 1.0 for witness in witnesses)


def _first_with(witnesses: Sequence[Witness], text: str) -> int:
    return next(at for at, witness in enumerate(witnesses) if witness.key == text)
