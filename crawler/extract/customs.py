"""How a page's dates are likely written: from its source first, then from the page's own language."""

from dataclasses import dataclass

from crawler.catalogue.source import Source

_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH", "GU"})
_EITHER = frozenset({"CA", "CN", "HU", "INT", "IR", "JP", "KR", "LT", "MN", "TW", ""})  # year first, or both in use
_DAY_FIRST_LANGUAGES_EXCEPT = frozenset({"en", "zh", "ja", "ko", "hu", "lt", "mn", "fa", "eu", ""})
_ALSO_MONTH_FIRST = frozenset({"es", "tl", "fil"})  # written in countries that put the month first, in their order
_DAY_FIRST_ENGLISH = frozenset({"GB", "AU", "NZ", "IE", "IN"})  # "en-US" tells nothing: it is a default everywhere


@dataclass(frozen=True, slots=True)
class Customs:
    """How the dates of a source are to be read.

    `order` is DMY, MDY, YMD or empty; `languages` has the likeliest first.
    """

    languages: tuple[str, ...] = ("en",)
    order: str = ""
    timezone: str = ""
    country: str = ""
    page_order: str = ""

    def numeric_order(self, separator: str) -> str:
        """The order of day and month in numeric dates, empty when nothing tells.

        Points stand in dates that begin with the day (CLDR's short date patterns: where the month comes first, they
        are written with strokes), and a page in another language than its source's country has its own custom.
        """
        if self.order:
            return self.order
        if separator == ".":
            return "DMY"
        if self.page_order:
            return self.page_order
        if self.country in _MONTH_FIRST:
            return "MDY"
        if self.country not in _EITHER:
            return "DMY"
        return "DMY" if self.languages and self.languages[0] not in _DAY_FIRST_LANGUAGES_EXCEPT else ""


def customs(source: Source, language: str) -> Customs:
    """The customs of a page of a source; `language` is the page's own statement, e.g. "pt-BR"."""
    code, _, place = language.replace("_", "-").partition("-")
    languages = dict.fromkeys(name for name in (*source.languages, code.lower(), "en") if 2 <= len(name) <= 3)
    country = source.country or (place.upper() if len(place) == 2 else "")
    page_order = _page_order(code.lower(), place.upper(), country)
    return Customs(tuple(languages)[:6], source.date_order, source.timezone, country, page_order)


def _page_order(code: str, place: str, country: str) -> str:
    if code == "en":
        return "DMY" if place in _DAY_FIRST_ENGLISH else ""
    shared = code in _ALSO_MONTH_FIRST and country in _MONTH_FIRST
    return "" if code in _DAY_FIRST_LANGUAGES_EXCEPT or len(code) > 3 or shared else "DMY"
