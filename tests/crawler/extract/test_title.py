"""The headline is the article's own: without the outlet, not the category's, as the reader sees it."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.records import Lead
from crawler.catalogue.source import Source
from crawler.extract.site_names import site_names
from crawler.extract.structured import Structured
from crawler.extract.title import read_title

Read = Callable[..., Structured]
Sources = Callable[..., Source]


def title_of(structured: Structured, source: Source, **lead: Any) -> str:
    return read_title(structured, site_names(structured, source), Lead(url=structured.url, **lead)).text


@pytest.mark.parametrize(
    "tag",
    [
        "Moon treaty: forty states sign - Orbit Courier", "Orbit Courier | Moon treaty: forty states sign",
        "Moon treaty: forty states sign | Politics | Orbit Courier",
        "Moon treaty: forty states sign – courier.example.org",
        "Moon treaty: forty states sign｜Orbit Courier", "Moon treaty: forty states sign",
    ],
)  # fmt: skip
def test_the_outlet_is_no_part_of_the_title(structured: Read, source: Sources, tag: str) -> None:
    assert title_of(structured(f"<title>{tag}</title><p>x"), source()) == "Moon treaty: forty states sign"


def test_the_native_name_and_the_pages_own_are_known(structured: Read, source: Sources) -> None:
    page = structured("<title>月の条約に四十か国が署名：軌道新聞デジタル</title><p>x")
    assert title_of(page, source(name_native="軌道新聞")) == "月の条約に四十か国が署名"
    page = structured(
        "<title>Signed at last - The Daily Apogee</title><meta property='og:site_name' content='The Daily Apogee'>"
    )
    assert title_of(page, source()) == "Signed at last"


def test_dashes_and_colons_of_the_headline_stay(structured: Read, source: Sources) -> None:
    headline = "Launch delayed – again: why the pad at Kourou stays empty"
    page = structured(f"<title>{headline} - Orbit Courier</title><h1>{headline}</h1>")
    assert title_of(page, source()) == headline


def test_a_category_header_is_not_the_headline(structured: Read, source: Sources) -> None:
    page = structured(
        "<title>India and France agree on a lander – Orbit Courier</title><h1 class='page-title'>Latest"
        " Space News</h1>"
        "<article class='hentry'><h2 class='entry-title'>India and France agree on a lander</h2></article>"
        "<aside><h2 class='widget-title'>Recent Posts</h2></aside>"
    )
    assert title_of(page, source()) == "India and France agree on a lander"


def test_what_the_reader_sees_beats_the_search_engines_title(structured: Read, source: Sources) -> None:
    page = structured(
        "<title>Moon treaty explained 2031 "
        "| Orbit Courier</title><meta property='og:title' content='Moon treaty explained 2031'>"
        "<h1><a href='/'>Orbit Courier</a></h1><main><h1>Who owns what on the Moon</h1></main>"
    )
    assert title_of(page, source()) == "Who owns what on the Moon"


def test_a_headline_cut_short_is_completed(structured: Read, source: Sources) -> None:
    whole = "Forty states sign a treaty on the use of the Moon and leave the hardest question for later"
    page = structured(
        f"<meta property='og:title' content='Forty states sign a treaty on the use…'><h2"
        f" class='post-title'>{whole}</h2>"
    )
    assert title_of(page, source()) == whole


def test_the_feeds_headline_serves_where_the_page_has_none(structured: Read, source: Sources) -> None:
    page = structured("<title>Orbit Courier</title><p>text")
    assert title_of(page, source(), title="Pad &amp; tower <b>ready</b>", found_by="feed") == "Pad & tower ready"


def test_escaped_and_marked_up_titles_become_plain(structured: Read, source: Sources) -> None:
    page = structured(
        '<script type="application/ld+json">{"@type":"Article",'
        '"headline":"NASA&amp;#8217;s plan\\n &lt;em&gt;B&lt;/em&gt;"}</script>'
    )
    assert title_of(page, source()) == "NASA’s plan B"


def test_witnesses_that_say_nearly_the_same_support_each_other(structured: Read, source: Sources) -> None:
    page = structured(
        "<meta property='og:title' content='Forty states sign Moon treaty in Geneva'>"
        "<h2 class='entry-title'>Forty states sign a Moon treaty in Geneva</h2><h1>Special report on the"
        " week</h1><h1>More</h1>"
    )
    assert "Moon treaty in Geneva" in title_of(page, source())


def test_the_outlets_name_alone_is_better_than_no_title(structured: Read, source: Sources) -> None:
    assert title_of(structured("<title>Orbit Courier</title><p>x"), source()) == "Orbit Courier"
    assert title_of(structured("<p>x"), source(), title="Orbit Courier") == "Orbit Courier"
