"""Sources written as TOML."""

import pytest

from crawler.catalogue.load import load_catalogue, parse
from crawler.catalogue.source import Endpoint, Listing, Source
from crawler.catalogue.toml_writer import to_toml

CATALOGUE = load_catalogue()


def test_every_source_is_read_back_as_it_was_written() -> None:
    text = "\n".join(to_toml(source) for source in CATALOGUE)
    assert parse(text, "all.toml") == tuple(CATALOGUE)


@pytest.mark.parametrize(
    "value", ["it's", 'a "b"', "back\\slash", "tab\there", "line\nbreak", "\x7f\x00", "宇宙", "'''"]
)
def test_any_text_survives(value: str) -> None:
    source = Source(
        id="a",
        name=value,
        homepage="https://a.example/",
        country="US",
        languages=("en", "fr"),
        kind="agency",
        focus="space",
        notes=value,
        delay=2.5,
        feed=(Endpoint(url="https://a.example/feed", scope=value),),
        listing=(Listing(url="https://a.example/", link="a[title='x'] > b", pages=3),),
    )
    assert parse(to_toml(source), "a.toml") == (source,)


def test_a_plain_source_is_short() -> None:
    source = Source(
        id="a",
        name="A",
        homepage="https://a.example/",
        country="US",
        languages=("en",),
        kind="agency",
        focus="space",
        article_url_re=r"^https://a\.example/\d+",
        feed=(Endpoint(url="https://a.example/feed"),),
    )
    assert to_toml(source).splitlines()[-3:] == [
        r"article_url_re = '^https://a\.example/\d+'",
        "  [[source.feed]]",
        '  url = "https://a.example/feed"',
    ]
