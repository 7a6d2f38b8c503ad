"""Month names of the world's languages, by way of dateparser's tables (Unicode CLDR).

Only the one word is given to dateparser, strictly and with named languages, and each word is asked once: its
guessing mode makes dates of almost anything, and long inputs cost it minutes.
"""

from functools import lru_cache

import dateparser
from dateparser.data.languages_info import language_order

_KNOWN = frozenset(language_order)
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh-cn": "zh", "zh-tw": "zh-Hant"}
_SETTINGS = {
    "STRICT_PARSING": True,
    "PARSERS": ["absolute-time"],
    "DATE_ORDER": "DMY",
    "RETURN_AS_TIMEZONE_AWARE": False,
}
_ENGLISH = {
    name[:length]: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
    for length in (3, 4, len(name))
}


_LATIN = ("de", "fr", "es", "pt", "it", "nl", "pl", "tr", "id", "vi", "sv")
_OTHERS = (
    ("\u0400", "\u04ff", ("ru", "uk", "bg")),
    ("\u0370", "\u03ff", ("el",)),
    ("\u0590", "\u05ff", ("he",)),
    ("\u0600", "\u06ff", ("ar", "fa", "ur")),
    ("\u0900", "\u097f", ("hi", "mr", "ne")),
    ("\u0980", "\u09ff", ("bn",)),
    ("\u0e00", "\u0e7f", ("th",)),
    ("\u0530", "\u058f", ("hy",)),
    ("\u10a0", "\u10ff", ("ka",)),
)


def _of_script(word: str) -> tuple[str, ...]:
    """The languages worth asking when the page's own statement does not help: it is often the theme's
    default.
    """
    letter = next((c for c in word if c.isalpha()), "a")
    return next((languages for first, last, languages in _OTHERS if first <= letter <= last), _LATIN)


def month_number(word: str, languages: tuple[str, ...]) -> int:
    """1 to 12 for the name of a month in one of the languages, English, or a common one of its script; 0 for
    others.
    """
    word = word.strip(".,'’").casefold()
    if len(word) > 20 or not word:
        return 0
    return _ENGLISH.get(word) or _ask(word, tuple(dict.fromkeys((*languages, *_of_script(word)))))


@lru_cache(maxsize=4096)
def _ask(word: str, languages: tuple[str, ...]) -> int:
    for language in languages:
        code = _ALIASES.get(language, language)
        if code not in _KNOWN:
            continue
        try:
            read = dateparser.parse(f"1 {word} 2001", languages=[code], settings=_SETTINGS)
        except (ValueError, OverflowError):
            continue
        if read and read.year == 2001 and read.day == 1:
            return int(read.month)
    return 0
