"""Phrases that news pages in many languages put around an article, by kind, as features for the line model."""

import re
from functools import cache, lru_cache

from crawler.html.word_lists import read_word_lists

_MAX_LENGTH = 300  # characters; longer blocks are prose
_HEAD = 200  # characters searched: such phrases come early


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """Return two patterns for each kind: one for the start of a block, one for any position.

    The first is matched at one position only.
    """
    found = {}
    for name, table in read_word_lists(__package__, "boilerplate_phrases.toml").items():
        has = table.get("has", [])
        first = [part for part in has if part.startswith("^")]
        if "starts" in table:
            first.append(rf"\W*(?:{'|'.join(table['starts'])})(?!\w)")
        found[name] = _joined(first), _joined([part for part in has if not part.startswith("^")])
    return found


def _joined(parts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(parts)) if parts else None


NAMES = tuple(_patterns())
_NONE = (0.0,) * len(NAMES)


def phrases(text: str) -> tuple[float, ...]:
    """Return 1.0 or 0.0 for each kind: whether the block has such a phrase; long prose has none."""
    return _NONE if len(text) > _MAX_LENGTH else _in_head(text[:_HEAD].lower())


@lru_cache(maxsize=10_000)
def _in_head(head: str) -> tuple[float, ...]:
    """Match the phrases; cached, because the pages of a source repeat the same ones."""
    return tuple(
        1.0 if (first and first.match(head)) or (anywhere and anywhere.search(head)) else 0.0
        for first, anywhere in _patterns().values()
    )
