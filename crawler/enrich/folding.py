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

# Signs that carry no meaning for comparison: soft hyphen, zero-width and bidi marks, byte order mark,
# tatweel, Arabic vowel signs, Devanagari nukta.
_DROPPED = (
    *(0xAD, 0x2060, 0xFEFF, 0x640, 0x670, 0x93C),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x64B, 0x660)),
)
_UNIFIED = {
    "'": "\u2018\u2019\u201b\u02bc\u00b4`\u2032",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    '"': "\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f",
}
_VARIANTS = (("آأإٱىةؤئیک", "اااايهوييك"), ("ँøØłŁđĐıς", "ंoollddiσ"), (TRADITIONAL, SIMPLIFIED))
_WHITE = re.compile(r"\s{2,}|[^\S ]")
_COMBINING = re.compile("[\u0300-\u036f]")


class Folded(NamedTuple):
    """The same text twice, position for position."""

    plain: str
    folded: str


class _Memo(dict[int, int | str | None]):
    """A table for str.translate that learns the characters it leaves alone: a miss there is dear."""

    def __missing__(self, code: int) -> int | str:
        result = self.fallback(code)
        self[code] = result
        return result

    def fallback(self, code: int) -> int | str:
        """The character itself."""
        return code


class _Letters(_Memo):
    """Lower case, and letters with marks to bare letters: Latin, Greek, ё."""

    def fallback(self, code: int) -> int | str:
        """The lower-case bare letter, if it is one character."""
        lower = chr(code).lower()
        if len(lower) > 1:
            lower = lower[0]
        if 0xC0 <= code < 0x400 or 0x1E00 <= code < 0x2000 or lower == "ё":
            bare = _COMBINING.sub("", unicodedata.normalize("NFD", lower))
            return bare if len(bare) == 1 else lower
        return lower


_CLEAN = _Memo({**dict.fromkeys(_DROPPED), **{ord(c): to for to, signs in _UNIFIED.items() for c in signs}})
_LETTERS = _Letters({ord(c): to for signs, to_all in _VARIANTS for c, to in zip(signs, to_all, strict=True)})
_RARE = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")


def fold(text: str) -> Folded:
    """Normalise, then fold case and marks. White space becomes single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    if _RARE.search(plain):
        plain = plain.translate(_CLEAN)
    plain = _WHITE.sub(" ", plain)
    return Folded(plain, plain.lower() if plain.isascii() else plain.translate(_LETTERS))
