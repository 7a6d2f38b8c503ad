"""Countries are no authors, by their names in all languages of enrichment."""

import pytest

from archive.codes import LOCALES, names_in
from benchmarks.extraction import country_names
from crawler.extract.authors.person_names import is_name
from crawler.extract.metadata.site_name import SiteNames

NAMES = SiteNames(frozenset(), "courier")


def test_the_names_are_those_that_babel_gives() -> None:
    run = "run: python -m benchmarks.extraction.country_names"
    assert country_names.FILE.read_text("utf-8") == country_names.text(), run


@pytest.mark.parametrize("locale", LOCALES)
def test_no_country_is_an_author(locale: str) -> None:
    countries = [name for name in names_in("countries", locale).values() if len(name) > 3 or not name.isascii()]
    assert [name for name in countries if is_name(name, NAMES)] == []
