"""The headline is the article's: without the outlet's name, not the category's, as the reader sees it."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.records import Lead
from crawler.catalogue.source import Source
from crawler.extract.metadata.site_name import site_names
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.title import read_title

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
def test_the_outlet_name_is_removed_from_the_title(structured: Read, source: Sources, tag: str) -> None:
    assert title_of(structured(f"<title>{tag}</title><p>x"), source()) == "Moon treaty: forty states sign"


@pytest.mark.parametrize(
    "tag",
    [
        "Print: Moon treaty signed", "Print Article: Moon treaty signed - Orbit Courier",
        "Printer-friendly version: Moon treaty signed", "Moon treaty signed - Print - Orbit Courier",
        "Druckversion - Moon treaty signed", "Drucken: Moon treaty signed", "Imprimer : Moon treaty signed",
        "Versión para imprimir | Moon treaty signed", "Версия для печати: Moon treaty signed",
    ],
)  # fmt: skip
def test_the_label_of_a_version_for_printing_is_removed(structured: Read, source: Sources, tag: str) -> None:
    shown = "<p><b>Moon treaty signed</b></p><p>Forty states signed.</p>"
    assert title_of(structured(f"<title>{tag}</title>{shown}"), source()) == "Moon treaty signed"


def test_a_headline_that_begins_with_the_word_for_printing_keeps_it(structured: Read, source: Sources) -> None:
    page = structured("<title>Print: what is left of it - Orbit Courier</title><p>Papers close.</p>")
    assert title_of(page, source()) == "Print: what is left of it"


def test_the_native_name_and_the_declared_name_are_removed(structured: Read, source: Sources) -> None:
    page = structured("<title>月の条約に四十か国が署名：軌道新聞デジタル</title><p>x")
    assert title_of(page, source(name_native="軌道新聞")) == "月の条約に四十か国が署名"
    page = structured(
        "<title>Signed at last - The Daily Apogee</title><meta property='og:site_name' content='The Daily Apogee'>"
    )
    assert title_of(page, source()) == "Signed at last"


def test_dashes_and_colons_of_the_headline_are_kept(structured: Read, source: Sources) -> None:
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


def test_a_truncated_headline_is_completed(structured: Read, source: Sources) -> None:
    headline = "Forty states sign a treaty on the use of the Moon and leave the hardest question for later"
    page = structured(
        f"<meta property='og:title' content='Forty states sign a treaty on the use…'><h2"
        f" class='post-title'>{headline}</h2>"
    )
    assert title_of(page, source()) == headline


def test_the_feed_headline_is_used_where_the_page_has_none(structured: Read, source: Sources) -> None:
    page = structured("<title>Orbit Courier</title><p>text")
    assert title_of(page, source(), title="Pad &amp; tower <b>ready</b>", found_by="feed") == "Pad & tower ready"


def test_escaped_and_marked_up_titles_become_plain_text(structured: Read, source: Sources) -> None:
    page = structured(
        '<script type="application/ld+json">{"@type":"Article",'
        '"headline":"NASA&amp;#8217;s plan\\n &lt;em&gt;B&lt;/em&gt;"}</script>'
    )
    assert title_of(page, source()) == "NASA’s plan B"


def test_candidates_with_similar_text_support_each_other(structured: Read, source: Sources) -> None:
    page = structured(
        "<meta property='og:title' content='Forty states sign Moon treaty in Geneva'>"
        "<h2 class='entry-title'>Forty states sign a Moon treaty in Geneva</h2><h1>Special report on the"
        " week</h1><h1>More</h1>"
    )
    assert "Moon treaty in Geneva" in title_of(page, source())


def test_the_outlet_name_is_used_where_there_is_no_other_title(structured: Read, source: Sources) -> None:
    assert title_of(structured("<title>Orbit Courier</title><p>x"), source()) == "Orbit Courier"
    assert title_of(structured("<p>x"), source(), title="Orbit Courier") == "Orbit Courier"


@pytest.mark.parametrize(
    "heading",
    [
        "<span class='kicker'>Space law</span> <span>Forty states sign a treaty</span>",
        "Forty states sign a treaty <span class='badge'>Premium</span>",
        "<span class='sr-only'>Article: </span>Forty states sign a treaty",
        "Forty states sign a treaty<small>What the ministers agreed on</small>",
    ],
)
def test_kickers_and_badges_are_removed_from_the_headline(structured: Read, source: Sources, heading: str) -> None:
    head = "<meta property='og:title' content='Forty states sign a treaty'>"
    assert title_of(structured(f"{head}<h1>{heading}</h1><p>x"), source()) == "Forty states sign a treaty"
    assert "treaty" in title_of(structured(f"<h1>{heading}</h1><p>x"), source())


def test_the_sign_of_a_link_to_the_headline_is_no_part_of_it(structured: Read, source: Sources) -> None:
    page = structured(
        "<title>Debris talks end | Courier</title><h1>Debris talks end <a href='#top'>#</a></h1><p>text</p>"
    )
    assert title_of(page, source()) == "Debris talks end"


@pytest.mark.parametrize("section", ["Press Releases", "News", "Pressemitteilungen", "新闻中心"])
def test_the_name_of_a_section_is_not_a_headline(structured: Read, source: Sources, section: str) -> None:
    head = f"<title>{section} | Orbit Courier</title><h1>{section}</h1>"
    assert (
        title_of(structured(f"{head}<h2>Forty states sign a treaty</h2><p>x"), source()) == "Forty states sign a treaty"
    )
    linked = "<h3><a href='/a'>Forty states sign a treaty</a></h3>"
    assert section in title_of(structured(f"{head}{linked}<p>x"), source())


def test_the_only_heading_of_the_article_outweighs_titles_for_search_engines(structured: Read, source: Sources) -> None:
    page = structured(
        "<title>Best treaty options for small states</title><meta property='og:title' content='Treaty options'>"
        "<h1>Choosing a treaty: the Moon versus everything else</h1><h2>Which are the best treaty options?</h2>"
    )
    assert title_of(page, source()) == "Choosing a treaty: the Moon versus everything else"


def test_a_colon_of_the_visible_headline_is_kept_if_metadata_is_cut_there(structured: Read, source: Sources) -> None:
    headline = "小型衛星の規則を比べてみた：さらば空白、さらば混雑"
    page = structured(
        f"<meta property='og:title' content='小型衛星の規則を比べてみた'><title>{headline}</title><h1>{headline}</h1>"
    )
    assert title_of(page, source()) == headline


def test_a_section_joined_by_a_hyphen_is_removed_if_other_metadata_omits_it(structured: Read, source: Sources) -> None:
    page = structured(
        "<title>위성 규칙 협의 끝났다-정치</title><meta property='og:title' content='위성 규칙 협의 끝났다-정치'>"
        "<meta name='parsely-title' content='위성 규칙 협의 끝났다'>"
    )
    assert title_of(page, source()) == "위성 규칙 협의 끝났다"


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("UK Space Agency", "UK Space Agency publishes plan"),
        ("UK Space Agency", "New chief for UK Space Agency"),
        ("Orbit Courier", "Orbit Courier wins an award"),
        ("Ministry of Science and ICT", "Ministry of Science and ICT opens space office"),
        ("国家航天局", "国家航天局发布新规"),
    ],
)
def test_a_headline_with_the_name_of_its_agency_is_one(
    structured: Read, source: Sources, name: str, headline: str
) -> None:
    menu = "<header><h2>Menu of this site</h2></header>"
    shown = f"{menu}<main><h1>{headline}</h1><p>It is from today.</p><h2>Notes to editors</h2><p>x</p></main>"
    for tag in (headline, f"{headline} | GOV.EXAMPLE", f"{headline} - {name}"):
        page = structured(f"<title>{tag}</title>{shown}")
        assert title_of(page, source(name=name)) == headline
        assert title_of(page, source(name=name), title=headline) == headline


@pytest.mark.parametrize("front", ["Welcome to Orbit Courier", "Orbit Courier News", "The Orbit Courier official site"])
def test_the_name_of_an_outlet_with_words_of_a_website_is_no_headline(
    structured: Read, source: Sources, front: str
) -> None:
    page = structured(f"<title>{front}</title><h1>{front}</h1><h2>Forty states sign a treaty</h2><p>x</p>")
    assert title_of(page, source(), title="Forty states sign a treaty") == "Forty states sign a treaty"
