"""The documents that an article links to: reports, communiqués and texts of treaties at the site of the article.

They are often in a box next to the text, so all links of the page count, but not those of its navigation, header and
footer: an annual report that each page links to is no attachment of an article.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html

from archive.records import Lead
from archive.urls.canonical import UrlError, canonical_url
from crawler.catalogue.site_moves import site_of
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import OUTSIDE, names_document, refusal
from crawler.html.document import Document
from crawler.html.text import tokens

_MOST = 20  # of one article: a page with more is a list of documents
_TITLE_WORDS = 4  # from which the text of a link is more than "Download (PDF)"
DOCUMENT_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)
# Landmarks of WAI-ARIA in HTML; header, footer and aside of an article or of the main part belong to it.
_MAIN = ("main", "article")  # elements, and roles
_FRAME, _FRAME_ROLES = ("header", "footer", "aside"), ("banner", "contentinfo", "complementary")


def attachments(document: Document, source: Source) -> tuple[Lead, ...]:
    """Return leads to the documents of an article's page, in the order of the page, each once; the first 20."""
    sites = {site_of(document.url), site_of(source.homepage)}
    has_main = next(document.tree.iter(*_MAIN), None) is not None
    found: dict[str, Lead] = {}
    for link, url in _document_links(document):
        is_wanted = site_of(url) in sites and refusal(source, url) in ("", OUTSIDE)
        if is_wanted and url not in found and _is_of_article(link, has_main=has_main):
            text = " ".join(link.text_content().split())
            title = text if len(tokens(text)) >= _TITLE_WORDS else ""
            found[url] = Lead(url, found_by="attachment", endpoint=document.url, title=title)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _document_links(document: Document) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    for link in document.tree.iter("a"):
        if "nofollow" in (link.get("rel") or "").lower().split():
            continue
        try:
            url = canonical_url(urljoin(document.base, (link.get("href") or "").strip()))
        except (UrlError, ValueError):
            continue
        stated = (link.get("type") or "").strip().lower()
        if stated in DOCUMENT_TYPES or names_document(url):
            yield link, url


def _is_of_article(link: lxml.html.HtmlElement, *, has_main: bool) -> bool:
    is_framed = False
    for element in link.iterancestors():
        role = (element.get("role") or "").lower()
        if element.tag == "nav" or role == "navigation":
            return False
        if element.tag in _MAIN or role in _MAIN:
            return True
        is_framed = is_framed or element.tag in _FRAME or role in _FRAME_ROLES
    return not is_framed and not has_main
