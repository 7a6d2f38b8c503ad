"""A declared URL is accepted only where it can be this article's."""

from collections.abc import Callable

import pytest

from crawler.extract.metadata.canonical_url import choose_url
from crawler.extract.metadata.structured_data import Structured

OWN = "https://www.courier.example.co.uk/2031/orbit-talks?utm_source=x"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/2031/orbit-talks", "https://www.courier.example.co.uk/2031/orbit-talks"),
        (
            "https://courier.example.co.uk/2031/orbit-talks/",
            "https://courier.example.co.uk/2031/orbit-talks/",
        ),
        ("https://news.example.co.uk/1", "https://news.example.co.uk/1"),
        ("https://other.co.uk/2031/orbit-talks", OWN),
        ("https://www.courier.example.co.uk/", OWN),
        ("/", OWN),
        ("/2031", OWN),
        ("javascript:void(0)", OWN),
        ("https://user:pw@courier.example.co.uk/a", OWN),
        ("http://[broken", OWN),
        ("", OWN),
    ],
)
def test_a_canonical_link_is_accepted_or_rejected(structured: Callable[..., Structured], href: str, url: str) -> None:
    assert choose_url(structured(f"<link rel='canonical' href='{href}'><p>x", OWN))[0] == url


def test_the_canonical_url_of_an_amp_page_is_its_article(structured: Callable[..., Structured]) -> None:
    page = structured("<link rel='canonical' href='/2031/talks'><p>x", "https://courier.example.org/2031/talks/amp")
    assert choose_url(page) == ("https://courier.example.org/2031/talks", "canonical")


def test_og_url_is_used_without_a_canonical_link(structured: Callable[..., Structured]) -> None:
    page = structured(
        "<meta property='og:url' content='https://courier.example.org/a-b'><p>x",
        "https://courier.example.org/?p=7",
    )
    assert choose_url(page) == ("https://courier.example.org/a-b", "og")


@pytest.mark.parametrize("other", ["http://gazette.internal/story", "http://intranet/story"])
def test_hosts_without_a_public_suffix_are_separate_sites(structured: Callable[..., Structured], other: str) -> None:
    page_url = "http://courier.lan/a/story"
    assert choose_url(structured(f"<link rel='canonical' href='{other}'><p>x", page_url)) == (page_url, "address")


@pytest.mark.parametrize(
    "href",
    [
        "https://courier.example.co.uk:abc/a",
        "https://courier.example.co.uk:99999/a",
        "//courier.example.co.uk:port/a",
        "https://a|b.example.co.uk/x",
        "https://courier.example.co.uk /a",
        "https://www.courier.example.co.uk\\a/b",
        "https://a%zz.example.co.uk/x",
        "https://courier.example.co.uk:-1/a",
    ],
)
@pytest.mark.parametrize("head", ["<link rel='canonical' href='{}'>", "<meta property='og:url' content='{}'>"])
def test_a_url_that_the_archive_cannot_key_is_rejected(
    structured: Callable[..., Structured], head: str, href: str
) -> None:
    assert choose_url(structured(head.format(href) + "<p>x", OWN)) == (OWN, "address")
