"""How a page's dates are likely written: from its source first, then from the page's own language."""

from crawler.catalogue.source import Source
from crawler.extract.dates import Customs


def customs(source: Source, language: str) -> Customs:
    """The customs of a page of a source; `language` is the page's own statement, e.g. "pt-BR"."""
    code, _, place = language.replace("_", "-").partition("-")
    languages = dict.fromkeys(name for name in (*source.languages, code.lower(), "en") if 2 <= len(name) <= 3)
    country = source.country or (place.upper() if len(place) == 2 else "")
    return Customs(tuple(languages)[:6], source.date_order, source.timezone, country)
