"""Words that pages and URLs use, in the languages of the catalogue, from vocabulary.toml."""

from functools import cache
from pathlib import Path
from typing import Literal

from tomli import loads

Meaning = Literal["next_page", "load_more", "read_more", "months", "no_article", "link_note", "news_list", "home_page"]


@cache
def words(meaning: Meaning) -> frozenset[str]:
    """Return the words of one meaning, in lower case."""
    return frozenset(_table()[meaning])


@cache
def _table() -> dict[str, list[str]]:
    return loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
