"""Lists and empty shells are not articles; short news, live blogs and articles among teasers are."""

import pytest

from archive.records import Rejection
from crawler.extract.body.body import extract_body
from crawler.extract.page_type.not_article import not_article
from crawler.html.document import parse

TEASER = (
    '<article><h2><a href="/{0}">Agency {0} signs an agreement on launch services</a></h2>'
    "<p>The contract covers several flights over the next years and was announced by both sides "
    "on Monday.</p></article>"
)
PARAGRAPH = (
    "<p>The committee met for the {0}. time this year and agreed on a text that leaves the "
    "disputed paragraph open, "
    "delegates said on Friday after a night of talks.</p>"
)
LIST = "".join(TEASER.format(number) for number in range(12))
STORY = "".join(PARAGRAPH.format(number) for number in range(6))


def rejection(
    html: str, url: str = "https://news.example/2024/a-long-slug-here", headline: str = ""
) -> Rejection | None:
    document = parse(html.encode(), url)
    return not_article(document, extract_body(document), headline)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f'<body class="archive category"><h1>Policy</h1>{LIST}', "https://news.example/category/policy/"),
        (f"<body><h1>Search results</h1>{LIST}", "https://news.example/?s=launch"),
        (f"<body><h1>Latest</h1>{LIST}", "https://news.example/latest-from-the-desk"),
    ],
    ids=["category", "search", "by shape"],
)
def test_a_list_is_not_an_article(body: str, url: str) -> None:
    assert rejection(body, url) == Rejection("not-article", "list page")


def test_an_empty_shell_is_not_an_article() -> None:
    html = '<body><div id="root"></div><script src="/app.js"></script><noscript>Enable JavaScript.</noscript>'
    assert rejection(html) == Rejection("not-article", "empty shell")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/content/17.html", "text in a frame"),
        ("https://news.example/content/17.html", "text in a frame"),
        ("https://video.example/embed/17", "no text"),
        ("http://[", "no text"),
    ],
)
def test_a_page_whose_text_is_in_a_frame_of_the_host_is_refused_for_that(address: str, reason: str) -> None:
    html = f"<body><h1>Agency signs an agreement</h1><iframe src='{address}'></iframe></body>"
    assert rejection(html) == Rejection("not-article", reason)


def test_an_article_among_teasers_is_an_article() -> None:
    assert rejection(f"<body><main><h1>Delegates agree on text</h1>{STORY}</main><section>{LIST}</section>") is None


def test_a_live_blog_is_an_article() -> None:
    posts = "".join(f"<div><h2>Post {number}</h2>{PARAGRAPH.format(number)}</div>" for number in range(12))
    assert rejection(f"<body><h1>Live: the vote</h1><article>{posts}</article>") is None


def test_short_news_is_an_article() -> None:
    html = (
        "<body><h1>Launch moved</h1><p>The launch has been moved from Tuesday to Thursday "
        "because of strong winds at "
        "altitude, the range said in a short notice.</p><p>The new window opens at 04:10 local "
        "time and lasts eleven "
        "minutes. The rocket stays on the pad.</p>"
    )
    assert rejection(html) is None


NOTICE = "<body><h1>Dear readers</h1><p>Our house moves this week, so that nothing can be shown here until Monday.</p>"


@pytest.mark.parametrize(
    "headline", ["Senate adopts the debris resolution", "Der Bundestag beschließt das Weltraumgesetz endgültig"]
)
def test_a_short_page_with_no_word_of_its_headline_is_not_the_article(headline: str) -> None:
    assert rejection(NOTICE, headline=headline) == Rejection("not-article", "page without its headline")


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        (NOTICE, "Readers wait for launch dates"),
        (NOTICE, "On air now"),
        (NOTICE, "卫星互联网监管新规发布"),
        (f"<body><h1>Talks</h1>{STORY}", "Senate adopts the debris resolution"),
        (f'<meta property="og:type" content="article">{NOTICE}', "Senate adopts the debris resolution"),
    ],
    ids=["a word of it", "too few words", "no spaces", "long text", "declared"],
)
def test_a_page_may_differ_from_its_headline(body: str, headline: str) -> None:
    assert rejection(body, headline=headline) is None
