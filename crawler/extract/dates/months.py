"""Look up names of months and weekdays in dateparser's tables (made of Unicode CLDR).

Only the tables are used: dateparser's own parser makes dates of almost anything, and costs a millisecond a
word.
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = {name[:length]: number for number, name in enumerate(_NAMES, 1) for length in (3, 4, len(name))}


# Arabic and Persian keyboards write one letter as two characters; the nukta of Indic letters is often left out.
_ONE_LETTER: dict[int, str | None] = {
    **dict(zip(map(ord, "يىك"), "ییک", strict=True)),
    **dict.fromkeys((0x93C, 0x9BC, 0xA3C, 0xABC, 0xB3C)),
}
_ACCENTED = "\u0900"  # below lie the scripts whose marks are accents or vowel points
_MAGHREB = {"جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8}  # not in CLDR
_LATIN = (
    "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "id", "vi", "sv", "ro", "da", "nb", "fi", "cs", "sk", "hu", "hr",
    "ca", "sl", "lt", "lv", "et", "bs", "sq", "is", "az", "uz", "ms", "fil", "gl", "af",
)  # fmt: skip
_OTHERS = (
    ("\u0400", "\u04ff", ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky")),
    ("\u0370", "\u03ff", ("el",)),
    ("\u0590", "\u05ff", ("he",)),
    ("\u0600", "\u06ff", ("ar", "fa", "ur")),
    ("\u0900", "\u097f", ("hi", "mr", "ne")),
    ("\u0980", "\u09ff", ("bn",)),
    ("\u0a00", "\u0a7f", ("pa-Guru",)),
    ("\u0a80", "\u0aff", ("gu",)),
    ("\u0b00", "\u0b7f", ("or",)),
    ("\u0b80", "\u0bff", ("ta",)),
    ("\u0c00", "\u0c7f", ("te",)),
    ("\u0c80", "\u0cff", ("kn",)),
    ("\u0d00", "\u0d7f", ("ml",)),
    ("\u0d80", "\u0dff", ("si",)),
    ("\u0e00", "\u0e7f", ("th",)),
    ("\u0e80", "\u0eff", ("lo",)),
    ("\u1000", "\u109f", ("my",)),
    ("\u1200", "\u137f", ("am",)),
    ("\u1780", "\u17ff", ("km",)),
    ("\u0530", "\u058f", ("hy",)),
    ("\u10a0", "\u10ff", ("ka",)),
)


def _of_script(word: str) -> tuple[str, ...]:
    """Return the languages to try when the page's declared language does not help.

    It is often the theme's default.
    """
    letter = next((c for c in word if c.isalpha()), "a")
    return next((languages for first, last, languages in _OTHERS if first <= letter <= last), _LATIN)


def month_number(word: str, languages: tuple[str, ...]) -> int:
    """Return 1 to 12 for the name of a month, 0 for other words.

    The name may be in one of the languages, in English, or in a common language of its script.
    """
    word = word.strip(".,'’॰").casefold()
    if len(word) > 20 or not word:
        return 0
    return _ENGLISH.get(word) or _look_up(word, languages, _NAMES)


def weekday_number(word: str, languages: tuple[str, ...]) -> int:
    """Return 1 (Monday) to 7 for the name of a weekday, 0 for other words.

    The languages are as in `month_number`.
    """
    word = word.strip(".,'’॰").casefold()
    return _look_up(word, languages, _WEEKDAYS) if 1 < len(word) <= 20 else 0


@lru_cache(maxsize=4096)
def _look_up(word: str, languages: tuple[str, ...], names: tuple[str, ...]) -> int:
    """Look the word up in the tables.

    The first of the languages decides; where it is in none of them, the other languages of its script have to
    agree: listopad is November in Prague and October in Zagreb.
    """
    bare = _bare(word)
    number_in_languages = next((number for language in languages if (number := _table(language, names).get(bare))), 0)
    meanings = (
        {number for language in _of_script(word) if (number := _table(language, names).get(bare))}
        if not number_in_languages
        else ()
    )
    return number_in_languages or (next(iter(meanings)) if len(meanings) == 1 else 0)


@lru_cache(maxsize=256)
def _table(language: str, names: tuple[str, ...]) -> dict[str, int]:
    """Return the names in a language, long and short, without accents.

    `names` are the English ones, in their order.
    """
    code = _ALIASES.get(language, language)
    if code not in _KNOWN:
        return {}
    data = import_module(f"dateparser.data.date_translation_data.{code}").info
    tables = [data, *data.get("locale_specific", {}).values()]
    named = [
        (name, number) for table in tables for number, english in enumerate(names, 1) for name in table.get(english, ())
    ]
    if code == "ar" and names is _NAMES:
        named += _MAGHREB.items()
    return {_bare(name.casefold()): number for name, number in reversed(named) if len(name) > 1}


def _bare(word: str) -> str:
    """Strip accents from the letters.

    The vowel signs of Indic and Thai letters are not accents: जून is June, जन January.
    """
    letters = unicodedata.normalize("NFKD", word.replace("ı", "i")).translate(_ONE_LETTER)
    return "".join(c for c in letters if c.isalnum() or (c > _ACCENTED and unicodedata.category(c)[0] == "M"))
