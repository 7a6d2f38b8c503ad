"""Text as it is compared: one spelling for each word, whatever the keyboard, press or script variant it came
from.

Two strings of equal length come out, so that a position in one is a position in the other: `plain` keeps the
case of letters (a case-sensitive name is checked there), `folded` is what terms are looked for in.
Normal form KC is that of Unicode Standard Annex 15.
"""

import re
import unicodedata
from typing import NamedTuple

from crawler.enrich.hanzi import SIMPLIFIED, TRADITIONAL

# Signs that carry no meaning for comparison: soft hyphen, zero-width marks, bidi marks, byte order mark,
# tatweel, Arabic vowel signs, Devanagari nukta.
_DROPPED = dict.fromkeys(
    code
    for first, last in (
        (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2060), (0x2066, 0x2069), (0xFEFF, 0xFEFF),
        (0x640, 0x640), (0x64B, 0x65F), (0x670, 0x670), (0x93C, 0x93C),
    )
    for code in range(first, last + 1)
)  # fmt: skip
_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f", '"'),
        **dict.fromkeys("\u0130", "I"),  # its lower case is two characters long
    }
)
_WHITE = re.compile(r"[^\S ]| {2,}")
_COMBINING = re.compile("[\u0300-\u036f]")
_RARE = re.compile(f"[{re.escape(''.join(map(chr, {**_DROPPED, **_UNIFIED})))}\u0300-\u036f]")


class Folded(NamedTuple):
    """The same text twice, position for position."""

    plain: str
    folded: str


def _letter_table() -> dict[int, str]:
    """Letters with marks to bare letters (Latin, Greek, ё), Arabic and Devanagari spelling variants, hanzi."""
    table: dict[int, str] = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x370, 0x400), 0x401, 0x451]:
        bare = _COMBINING.sub("", unicodedata.normalize("NFD", chr(code)))
        if len(bare) == 1 and bare != chr(code):
            table[code] = bare
    variants = (("آأإٱىةؤئیک", "اااايهوييك"), ("ँøØłŁđĐıς", "ंoOlLdDiσ"), (TRADITIONAL, SIMPLIFIED))
    for variant, chosen in variants:
        table.update(zip(map(ord, variant), chosen, strict=True))
    return table


_LETTERS = _letter_table()


def fold(text: str) -> Folded:
    """Normalise, then fold case and marks. White space becomes single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii() and _RARE.search(plain):
        plain = unicodedata.normalize("NFKC", plain.translate(_DROPPED).translate(_UNIFIED))
    plain = _WHITE.sub(" ", plain)
    if plain.isascii():
        return Folded(plain, plain.lower())
    folded = plain.translate(_LETTERS).lower()
    if len(folded) != len(plain):  # a letter whose lower case is longer: rare enough to go the slow way
        plain = "".join(c if len(c.lower()) == 1 else c.lower()[0] for c in plain)
        folded = plain.translate(_LETTERS).lower()
    return Folded(plain, folded)
