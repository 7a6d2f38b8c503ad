"""Determine how a page's dates are likely written: from its source, its other dates and its language."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from crawler.catalogue.source import Source
from crawler.extract.dates.zones import assumed_timezone

_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH", "GU"})
_EITHER = frozenset({"CA", "CN", "HU", "INT", "IR", "JP", "KR", "LT", "MN", "TW", ""})  # year first, or both in use
_DAY_FIRST_LANGUAGES_EXCEPT = frozenset({"en", "zh", "ja", "ko", "hu", "lt", "mn", "fa", "eu", ""})
_ALSO_MONTH_FIRST = frozenset({"es", "tl", "fil"})  # written in countries that put the month first, in their order
_LONGEST = 200  # characters of a line that is read
_DAY_FIRST_ENGLISH = frozenset({"GB", "AU", "NZ", "IE", "IN"})  # "en-US" proves nothing: it is a default everywhere


@dataclass(frozen=True, slots=True)
class DateLocale:
    """How to read the dates of a source.

    `order` is DMY, MDY, YMD or empty; `languages` has the likeliest first. `seen_order` returns the order of the dates
    on the page with only one possible reading; most pages never need it.
    """

    languages: tuple[str, ...] = ("en",)
    order: str = ""
    timezone: str = ""
    country: str = ""
    page_order: str = ""
    assumed_timezone: str = ""  # of the country or language; weaker than `timezone`, which the source states
    dotted_order: str = "DMY"
    seen_order: Callable[[], str] = field(default=str, compare=False)

    def numeric_order(self, separator: str) -> str:
        """Return the order of day and month in numeric dates, or an empty string if undetermined.

        Dots separate dates that start with the day (CLDR's short date patterns: where the month comes first,
        slashes are used) but on English pages of a source in the United States, whose forces and magazines write
        10.03.2031; and a page in another language than its source's country follows its language's convention.
        """
        if self.order:
            return self.order
        if separator == ".":
            return self.dotted_order
        if seen := self.seen_order():
            return seen
        if self.page_order:
            return self.page_order
        if self.country in _MONTH_FIRST:
            return "MDY"
        if self.country not in _EITHER:
            return "DMY"
        return "DMY" if self.languages and self.languages[0] not in _DAY_FIRST_LANGUAGES_EXCEPT else ""


def date_locale(source: Source, language: str, url: str = "", lines: Iterable[str] = ()) -> DateLocale:
    """Derive the date locale of a page of a source.

    `language` is the page's own declaration, e.g. "pt-BR", `lines` its text. Where neither source nor language
    name a country, the URL may (ISO 3166 country-code domains).
    """
    code, _, place = language.replace("_", "-").partition("-")
    place = place.rpartition("-")[2]  # "zh-Hant-TW"
    languages = dict.fromkeys(name for name in (*source.languages, code.lower(), "en") if 2 <= len(name) <= 3)
    source_country = "" if source.country == "INT" else source.country
    stated = place.upper() if len(place) == 2 else ""
    default = (code.lower(), stated) == ("en", "US")  # the default of content management systems
    country = source_country or ("" if default else stated) or _country_of(url) or stated or source.country
    page_order = _page_order(code.lower(), place.upper(), country)
    return DateLocale(
        tuple(languages)[:6],
        source.date_order,
        source.timezone,
        country,
        page_order,
        assumed_timezone(country, code.lower()),
        "MDY" if source_country in _MONTH_FIRST and code.lower() == "en" else "DMY",
        cache(lambda: _seen_order(lines)),
    )


_SCRIPTS = (  # in this order: Japanese and Korean texts have Han characters, too
    (re.compile("[\u3041-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u0e01-\u0e5b]"), "th"),
    (re.compile("[\u05d0-\u05ea]"), "he"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
)


def language_of_script(title: str) -> str:
    """Return the language of a title whose script is that of one language; else an empty string."""
    return next((language for script, language in _SCRIPTS if len(script.findall(title)) >= 2), "")


_NUMERIC = re.compile(r"\b(\d{1,2})([/-])(\d{1,2})\2(?:19|20)\d\d\b")
_OF_NO_COUNTRY = frozenset({"EU", "IO", "CO", "TV", "ME", "AI", "SU", "AC", "FM", "TO", "CC", "WS", "LY", "GG", "IM"})


def _seen_order(lines: Iterable[str]) -> str:
    """Return the order of the numeric dates whose day is above twelve.

    Empty when there are none or they differ.
    """
    seen = set()
    for first, _, second in _NUMERIC.findall("\n".join(line for line in lines if len(line) <= _LONGEST)):
        seen |= {"DMY"} if int(first) > 12 else {"MDY"} if int(second) > 12 else set()
    return seen.pop() if len(seen) == 1 else ""


def _country_of(url: str) -> str:
    domain = (urlsplit(url).hostname or "").rpartition(".")[2].upper()
    domain = "GB" if domain == "UK" else domain
    return domain if len(domain) == 2 and domain not in _OF_NO_COUNTRY else ""


def _page_order(code: str, place: str, country: str) -> str:
    if code == "en":
        return "DMY" if place in _DAY_FIRST_ENGLISH else ""
    shared = code in _ALSO_MONTH_FIRST and country in _MONTH_FIRST
    return "" if code in _DAY_FIRST_LANGUAGES_EXCEPT or len(code) > 3 or shared else "DMY"
