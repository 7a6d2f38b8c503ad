"""What holds for every source that comes with the package."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from crawler.catalogue.load import load_catalogue
from crawler.catalogue.pattern_lint import risks
from crawler.catalogue.source import Kind
from crawler.catalogue.url_patterns import refusal
from crawler.catalogue.url_templates import PLACEHOLDERS, fill
from crawler.catalogue.validate import complaints

CATALOGUE = load_catalogue()
SAMPLES = tomllib.loads(Path(__file__).with_name("sample_urls.toml").read_text("utf-8"))


def test_each_source_is_valid_with_its_patterns_and_selectors() -> None:
    assert [(source.id, *what) for source in CATALOGUE for what in complaints(source)] == []


def test_each_source_stands_in_the_file_of_its_kind() -> None:
    import crawler.catalogue

    folder = Path(crawler.catalogue.__file__).parent / "data"
    for kind in get_args(Kind):
        written = tomllib.loads((folder / f"{kind}.toml").read_text("utf-8"))["source"]
        assert {source["kind"] for source in written} == {kind}


def test_the_catalogue_is_whole() -> None:
    """A new source needs no change here; that some are lost, or switched off unseen, does."""
    assert len(CATALOGUE) >= 302
    assert len(CATALOGUE.enabled) >= 286
    countries = Counter(source.country for source in CATALOGUE.enabled)
    assert len([country for country, sources in countries.items() if sources >= 3]) >= 29


def test_an_enabled_source_has_an_enabled_endpoint_or_is_unverified() -> None:
    for source in CATALOGUE.enabled:
        assert source.unverified or any(endpoint.enabled for _, endpoint in source.endpoints()), source.id


def test_no_pattern_has_a_dangerous_form() -> None:
    assert [(source.id, *risk) for source in CATALOGUE for risk in risks(source)] == []


def test_a_disabled_source_says_why() -> None:
    assert [source.id for source in CATALOGUE if source.enabled == bool(source.disabled_reason)] == []


def test_addresses_are_https_unless_the_source_has_none() -> None:
    plain = {
        source.id
        for source in CATALOGUE
        for url in (source.homepage, *(e.url for _, e in source.endpoints() if e.enabled))
        if urlsplit(url).scheme != "https"
    }
    allowed = {source.id for source in CATALOGUE if "http-only" in source.access} | {"bbc-science"}
    assert plain <= allowed


def test_each_source_has_a_time_zone_a_name_and_a_language() -> None:
    for source in CATALOGUE:
        assert source.timezone, f"set timezone of {source.id}, in which its pages state times without a zone"
        assert source.name, source.id
        assert source.languages, source.id


def test_only_dates_are_filled_into_addresses() -> None:
    from datetime import date

    for source in CATALOGUE:
        for _, endpoint in source.endpoints():
            if any(placeholder in endpoint.url for placeholder in PLACEHOLDERS):
                assert "{" not in fill(endpoint.url, date(2026, 3, 4)), endpoint.url


@pytest.mark.parametrize("source_id", sorted(SAMPLES))
def test_real_article_addresses_pass_the_patterns(source_id: str) -> None:
    for url in SAMPLES[source_id]:
        assert refusal(CATALOGUE[source_id], url) == "", url


@pytest.mark.parametrize("source_id", sorted(SAMPLES))
def test_real_article_addresses_lead_back_to_their_source(source_id: str) -> None:
    for url in SAMPLES[source_id]:
        found = CATALOGUE.for_url(url)
        assert found is not None, url
        assert found.id == source_id or urlsplit(found.homepage).hostname == urlsplit(url).hostname


def test_a_homepage_is_no_article() -> None:
    article_homes = [s.id for s in CATALOGUE if s.article_url_re and not refusal(s, s.homepage)]
    assert article_homes == []
