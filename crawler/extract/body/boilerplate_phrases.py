"""Phrases that news pages the world over put around an article, by kind, as evidence for the line model."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

_LONGEST = 300  # characters; longer blocks are prose
_HEAD = 200  # characters looked at: such phrases stand early


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """For each kind what may stand at the start and what may stand anywhere: the first is asked at one place only."""
    text = resources.files(__package__).joinpath("boilerplate_phrases.toml").read_text("utf-8")
    found = {}
    for name, table in tomllib.loads(text).items():
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
    """Tell for each kind whether the block has such a phrase (1.0 or 0.0); long prose has none."""
    return _NONE if len(text) > _LONGEST else _in_head(text[:_HEAD].lower())


@lru_cache(maxsize=10_000)
def _in_head(head: str) -> tuple[float, ...]:
    """Kept, because the pages of a source say the same around their articles."""
    return tuple(
        1.0 if (first and first.match(head)) or (anywhere and anywhere.search(head)) else 0.0
        for first, anywhere in _patterns().values()
    )
