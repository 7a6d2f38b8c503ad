"""Lines that are never body text, wherever a model may see them: the headline again, the byline, the end of
the comments.

Each rule is narrow, because it overrules the model: it drops short lines that are furniture as a whole.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from crawler.extract.blocks import Block
from crawler.extract.votes import tokens

_HEAD = 8  # chosen blocks from the start in which headline, byline and dateline may stand
_SHORT = 140  # characters
_WORD = re.compile(r"\d+|[^\W\d_]+")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_tables()[kind]), re.IGNORECASE)


def _is_dateline(text: str) -> bool:
    """Whether a line is made of nothing but the words of a date, one of them a number."""
    words = _WORD.findall(text.lower())
    return any(map(str.isdigit, words)) and all(
        word.isdigit() or _pattern("dateline").fullmatch(word) for word in words
    )


@cache
def _tables() -> dict[str, list[str]]:
    return tomllib.loads(resources.files(__package__).joinpath("furniture.toml").read_text("utf-8"))


def find(blocks: Sequence[Block], chosen: Sequence[int], titles: Sequence[str], authors: Sequence[str]) -> set[int]:
    """Give those of the chosen blocks that are furniture."""
    headlines = {words for title in titles if len(words := tuple(tokens(title))) >= 3}
    names = {tuple(tokens(name)) for name in authors if name}
    found = set()
    for place, index in enumerate(chosen):
        text = blocks[index].text
        alone = len(text) <= _SHORT and bool(_pattern("lines").fullmatch(text))
        if alone or (place < _HEAD and _is_head_matter(text, headlines, names)):
            found.add(index)
    return found


def _is_head_matter(text: str, headlines: set[tuple[str, ...]], names: set[tuple[str, ...]]) -> bool:
    words = tuple(tokens(text))
    if words in headlines or words in names:
        return True
    if len(text) > _SHORT:
        return False
    if _is_dateline(text):
        return True
    by = _pattern("byline").fullmatch(text)
    return bool(by) and len(words) <= 12 and not text.endswith((".", "!", "?", "。"))
