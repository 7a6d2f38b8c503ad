"""Codes of countries and languages by name, from the Unicode CLDR as packaged by Babel.

Articles carry codes (ISO 3166-1, ISO 639), but people write France, USA or English. Names are taken in English and in
the languages of the enrichment's data; the CLDR's aliases add three-letter codes.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal

CodeKind = Literal["countries", "languages"]
LOCALES = ("en", "fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ko", "ar", "hi")
# Names in use that are neither the CLDR's main names nor its aliases.
ALSO: dict[CodeKind, dict[str, str]] = {
    "countries": {
        "america": "US",
        "britain": "GB",
        "burma": "MM",
        "czech republic": "CZ",
        "england": "GB",
        "great britain": "GB",
        "holland": "NL",
        "ivory coast": "CI",
        "turkey": "TR",
        "uae": "AE",
        "united states of america": "US",
    },
    "languages": {"mandarin": "zh", "farsi": "fa"},
}


def code_of(kind: CodeKind, value: str) -> str | None:
    """Return the code for a code or a name in any case; None if there is no such country or language."""
    names = english_names(kind)
    spelled = value.strip()
    code = spelled.upper() if kind == "countries" else spelled.lower()
    if code in names:
        return code
    key = name_key(spelled)
    return _codes(kind, "en").get(key) or _alias(kind, code) or ALSO[kind].get(key) or _in_other_languages(kind, key)


def name_of(kind: CodeKind, code: str) -> str:
    """Return the English name of a code, or an empty string."""
    return english_names(kind).get(code, "")


@cache
def english_names(kind: CodeKind) -> Mapping[str, str]:
    """Return the English names of all codes: two letters for a country, two or three for a language."""
    return names_in(kind, "en")


def names_in(kind: CodeKind, locale: str) -> Mapping[str, str]:
    """Return the names of all codes in a language, as the CLDR has them."""
    from babel import Locale  # a tenth of a second, which only who gives a name has to wait for

    parsed = Locale.parse(locale)
    if kind == "languages":
        return {code: name for code, name in parsed.languages.items() if code.isalpha()}
    # Three digits are regions (150 is Europe); ZZ is the unknown one, and XA and XB are for tests.
    return {
        code: name
        for code, name in parsed.territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB")
    }


@cache
def _codes(kind: CodeKind, locale: str) -> Mapping[str, str]:
    return {name_key(name): code for code, name in names_in(kind, locale).items()}


def _alias(kind: CodeKind, code: str) -> str | None:
    from babel.core import get_global

    found = get_global("territory_aliases" if kind == "countries" else "language_aliases").get(code)
    alias = found[0] if isinstance(found, list) and len(found) == 1 else found
    return alias if isinstance(alias, str) and alias in english_names(kind) else None


def _in_other_languages(kind: CodeKind, key: str) -> str | None:
    return next((code for locale in LOCALES[1:] if (code := _codes(kind, locale).get(key))), None)


def name_key(name: str) -> str:
    """Fold case, accents and apostrophes: "Côte d’Ivoire" is "cote d'ivoire"."""
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if unicodedata.category(letter) != "Mn")
    return " ".join("".join(letters).casefold().replace("&", "and").replace("’", "'").split())
