"""Phrases that news pages the world over put around an article, by kind, as evidence for the line model."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

_LONGEST = 300  # characters; longer blocks are prose
_HEAD = 200  # characters looked at: such phrases stand early


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("phrases.toml").read_text("utf-8")
    found = {}
    for name, table in tomllib.loads(text).items():
        parts = [rf"^\W*(?:{'|'.join(table['starts'])})(?!\w)"] if "starts" in table else []
        found[name] = re.compile("|".join([*parts, *table.get("has", [])]))
    return found


NAMES = tuple(_patterns())


_NONE = (0.0,) * len(NAMES)


def phrases(text: str) -> tuple[float, ...]:
    """Tell for each kind whether the block has such a phrase (1.0 or 0.0); long prose has none."""
    return _NONE if len(text) > _LONGEST else _in_head(text[:_HEAD].lower())


@lru_cache(maxsize=10_000)
def _in_head(head: str) -> tuple[float, ...]:
    """Kept, because the pages of a source say the same around their articles."""
    return tuple(1.0 if pattern.search(head) else 0.0 for pattern in _patterns().values())
