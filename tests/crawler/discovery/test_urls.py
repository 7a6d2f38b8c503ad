"""Addresses as strangers write them."""

import pytest

from crawler.discovery.urls import clean, same_site

BASE = "https://a.example/news/feed.xml"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/x-y/?a=1&b=2", "https://a.example/x-y/?a=1&b=2"),
        ("/rel", "https://a.example/rel"),
        ("rel", "https://a.example/news/rel"),
        ("//b.example/x", "https://b.example/x"),
        ("?id=4", "https://a.example/news/feed.xml?id=4"),
        ("\n  https://a.example/x \t\u200b", "https://a.example/x"),
        ("https://a.example/x\n/y", "https://a.example/x/y"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("HTTPS://A.example/X#comments", "https://a.example/X"),
        ("https://me:secret@a.example/x", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/été?q=b c", "https://a.example/%C3%A9t%C3%A9?q=b%20c"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("file:///etc/passwd", ""),
        ("tel:+1234", ""),
        ("https://a.example\\@b.example/", ""),
        ("https://[broken/", ""),
        ("https://a.example:port/", ""),
        ("https://a.exa>mple/x", ""),
        ("https://a..example:80/x", "https://a..example:80/x"),
        ("http://1.2.3.4.5/x", ""),
        ("http://a.example:99999/x", ""),
        ("http://xr\u0081~.example/x", ""),
        ("", ""),
        ("https://a.example/" + "x" * 3_000, ""),
    ],
)
def test_what_can_be_asked_for_is_made_so_and_the_rest_left_out(link: str, address: str) -> None:
    assert clean(link, BASE) == address


def test_a_clean_address_stays_as_it_is() -> None:
    for link in ("https://a.example/x", "/été", "https://a.example/?a=1&b=%20"):
        once = clean(link, BASE)
        assert clean(once, BASE) == once


def test_hosts_of_one_site() -> None:
    assert same_site("https://www.a.example/x", "https://a.example/")
    assert same_site("https://news.a.example/x", "https://www.a.example/")
    assert not same_site("https://nota.example/", "https://a.example/")
