"""Where a word ends, by script.

Letters of alphabets that write spaces (Latin, Cyrillic, Greek, Arabic, Devanagari, ...) continue a word; so
do two Hangul syllables or two katakana. Han characters and hiragana have no word boundary. A letter of one
class next to one of another is a boundary: 「NASAは」, "NASA가".
"""

import unicodedata

SPACED, HANGUL, KATAKANA, HAN, BREAK = "w", "h", "k", "c", " "

_PROCLITICS = frozenset(
    f"{conjunction}{rest}"
    for conjunction in ("", "و", "ف")
    for rest in ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
)
_LONGEST_PROCLITIC = max(map(len, _PROCLITICS))


def _class_of(char: str) -> str:
    if not char.isalnum() and unicodedata.category(char) not in ("Mn", "Mc"):
        return BREAK
    if "\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff" or "\u3130" <= char <= "\u318f":
        return HANGUL
    if "\u30a1" <= char <= "\u30ff" and char != "・":
        return KATAKANA
    if char >= "\u3005" and ("\u3005" <= char <= "\u309f" or "\u3400" <= char <= "\u9fff" or char >= "\U00020000"):
        return HAN
    return SPACED


class _Classes(dict[str, str]):
    """Character classes, found once per character."""

    def __missing__(self, char: str) -> str:
        self[char] = _class_of(char)
        return self[char]


CLASS = _Classes()


def is_arabic(char: str) -> bool:
    """Return whether the letter takes the written prefixes of Arabic."""
    return "\u0620" <= char <= "\u06d3"


def after_proclitic(folded: str, start: int) -> bool:
    """Return whether only و ف ب ك ل س ال are between the beginning of the word and `start` (Arabic writes them
    joined).
    """
    begin = start
    while begin > 0 and start - begin <= _LONGEST_PROCLITIC and CLASS[folded[begin - 1]] == SPACED:
        begin -= 1
    return folded[begin:start] in _PROCLITICS


def is_plural(folded: str, stop: int) -> bool:
    """Return whether only a plural -s (or -'s, which is a boundary anyway) follows the word that stops at `stop`."""
    return folded[stop] == "s" and (stop + 1 == len(folded) or CLASS[folded[stop + 1]] != SPACED)
