"""How a page's dates are likely written: from its source first, then from the page's own language."""

from dataclasses import dataclass

from crawler.catalogue.source import Source

_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH", "GU"})
_EITHER = frozenset(
    {"CA", "CN", "HU", "INT", "IR", "JP", "KR", "LT", "MN", "TW", ""}
)  # year first, or both in use
_DAY_FIRST_LANGUAGES_EXCEPT = frozenset({"en", "zh", "ja", "ko", "hu", "lt", "mn", "fa", "eu", ""})


@dataclass(frozen=True, slots=True)
class Customs:
    """How the dates of a source are to be read.

    `order` is DMY, MDY, YMD or empty; `languages` has the likeliest first.
    """

    languages: tuple[str, ...] = ("en",)
    order: str = ""
    timezone: str = ""
    country: str = ""

    @property
    def numeric_order(self) -> str:
        """The order of day and month in numeric dates, empty when nothing tells."""
        if self.order:
            return self.order
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
    return Customs(tuple(languages)[:6], source.date_order, source.timezone, country)
