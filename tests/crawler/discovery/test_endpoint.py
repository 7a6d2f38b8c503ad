"""The one door to all kinds of endpoints."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from json import dumps

import pytest

from crawler.catalogue.source import Api, Endpoint, Listing, Source
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.result import EndpointError, Found

RSS = b"<rss version='2.0'><channel><item><link>/a-story</link></item></channel></rss>"
URLSET = b"<urlset><url><loc>/a-story</loc></url></urlset>"
HTML = b"""<html><body><a href="/2026/03/03/a-story-of-some-length/">A story of some length</a>
<a href="/a-story">Story</a><a href="/skip/a-story">Story</a></body></html>"""
HOME = "https://a.example/"


def read(kind: str, body: bytes, endpoint: Endpoint, url: str = HOME + "page2", **more: str) -> Found:
    source = Source(
        id="a",
        name="A",
        homepage=HOME,
        country="US",
        languages=("en",),
        kind="agency",
        focus="space",
        feed=(endpoint,),
        article_url_re=more.get("article_url_re", ""),
        exclude_url_re="/skip/",
    )
    return read_endpoint(kind, body, url, {"content-type": "text/xml"}, source, endpoint)


@pytest.mark.parametrize(
    ("declared", "body", "found_by"),
    [
        ("feed", RSS, "feed"),
        ("sitemap", URLSET, "sitemap"),
        ("sitemap", RSS, "feed"),
        ("listing", RSS, "feed"),
        ("feed", URLSET, "sitemap"),
        ("listing", URLSET, "sitemap"),
    ],
)
def test_an_endpoint_is_read_as_what_it_is(declared: str, body: bytes, found_by: str) -> None:
    (lead,) = read(declared, body, Listing(url=HOME + "list")).leads
    assert (lead.url, lead.found_by, lead.endpoint) == (HOME + "a-story", found_by, HOME + "list")


@pytest.mark.parametrize("kind", ["feed", "sitemap", "api"])
def test_a_page_of_html_is_taken_for_nothing_else(kind: str) -> None:
    with pytest.raises(EndpointError, match="is an HTML page, not"):
        read(kind, HTML, Api(url=HOME, type="wordpress"))


def test_the_language_of_the_endpoint_fills_in() -> None:
    assert read("feed", RSS, Endpoint(url=HOME, lang="fr")).leads[0].language == "fr"
    spoken = RSS.replace(b"<channel>", b"<channel><language>de</language>")
    assert read("feed", spoken, Endpoint(url=HOME, lang="fr")).leads[0].language == "de"


def test_a_listing_follows_the_patterns_of_its_source() -> None:
    found = read("listing", HTML, Listing(url=HOME), article_url_re="/a-story$")
    assert [lead.url for lead in found.leads] == [HOME + "a-story"]


def test_the_selector_of_a_listing_replaces_the_pattern_for_finding() -> None:
    found = read("listing", HTML, Listing(url=HOME, link="a"), article_url_re="/nothing$")
    assert [lead.url for lead in found.leads] == [
        HOME + "2026/03/03/a-story-of-some-length/",
        HOME + "a-story",
    ]


def test_an_interface_is_read_with_the_paths_of_the_catalogue() -> None:
    found = read("api", b'{"all": [{"to": "/x"}]}', Api(url=HOME, type="json", items="all", link="to"))
    assert [lead.url for lead in found.leads] == [HOME + "x"]


def test_an_empty_answer_is_an_error_and_an_empty_list_is_not() -> None:
    for kind in ("feed", "sitemap", "listing"):
        with pytest.raises(EndpointError, match="is empty"):
            read(kind, b"", Endpoint(url=HOME))
    assert read("sitemap", b"<urlset/>", Endpoint(url=HOME)).leads == ()


def made(*minutes_ago: float, tag: str = "pubDate") -> bytes:
    """Return a feed with entries of so many minutes ago."""
    moments = [format_datetime(datetime.now(UTC) - timedelta(minutes=minutes)) for minutes in minutes_ago]
    items = "".join(f"<item><link>/{n}</link><{tag}>{at}</{tag}></item>" for n, at in enumerate(moments))
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("minutes_ago", "is_dated"),
    [
        ((0, 0, 0), False),
        ((9.2, 9.1, 9, 9), False),
        ((0, 0), True),  # too few to tell
        ((0, 0, 2000), True),
        ((5, 3, 0), True),
        ((600, 600, 600), True),  # released together
    ],
)
def test_a_feed_that_dates_all_entries_when_it_is_made_dates_none(
    minutes_ago: tuple[float, ...], is_dated: bool
) -> None:
    leads = read("feed", made(*minutes_ago), Endpoint(url=HOME)).leads
    assert [bool(lead.published) for lead in leads] == [is_dated] * len(minutes_ago)


def test_nor_does_it_say_that_all_of_them_have_changed() -> None:
    entries = "".join(
        f"<entry><link href='/{n}'/><published>2026-03-0{n}T09:00:00Z</published>"
        f"<updated>{datetime.now(UTC).isoformat()}</updated></entry>"
        for n in range(1, 4)
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()
    leads = read("feed", body, Endpoint(url=HOME)).leads
    assert [(lead.published[:10], lead.modified) for lead in leads] == [(f"2026-03-0{n}", "") for n in range(1, 4)]


ENTRY = {"title": "A story", "link": "", "date": "2026-11-16"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("feed", RSS.replace(b"<item><link>/a-story</link></item>", b"<item><title>A story</title></item>" * 3)),
        ("feed", dumps({"version": "https://jsonfeed.org/version/1.1", "items": [ENTRY] * 3}).encode()),
        ("api", dumps([ENTRY] * 3).encode()),
    ],
    ids=["rss", "json feed", "api"],
)
def test_entries_of_which_none_has_an_address_are_no_quiet_success(kind: str, body: bytes) -> None:
    with pytest.raises(EndpointError, match="lists nothing with the address of an article: 3 entries have none"):
        read(kind, body, Api(url=HOME, type="json", link="address"))


def test_an_entry_without_an_address_is_left_out() -> None:
    body = dumps([ENTRY, ENTRY | {"link": "/a-story"}, ENTRY, ENTRY]).encode()
    (lead,) = read("api", body, Api(url=HOME, type="json", link="link")).leads
    assert lead.url == HOME + "a-story"
