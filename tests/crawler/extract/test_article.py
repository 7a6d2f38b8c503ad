"""A page yields one article with its provenance, or one reason why not, and never an exception."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import shake_256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.records import Article, Lead, Rejection
from crawler.catalogue.source import Rule, Source
from crawler.extract.article import extract
from crawler.extract.page import Page
from crawler.html import limits
from crawler.html.limits import ExtractionLimitError, page_limits

Pages = Callable[..., Page]
Sources = Callable[..., Source]

FULL = """<html lang="en"><head><title>Orbit talks end in Geneva | Orbit Courier</title>
<link rel="canonical" href="/2031/orbit-talks/"><meta property="og:image" content="/i/talks.jpg">
<meta property="og:description" content="Forty states leave with a list of open questions.">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Orbit talks end in Geneva",
"datePublished":"2031-05-02T08:00:00+02:00","articleSection":"Diplomacy",
"keywords":["UN","orbits","Orbit Courier"],
"author":[{"@type":"Person","name":"Ada Quist"}],"publisher":{"name":"Orbit Courier"}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Orbit talks end in Geneva</h1>%s</article>
<footer>© 2031 Orbit Courier</footer></body></html>"""


def test_an_article_is_complete_and_records_the_method_of_each_field(page: Pages, prose: str) -> None:
    article = extract(page(FULL % prose))
    assert isinstance(article, Article)
    assert article.url == "https://courier.example.org/2031/orbit-talks/"
    assert (article.title, article.authors) == ("Orbit talks end in Geneva", ("Ada Quist",))
    assert (article.section, article.tags) == ("Diplomacy", ("UN", "orbits"))
    assert article.summary == "Forty states leave with a list of open questions."
    assert article.image_url == "https://courier.example.org/i/talks.jpg"
    assert (article.language, article.access) == ("en", "full")
    assert article.text.startswith("Delegates from forty states")
    assert article.lines
    assert article.provenance == {
        "url": "canonical", "title": "h1", "text": article.provenance["text"], "authors": "json-ld",
        "published": "json-ld",
        "language": "page", "section": "json-ld", "tags": "json-ld", "summary": "meta", "image": "meta",
    }  # fmt: skip
    assert article.enrichment is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7\n%...", "broken document"), (b"\x89PNG\r\n\x1a\n123", "image/png"),
        (b"PK\x03\x04xx", "application/zip"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "application/xml"),
        (b'{"a": 1}', "application/json"),
        (b"\x00\x01\x02\x03" * 100, "application/octet-stream"),
        (shake_256(b"compressed in a way that nobody knows").digest(3000), "application/octet-stream"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_html_is_identified_by_its_bytes(page: Pages, body: bytes, reason: str) -> None:
    assert extract(page(body, headers={"content-type": "text/html"})) == Rejection("not-article", reason)


def test_an_empty_body_is_a_failure(page: Pages) -> None:
    assert extract(page(b"")) == Rejection("failed", "no html")


def test_the_full_text_of_the_feed_is_used_behind_a_wall(page: Pages, prose: str) -> None:
    wall = "<html><title>Just a moment...</title><body><script>window._cf_chl_opt={}</script></body></html>"
    lead = Lead(
        url="https://courier.example.org/2031/orbit-talks", found_by="feed",
        title="Orbit talks end", html=prose,
        published="Fri, 02 May 2031 06:00:00 GMT", authors=("Ada Quist",), tags=("UN",),
    )  # fmt: skip
    article = extract(page(wall, lead=lead, status=403))
    assert isinstance(article, Article)
    assert (article.title, article.authors, article.tags) == ("Orbit talks end", ("Ada Quist",), ("UN",))
    assert (article.published_at, article.published_method) == ("2031-05-02T06:00:00Z", "feed")
    assert article.provenance["text"] == "feed"
    assert article.url == lead.url
    assert "Just a moment" not in article.text


@pytest.mark.parametrize("body", ["", "no", "%PDF-1.4", '{"error": "forbidden"}', "<p>Forbidden</p>"])
def test_the_full_text_of_the_feed_is_used_if_its_page_is_refused(page: Pages, prose: str, body: str) -> None:
    lead = Lead(url="https://courier.example.org/a", found_by="feed", title="Orbit talks end", html=prose)
    article = extract(page(body, lead=lead, status=403))
    assert isinstance(article, Article)
    assert article.provenance["text"] == "feed"
    teaser = replace(lead, html="<p>Read on.</p>")
    assert extract(page(body, lead=teaser, status=403)) == Rejection("blocked", "http 403")


def test_a_teaser_in_the_feed_is_not_used_behind_a_wall(page: Pages) -> None:
    wall = "<html><title>Just a moment...</title><body><script>window._cf_chl_opt={}</script></body></html>"
    lead = Lead(
        url="https://courier.example.org/a",
        found_by="feed",
        title="Orbit talks end",
        html="<p>Forty states met.</p>",
    )
    found = extract(page(wall, lead=lead))
    assert isinstance(found, Rejection)
    assert found.state == "blocked"


def test_a_missing_page_is_gone_even_with_text_in_the_feed(page: Pages, prose: str) -> None:
    lead = Lead(url="https://courier.example.org/a", found_by="feed", title="Orbit talks end", html=prose)
    assert extract(page("<html><body>none</body></html>", lead=lead, status=410)) == Rejection("gone", "http 410")


@pytest.mark.parametrize("kind", ["application/octet-stream", "application/pdf", "image/png", "text/plain", ""])
def test_a_page_is_read_whatever_its_content_type(page: Pages, prose: str, kind: str) -> None:
    article = extract(page(FULL % prose, headers={"content-type": kind}))
    assert isinstance(article, Article)
    assert article.text[:27] == "Delegates from forty states"


def test_an_old_capture_is_read_by_the_rule_valid_on_its_day(page: Pages, prose: str, source: Sources) -> None:
    rules = (Rule(title=".neu", authors=".wer"), Rule(title=".alt", until="2031-01-31"))
    html = "<h1>Kicker</h1><b class='alt'>The old place</b><b class='neu'>The new place</b>"
    html += f"<i class='wer'>Ada Quist</i>{prose}"
    old = extract(page(html, source=source(rule=rules), fetched_at="2031-01-31T12:00:00Z"))
    new = extract(page(html, source=source(rule=rules), fetched_at="2031-02-01T12:00:00Z"))
    assert isinstance(old, Article)
    assert isinstance(new, Article)
    assert (old.title, new.title) == ("The old place", "The new place")
    assert (new.authors, new.provenance["title"]) == (("Ada Quist",), "rule")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5_000,
        "<p " + "a=1 " * 50_000 + ">",
        "<h1>" + "x" * 500_000,
        "<time>" * 20_000,
        "<a>" * 30_000,
    ],
)
def test_a_malformed_or_huge_page_is_rejected_or_read_without_an_exception(page: Pages, html: str) -> None:
    assert isinstance(extract(page(html)), (Article, Rejection))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            ["<h1>", "</h1>", "<article>", "</p>", "<time datetime='", "'>", "2031-05-02",
             "<meta property='article:published_time' content='",
             "<script type='application/ld+json'>", "</script>", '{"@type":"Article","author":', "[[",
             '"x"', "}", "null", "\x00", "&#xD800;",
             "<link rel=canonical href='http://[", "By Ada Quist", "2031年5月2日", "<!--", "\ud7ff",
             "<svg><title>", "<base href='//x'>"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_page_causes_an_exception(page: Pages, pieces: list[str]) -> None:
    found = extract(page("".join(pieces)))
    assert isinstance(found, (Article, Rejection))
    assert not (isinstance(found, Rejection) and found.reason.startswith("extractor:"))


TEASERS = "".join(
    f"<li><h3><a href='/n/{n}'>Another story of the day, number {n}, in full</a></h3></li>" for n in range(30)
)
SHORT = "<p>Forty states left Geneva on Friday with a list of questions about the lower orbits, and no answers.</p>"
LISTLIKE = f"""<html><head><title>Orbit talks end in Geneva</title></head><body><h1>Orbit talks end in Geneva</h1>
%s{SHORT}<ul>{TEASERS}</ul></body></html>"""


def test_the_time_limit_of_a_page_is_not_taken_for_a_fault_of_the_extractor(
    page: Pages, prose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_REPEAT", 0.05)  # a library may swallow the first alarm
    long = page(f"<html><body><article>{prose * 1000}</article></body></html>")
    with pytest.raises(ExtractionLimitError, match="took longer than"), page_limits(seconds=0.005):
        extract(long)


def test_a_short_article_among_many_teasers_is_recognised_by_its_url_and_date(page: Pages) -> None:
    dated = page(LISTLIKE % "<p>2 May 2031</p>", url="https://courier.example.org/tag/2031/orbit-talks-end-in-geneva/")
    article = extract(dated)
    assert isinstance(article, Article)
    assert article.published_at[:10] == "2031-05-02"
    unnamed = page(LISTLIKE % "<p>2 May 2031</p>", url="https://courier.example.org/tag/world/")
    assert extract(unnamed) == Rejection("not-article", "list page")
    undated = page(LISTLIKE % "", url="https://courier.example.org/tag/orbit-talks-end-in-geneva/")
    assert extract(undated) == Rejection("not-article", "list page")


def test_a_page_found_in_a_feed_is_not_a_list(page: Pages) -> None:
    url = "https://courier.example.org/world/"
    list_like_page = page(
        LISTLIKE % "", url=url, lead=Lead(url=url, found_by="feed", title="Orbit talks end in Geneva")
    )
    assert isinstance(extract(list_like_page), Article)


def test_a_page_that_breaks_off_is_an_excerpt(page: Pages, prose: str) -> None:
    """As one that is longer than its stated Content-Length."""
    whole = FULL % prose
    article = extract(page(whole[: whole.index("</article>") - 40]))
    assert isinstance(article, Article)
    assert (article.access, article.text[:27]) == ("excerpt", "Delegates from forty states")


def test_an_article_without_its_text_is_kept_as_its_summary(page: Pages) -> None:
    article = extract(page(FULL.replace("%s", "<script>load()</script>")))
    assert isinstance(article, Article)
    assert (article.text, article.access) == ("Forty states leave with a list of open questions.", "excerpt")
    assert article.provenance["text"] == "summary"
    undeclared = FULL.replace("%s", "<script>load()</script>").replace("NewsArticle", "Thing")
    assert isinstance(extract(page(undeclared)), Rejection)
