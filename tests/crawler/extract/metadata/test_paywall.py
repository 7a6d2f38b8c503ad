"""Whether the text is the full article follows from the page's metadata and from where the text stops."""

from collections.abc import Callable

import pytest

from archive.records import Article
from crawler.extract.article import extract
from crawler.extract.metadata.paywall import breaks_off, read_access
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page import Page

Read = Callable[..., Structured]
Pages = Callable[..., Page]
TEXT = "Delegates met in Geneva to talk about orbits. " * 40


def ld(body: str) -> str:
    node = f'{{"@type":"NewsArticle","headline":"Talks",{body}}}'
    return f'<script type="application/ld+json">{node}</script><title>Talks</title>'


@pytest.mark.parametrize(
    "html",
    [
        ld('"isAccessibleForFree": false'),
        ld('"isAccessibleForFree": "False"'),
        ld('"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".paid"}'),
        "<meta property='article:content_tier' content='locked'>",
        "<meta property='article:content_tier' content='metered'>",
    ],
)
def test_a_page_that_declares_itself_locked_is_paywalled(structured: Read, html: str) -> None:
    assert read_access(structured(html), TEXT) == "paywalled"


def test_a_locked_article_with_its_full_text_is_full(structured: Read) -> None:
    page = structured(ld(f'"isAccessibleForFree": false, "wordCount": {len(TEXT.split())}'))
    assert read_access(page, TEXT) == "full"


def test_a_text_much_shorter_than_its_word_count_is_an_excerpt(structured: Read) -> None:
    assert read_access(structured(ld('"wordCount": 2000')), TEXT) == "excerpt"
    assert read_access(structured(ld('"wordCount": 330')), TEXT) == "full"


@pytest.mark.parametrize(
    "end",
    [
        "Subscribe to continue reading.",
        "Jetzt weiterlesen mit Plus",
        "Il vous reste 70% de cet article à lire.",
        "この記事は有料会員限定です。残り 1200文字",
    ],
)
def test_a_short_text_that_ends_with_a_subscription_offer_is_paywalled(structured: Read, end: str) -> None:
    assert read_access(structured("<p>x"), f"Delegates met in Geneva.\n\n{end}") == "paywalled"


@pytest.mark.parametrize(
    "offer",
    [
        "<h3>Register for free to continue reading</h3><form><input type=email></form>",
        "<h3>Continue reading with a subscription</h3>",
        "<div>Join now to unlock the full story</div>",
        "<h2>This post is for paid subscribers</h2><a href='/subscribe'>Subscribe</a>",
        "<h3>This article is for subscribers only</h3><button>Choose a plan</button>",
    ],
)
def test_an_offer_to_read_on_after_a_short_text_makes_it_paywalled(page: Pages, offer: str) -> None:
    said = [f"<p>Delegate {n} spoke in Geneva of orbits, of debris and of money for it.</p>" for n in range(30)]
    hidden = f"<div style='display:none'><p>{TEXT[:300]}</p></div>"

    def access(*parts: str) -> str:
        story = f"<title>Talks</title><main><article><h1>Talks</h1>{''.join(parts)}</article></main>"
        article = extract(page(f"{story}<footer><p>© 2031 Courier</p></footer>"))
        assert isinstance(article, Article)
        return article.access

    wall = f"<div class='regwall'>{offer}</div>"
    assert access(*said[:5], wall) == "paywalled"
    assert access(*said[:5], hidden, wall) == "paywalled"
    assert access(*said, wall) == "full"


def test_a_text_that_ends_in_an_ellipsis_is_an_excerpt(structured: Read) -> None:
    assert read_access(structured("<p>x"), "Delegates met in Geneva and […]") == "excerpt"


def test_a_plain_page_is_full(structured: Read) -> None:
    assert read_access(structured("<p>x"), TEXT) == "full"


PAGE = b"<!doctype html><html><body><p>Delegates met in Geneva.</p></body></html>"


@pytest.mark.parametrize(
    "length", [len(b"<!doctype html><html><body><p>Delegates m"), -len(b"</p></body></html>"), -10]
)
def test_a_page_that_ends_within_a_text_or_a_tag_breaks_off(length: int) -> None:
    assert breaks_off(PAGE[:length])


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE + b"\n<!-- cached -->\n\0",
        PAGE + b" served in 3 ms",
        b"<!doctype html><body><p>Without end tags.<script>1</script>",
        b"Talks in Geneva.",
        b"",
        PAGE.decode().encode("utf-16"),
    ],
)
def test_a_page_that_ends_otherwise_does_not(page: bytes) -> None:
    assert not breaks_off(page)
