"""Sitemaps of all kinds, sound and broken."""

import gzip
import time

import pytest

from crawler.discovery import sitemap
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.sitemap import read_sitemap

URL = "https://a.example/maps/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(text: str, since: str = "") -> Found:
    return read_sitemap(text.encode(), URL, since=since)


def urlset(entries: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS} '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{entries}</urlset>'
    )


def index(entries: str) -> str:
    return f'<?xml version="1.0"?><sitemapindex {NS}>{entries}</sitemapindex>'


def addresses(found: Found) -> list[str]:
    return [lead.url for lead in found.leads]


def test_pages_with_the_time_of_their_last_edit() -> None:
    found = read(urlset("<url><loc> https://a.example/x?a=1&amp;b=2 </loc><lastmod>2026-03-04</lastmod></url>"))
    (lead,) = found.leads
    assert (lead.url, lead.modified, lead.published) == ("https://a.example/x?a=1&b=2", "2026-03-04", "")
    assert (lead.found_by, lead.endpoint) == ("sitemap", URL)


def test_the_news_and_image_extensions() -> None:
    found = read(
        urlset(
            "<url><loc>https://a.example/x</loc><news:news><news:publication><news:name>A</news:name>"
            "<news:language>pt-br</news:language></news:publication>"
            "<news:publication_date>2026-03-03T10:00:00-03:00</news:publication_date>"
            "<news:title>R &amp; D</news:title><news:keywords>orbit, law, orbit</news:keywords></news:news>"
            "<image:image><image:loc>/i.jpg</image:loc></image:image>"
            "<image:image><image:loc>/j.jpg</image:loc></image:image></url>"
        )
    )
    (lead,) = found.leads
    assert (lead.title, lead.published, lead.language) == ("R & D", "2026-03-03T10:00:00-03:00", "pt")
    assert lead.tags == ("orbit", "law")
    assert lead.image_url == "https://a.example/i.jpg"


def test_an_index_gives_its_newest_sitemaps_first_and_those_of_no_articles_last() -> None:
    found = read(
        index(
            "".join(
                f"<sitemap><loc>https://a.example/{name}</loc>"
                + (f"<lastmod>{day}</lastmod></sitemap>" if day else "</sitemap>")
                for name, day in (
                    ("post-1.xml", "2020-01-01"),
                    ("category-sitemap.xml", "2026-11-02"),
                    ("undated.xml", ""),
                    ("post-2.xml", "2026-11-01T00:00:00Z"),
                    ("2024-06.xml", ""),
                    ("news.xml", ""),
                )
            )
        )
    )
    assert found.leads == ()
    assert [url.rpartition("/")[2] for url in found.more] == [
        "news.xml",
        "post-2.xml",
        "2024-06.xml",
        "post-1.xml",
        "undated.xml",
        "category-sitemap.xml",
    ]


def test_what_did_not_change_since_a_day_is_left_out() -> None:
    maps = index(
        "<sitemap><loc>https://a.example/old.xml</loc><lastmod>2026-10-31T23:59:59Z</lastmod></sitemap>"
        "<sitemap><loc>https://a.example/new.xml</loc><lastmod>2026-11-01</lastmod></sitemap>"
        "<sitemap><loc>https://a.example/2026/10/map.xml</loc></sitemap>"
        "<sitemap><loc>https://a.example/2026/11/map.xml</loc></sitemap>"
        "<sitemap><loc>https://a.example/posts-1999.xml</loc></sitemap>"
        "<sitemap><loc>https://a.example/unsaid.xml</loc><lastmod>1/2/2026</lastmod></sitemap>"
    )
    kept = [url.removeprefix("https://a.example/") for url in read(maps, since="2026-11-01T12:00:00Z").more]
    assert sorted(kept) == ["2026/11/map.xml", "new.xml", "posts-1999.xml", "unsaid.xml"]
    pages = urlset(
        "<url><loc>/old</loc><lastmod>2026-10-31</lastmod></url><url><loc>/unsaid</loc></url>"
        "<url><loc>/new</loc><lastmod>2026-11-02</lastmod></url>"
    )
    assert addresses(read(pages, since="2026-11-01")) == ["https://a.example/unsaid", "https://a.example/new"]


def test_an_index_that_names_itself_does_not_lead_back() -> None:
    found = read(index(f"<sitemap><loc>{URL}</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap>"))
    assert found.more == ("https://a.example/b.xml",)


def test_only_addresses_that_can_be_asked_for_and_each_once() -> None:
    found = read(
        urlset(
            "<url><loc>javascript:alert(1)</loc></url><url><loc>file:///etc/passwd</loc></url><url/>"
            "<url><loc></loc></url><url><loc>/x</loc></url><url><loc>https://a.example/x</loc></url>"
        )
    )
    assert addresses(found) == ["https://a.example/x"]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n \ufeff" + urlset("<url><loc>/x</loc></url>"),
        urlset("<url><loc>/x</loc></url><url><loc>/y").removesuffix("</urlset>"),
        urlset("<url><loc>/x</loc><title>a & b</title></url>"),
        urlset("<url><loc>/x</loc></url>").replace(NS, ""),
        urlset("<url><loc>/x</loc></url>").replace("0.9", "0.84"),
        urlset("<url><loc>/x</loc></url>").replace("urlset ", "s:urlset ").replace("</urlset", "</s:urlset"),
        urlset("<url><loc><![CDATA[/x]]></loc></url>"),
        urlset("<url><loc>/x</loc><b:ad>1</b:ad></url>"),
        "<?xml version='1.0'?><?xml-stylesheet href='s.xsl'?><!-- by hand -->" + urlset("<url><loc>/x</loc></url>"),
        urlset("<url><loc>/x</loc>\x0b<x>&nbsp;</x></url>"),
        urlset("<url><loc>/&#xD800;x</loc><lastmod>&#55296;&#0;&#x110000;</lastmod></url>"),
        urlset("<url><loc>/&#120;</loc></url>"),
    ],
)
def test_malformed_sitemaps_are_read(text: str) -> None:
    assert addresses(read(text))[0] == "https://a.example/x"


def test_addresses_with_a_bare_ampersand_stay_whole() -> None:
    found = read(urlset("<url><loc>/x?a=1&b=2&amp;c=3&copy=4</loc></url><url><loc><![CDATA[/y?a=1&b=2]]></loc></url>"))
    assert addresses(found) == ["https://a.example/x?a=1&b=2&c=3&copy=4", "https://a.example/y?a=1&b=2"]


def test_entries_that_are_never_closed_are_all_read() -> None:
    assert set(addresses(read(urlset("<url><loc>/x</loc><url><loc>/y</loc><url><loc>/z</loc>")))) == {
        "https://a.example/x",
        "https://a.example/y",
        "https://a.example/z",
    }


@pytest.mark.parametrize(
    "end",
    ["<url><loc>https://a.exa", "<url><loc><![CDATA[https://a.example/sto", "<url><lo", "<url>", "<url><loc>/y</"],
)
def test_of_a_sitemap_that_breaks_off_no_half_address_is_taken(end: str) -> None:
    whole = urlset("<url><loc>/x</loc></url>")
    found = read(whole.replace("</urlset>", end))
    assert set(addresses(found)) - {"https://a.example/y"} == {"https://a.example/x"}
    assert found.breaks_off
    assert not read(whole).breaks_off
    assert not read(urlset("").replace("></urlset>", "/>")).breaks_off


def test_a_packed_sitemap_is_unpacked_even_if_it_is_cut_off() -> None:
    body = gzip.compress(urlset("".join(f"<url><loc>/{n * 7919}</loc></url>" for n in range(2_000))).encode())
    assert len(read_sitemap(body, URL).leads) == 2_000
    assert len(read_sitemap(body[: len(body) // 2], URL).leads) > 100


def test_a_sitemap_of_plain_lines() -> None:
    found = read("https://a.example/x\r\nhttps://a.example/y\n\nnonsense\njavascript:alert(1)\n")
    assert addresses(found) == ["https://a.example/x", "https://a.example/y"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"Not here", "is not a sitemap"),
        (b"\x00\x01\x02\xff\xfe\x80", "is not a sitemap"),
        (b"<html><body>404</body></html>", "is an HTML page, not a sitemap"),
        (b"<rss><channel/></rss>", "is a feed, not a sitemap"),
        (
            b'<!DOCTYPE u [<!ENTITY a "b">]><urlset><url><loc>/&a;</loc></url></urlset>',
            "declares XML entities",
        ),
        (gzip.compress(b" " * (51 * 1024 * 1024), compresslevel=1), "larger than 50 MiB"),
    ],
)
def test_what_is_no_sitemap_is_refused_in_one_line(body: bytes, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        read_sitemap(body, URL)


def test_no_more_than_the_protocol_allows_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MAX_URLS == 50_000
    monkeypatch.setattr(sitemap, "MAX_URLS", 500)
    found = read(urlset("".join(f"<url><loc>/{n}</loc></url>" for n in range(600))))
    assert (len(found.leads), found.left_out) == (500, 100)


def test_sections_that_are_never_closed_cost_no_more_than_their_length() -> None:
    """Asked for again at each place, 190 KB of them took 13 seconds, in which no other source was served."""
    body = b"<urlset><url><loc>https://courier.example/a?b=1&c=2</loc></url>" + b"<![CDATA[" * 200_000
    started = time.process_time()
    found = read_sitemap(body, URL)
    assert [lead.url for lead in found.leads] == ["https://courier.example/a?b=1&c=2"]
    assert time.process_time() - started < 5


def test_an_ampersand_in_a_closed_section_stays_as_it_is() -> None:
    body = b"<urlset><url><loc><![CDATA[https://courier.example/a?b=1&c=2]]></loc></url></urlset>"
    assert [lead.url for lead in read_sitemap(body, URL).leads] == ["https://courier.example/a?b=1&c=2"]
