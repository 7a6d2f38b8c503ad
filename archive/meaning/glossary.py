"""Hindi in English words, for an encoder that does not know Hindi.

No sentence comes out, only what the glossary (hindi.toml) knows of one, in the order of the text: enough to tell what
it is about, and nothing more.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import tomli

_GLOSSARY = Path(__file__).with_name("hindi.toml")
_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u097f\u200c\u200d'’.-]*[\w\u0900-\u097f])?")
_LONGEST = 6  # words of a phrase
_SHORTEST_STEM = 3  # letters before an ending


def is_hindi(text: str) -> bool:
    """Return whether most letters of a text are Devanagari."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u0900" <= char <= "\u097f" for char in letters) > len(letters)


def in_english(text: str) -> str:
    """Return the words of a Hindi text that the glossary knows in English, and those in other letters as they are."""
    known = _glossary()
    words = _WORD.findall(_plain(text))
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            english = known.get(" ".join(words[place : place + length]))
            if english is not None:
                found.append(english)
                break
        else:
            length = 1
            found.append(_stem(words[place], known) if is_hindi(words[place]) else words[place])
        place += length
    return " ".join(word for word in found if word)


def _stem(word: str, known: Mapping[str, str]) -> str:
    stems = (word[:end] + "*" for end in range(len(word), _SHORTEST_STEM - 1, -1))
    return next((known[stem] for stem in stems if stem in known), "")


@cache
def _glossary() -> dict[str, str]:
    rows = tomli.loads(_GLOSSARY.read_text("utf-8"))["english"]
    return {_plain(hindi.rstrip("*") if " " in hindi else hindi): english for hindi, english in rows.items()}


def _plain(text: str) -> str:
    """Return a text in one spelling: without nukta, and with one sign of nasals."""
    return unicodedata.normalize("NFD", text).replace("\u093c", "").replace("\u0901", "\u0902").casefold()
