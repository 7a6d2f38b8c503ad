"""Put Arabic and Hebrew words of a PDF in reading order, by the places of their letters.

In reading order each letter is to the left of the one before. PDFium turns what a page draws from left to right, but
not all of it: files of Chromium keep words and neighbouring words backwards. And it turns the letters of a ligature,
which are one glyph: lam and alef come out as alef and lam in most files of Word.
"""

import re
from collections.abc import Callable
from itertools import groupby, pairwise

_LETTER = r"(?![\u0660-\u0669\u06f0-\u06f9])[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"  # and no digit
_WORD = re.compile(rf"(?:{_LETTER})+")
_WORDS = re.compile(rf"(?:{_LETTER}(?: (?={_LETTER}))?)+")
_RIGHT = re.compile(  # letters of one place that are in order: a vowel is at that of its letter, lam is before alef
    r"[\u0591-\u05c7\u064b-\u065f\u0670]|^\u0644[\u0622\u0623\u0625\u0627]"
)

Place = Callable[[int], float]


def in_reading_order(line: str, place: Place) -> str:
    """Return a line with its words in reading order; `place` returns where the character at an index begins."""
    if not _WORD.search(line):
        return line
    words = _WORD.sub(lambda word: _word(word[0], lambda at: place(word.start() + at)), line)
    return _WORDS.sub(lambda found: _words(found[0], lambda at: place(found.start() + at)), words)


def _word(text: str, place: Place) -> str:
    if place(0) < place(len(text) - 1):
        return text[::-1]
    glyphs = ("".join(text[at] for at in group) for _, group in groupby(range(len(text)), key=place))
    return "".join(glyph if _RIGHT.search(glyph) else glyph[::-1] for glyph in glyphs)


def _words(text: str, place: Place) -> str:
    """Return neighbouring words backwards if each is to the right of the one before."""
    places = [max(place(word.start()), place(word.end() - 1)) for word in re.finditer(r"\S+", text)]
    is_backwards = all(one < other for one, other in pairwise(places))
    return " ".join(text.split()[::-1]) if is_backwards else text
