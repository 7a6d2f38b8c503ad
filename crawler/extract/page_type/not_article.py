"""Detect pages served without an error that are not articles: lists, searches, empty shells.

Runs after the body is extracted, because only then it is clear that there is nothing to archive. A short news
item is still an article: a page is rejected for its structure, hardly ever for its length. Evidence that it is
an article (structured data, its type, one body) outweighs every suspicion.
"""

import re
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from archive.records import WITHOUT_HEADLINE, Lead, Rejection
from crawler.extract.body.body import Body
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page_type.headline import has_words_of
from crawler.html.blocks import Blocks
from crawler.html.document import Document
from crawler.html.text import key

# Signs other than the text that a page is one article: the lead, its metadata, the form of its URL.
#
# A page may look like a list (a short news item among thirty teasers) or come without its text (a script would fetch
# it) and still be an article. Then these signs decide, and none of them occurs on lists: they come from the feed,
# from the page's metadata, or from a URL made of the headline's words.

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
)
_OPEN_GRAPH = frozenset({"article", "news", "newsarticle"})
_ADJACENT = 3  # paragraphs
_MIN_SHARED = 3  # words of a headline in a URL from which the URL was made of it


def calls_itself_article(structured: Structured) -> bool:
    """Return whether the page declares an article.

    By JSON-LD (schema.org Article and its subtypes) or Open Graph's og:type.
    """
    return bool(json_ld.types(structured.article) & _ARTICLES) or structured.first("og:type").lower() in _OPEN_GRAPH


def is_one_article(structured: Structured, lead: Lead, title: str, *, dated: bool) -> bool:
    """Return whether a page that looks like a list is an article.

    It is if a feed or an API led to it, or if it is dated and its URL contains its headline.
    """
    return lead.found_by in ("feed", "api") or (dated and _is_named_in_url(title, structured.url))


def _is_named_in_url(title: str, url: str) -> bool:
    path = urlsplit(url).path.rstrip("/")
    slug = set(re.split(r"[^\w]+|_", unquote(path[path.rfind("/") + 1 :]).casefold()))
    words = {word for word in key(title).split() if len(word) > 2}
    return len(words & slug) >= max(_MIN_SHARED, 0.5 * len(words))


_MIN_WORDS = 12  # words (characters in scripts without spaces) below which there is no text
_LIST_PATH = re.compile(
    r"/(?:tags?|category|categories|kategorie|categorie|topics?|themen?|authors?|autor(?:en)?|search|suche|buscar|archive?s?|"
    r"page/\d+|label|keyword|section)(?:/|$)",
    re.IGNORECASE,
)
_LIST_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|cat|tag|paged?|author)=", re.IGNORECASE)
_LIST_BODY = re.compile(r"(?:^|\s)(?:archive|category|tag|search|search-results|author|blog|home|error404)(?:\s|$)")
_ARTICLE_BODY = re.compile(
    r"(?:^|\s)(?:single(?:-\w+)?|singular|postid-\d+|article\w*|node--?type-(?:article|news|story))(?:\s|$)"
)
_ARTICLE_TYPE = re.compile(
    r'"@type"\s*+:\s*+(?:\[\s*+)?"(?:\w*NewsArticle|Article|BlogPosting|Report|LiveBlogPosting|ScholarlyArticle|OpinionNewsArticle)"'
)
_SENTENCE = 60  # characters
_SHORT = 120  # words up to which a page may be a notice
_PARTLY, _MOSTLY = 0.35, 0.6  # shares of prose under linked headings
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))


def not_article(document: Document, body: Body, headline: str) -> Rejection | None:
    """Return the reason why an extracted page is not an article, or None when it is one.

    `headline` is what a feed, an interface or a sitemap calls it: a page with little text that has none of its words
    is what the site serves in place of the article (an error, a notice, an advertisement).
    """
    if body.words < _MIN_WORDS:
        return Rejection("not-article", _reason_of_empty(document, body))
    if body.method not in ("lines", "rule", "layout") or _declares_article(document):
        return None
    if body.words < _SHORT and has_words_of(headline, document) is False:
        return Rejection("not-article", WITHOUT_HEADLINE)
    page = document.blocks
    teasers, share = linked_headings(page), teased(page)
    if teasers >= 5 and _has_list_url_or_class(document) and (share >= _PARTLY or not _has_long_run(page)):
        return Rejection("not-article", "list page")
    if teasers >= 6 and share >= _MOSTLY:
        return Rejection("not-article", "list page")
    return None


def _reason_of_empty(document: Document, body: Body) -> str:
    if linked_headings(document.blocks) >= 5:
        return "list page"
    if any(_is_of_the_host(frame, document.url) for frame in document.tree.iter("iframe", "frame")):
        return "text in a frame"  # of which the address is in the page, and not that of a video or a map
    scripts = sum(1 for _ in document.tree.iter("script"))
    return "empty shell" if body.page_words < 100 and scripts else "no text"


def _is_of_the_host(frame: HtmlElement, url: str) -> bool:
    source = (frame.get("src") or "").strip()
    try:
        return bool(source) and urlsplit(urljoin(url, source)).hostname == urlsplit(url).hostname
    except ValueError:
        return False


def _declares_article(document: Document) -> bool:
    """Return whether the page's metadata or mark-up declares an article."""
    tree = document.tree
    kinds = tree.xpath("//meta[@property='og:type']/@content")
    if any(str(kind).lower() in ("article", "news", "newsarticle") for kind in kinds):
        return True
    classes = _body_classes(document)
    return bool(_ARTICLE_BODY.search(classes) or _ARTICLE_TYPE.search(document.html)) or bool(
        tree.xpath("//*[@itemprop='articleBody']")
    )


def _has_list_url_or_class(document: Document) -> bool:
    address = urlsplit(document.url)
    classes = _body_classes(document)
    return bool(
        _LIST_PATH.search(address.path)
        or _LIST_QUERY.search(address.query)
        or _LIST_BODY.search(classes)
        or address.path in ("", "/")
    )


def _body_classes(document: Document) -> str:
    body = document.tree.find("body")
    return "" if body is None else body.get("class") or ""


def linked_headings(page: Blocks) -> int:
    """Count the headings that are links: the teasers of a list."""
    return sum(_is_linked_heading(page, index) for index in range(len(page.blocks)))


def _is_linked_heading(page: Blocks, index: int) -> bool:
    block = page.blocks[index]
    if block.linked < 0.9 * len(block.text) or len(block.text) < 15:
        return False
    return any(node.tag in _HEADINGS for node in page.chain(block.node)[:2])


def teased(page: Blocks) -> float:
    """Return the share of a page's prose (in characters) directly under a heading that is a link."""
    total = under = 0
    for index, block in enumerate(page.blocks):
        size = len(block.text)
        if size < _SENTENCE or block.linked > 0.4 * size:
            continue
        total += size
        above = range(max(0, index - 2), index)
        under += size if any(_is_linked_heading(page, other) for other in above) else 0
    return under / total if total else 0.0


def _has_long_run(page: Blocks) -> bool:
    """Return whether three paragraphs are adjacent in one element, as in an article and not in a list."""
    run, container = 0, -1
    for block in page.blocks:
        if len(block.text) < 100 or block.linked > 0.4 * len(block.text):
            continue
        parent = page.nodes[block.node].parent
        run = run + 1 if parent == container else 1
        container = parent
        if run >= _ADJACENT:
            return True
    return False
