"""Signs beside the text that a page is one article: what led to it, what it states, how its address is made.

A page may look like a list (a short news item among thirty teasers) or come without its text (a script would fetch it)
and still be an article. Then these signs decide, and none of them stands on lists: they come from the feed, from the
page's own declaration, or from an address made of the headline's words.
"""

import re
from urllib.parse import unquote, urlsplit

from archive.records import Lead
from crawler.extract import json_ld
from crawler.extract.structured import Structured
from crawler.extract.wording import key

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
)
_OPEN_GRAPH = frozenset({"article", "news", "newsarticle"})
_SHARED = 3  # words of a headline in an address, from which it was made of it


def calls_itself_article(structured: Structured) -> bool:
    """Whether JSON-LD (schema.org Article and its kinds) or Open Graph's og:type says so."""
    return bool(json_ld.types(structured.article) & _ARTICLES) or structured.first("og:type").lower() in _OPEN_GRAPH


def is_one_article(structured: Structured, lead: Lead, title: str, *, dated: bool) -> bool:
    """Whether a page that looks like a list is an article: a feed or an API led to it, or it is dated and its address
    names its headline.
    """
    return lead.found_by in ("feed", "api") or (dated and _named_in_address(title, structured.url))


def _named_in_address(title: str, url: str) -> bool:
    path = urlsplit(url).path.rstrip("/")
    slug = set(re.split(r"[^\w]+|_", unquote(path[path.rfind("/") + 1 :]).casefold()))
    words = {word for word in key(title).split() if len(word) > 2}
    return len(words & slug) >= max(_SHARED, 0.5 * len(words))
