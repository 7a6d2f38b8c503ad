"""Month names of the world's languages, from dateparser's tables (made of Unicode CLDR).

Only the tables are used: dateparser's guessing makes dates of almost anything, and costs a millisecond a word.
"""

import unicodedata
from functools import lru_cache
from importlib import import_module

from dateparser.data.languages_info import language_order

_KNOWN = frozenset(language_order)
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh-cn": "zh", "zh-tw": "zh-Hant"}
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ENGLISH = {name[:length]: number for number, name in enumerate(_NAMES, 1) for length in (3, 4, len(name))}


_LATIN = (
    "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "id", "vi", "sv", "ro", "da", "nb", "fi", "cs", "sk", "hu", "hr",
    "ca", "sl", "lt", "lv", "et",
)  # fmt: skip
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
    bare = _bare(word)
    return next((number for language in languages if (number := _table(language).get(bare))), 0)


@lru_cache(maxsize=256)
def _table(language: str) -> dict[str, int]:
    """The month names of a language, long and short, without accents."""
    code = _ALIASES.get(language, language)
    if code not in _KNOWN:
        return {}
    data = import_module(f"dateparser.data.date_translation_data.{code}").info
    tables = [data, *data.get("locale_specific", {}).values()]
    named = [
        (name, number) for table in tables for number, month in enumerate(_NAMES, 1) for name in table.get(month, ())
    ]
    return {_bare(name.casefold()): number for name, number in reversed(named) if len(name) > 1}


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.replace("ı", "i"))
    return "".join(c for c in letters if c.isalnum() or unicodedata.category(c) == "Mc")
