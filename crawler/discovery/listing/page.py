"""HTML pages that list articles: by the catalogue's selector or pattern, else by a general method.

The general method takes links of the same site whose address, words and place each speak for an article, and
which come in a row of their kind.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archive.records import Lead
from crawler.catalogue.url_patterns import compiled, fits, found_in
from crawler.discovery.decode import content_of, text_of
from crawler.discovery.listing.link_date import near_date
from crawler.discovery.listing.link_title import headline
from crawler.discovery.listing.links import Link, gathered, likely_articles
from crawler.discovery.listing.pagination import next_pages
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.urls import clean, same_site
from crawler.html.document import Document, UnreadableError, parse

MAX_BYTES = 10 * 1024 * 1024
MAX_LEADS = 2_000
# lxml needs a time that grows with the square of the number of attributes.
_OVERGROWN = re.compile(r"<[A-Za-z][^<>]{50000,}>")


def read_listing(
    body: bytes,
    url: str,
    content_type: str = "",
    *,
    link: str = "",
    article_url_re: str = "",
    exclude_url_re: str = "",
    id_re: str = "",
    id_url: str = "",
    listing: str = "",
    page: str = "",
    first: int = 1,
    step: int = 1,
    follow: bool = True,
) -> Found:
    """Return the articles that a page links to, in its order, with headline and date; `more` is the next page.

    `link` is a CSS selector for the links, `id_re` and `id_url` make addresses out of script calls, `listing`
    is the first page; `page`, `first` and `step` are as in crawler.catalogue.source.Listing. Links that
    ask not to be followed are left out, and all of them without `follow`; `nofollow` of the result holds their
    addresses. Raises EndpointError when the body is no HTML, or too large.
    """
    document = _document(body, url, content_type)
    base = _base(document)
    if id_re:
        links = list(_called(document.tree, base, id_re, id_url))
    else:
        links = gathered(_chosen(document.tree, link), base, url)
    links = [found for found in links if not (exclude_url_re and found_in(exclude_url_re, found.url))]
    count = len(links)
    if article_url_re:
        links = [found for found in links if fits(article_url_re, found.url)]
    elif link or id_re:
        links = [found for found in links if same_site(found.url, url)]
    else:
        links = likely_articles(document.tree, links, url)
    wanted = [found for found in links if follow and not found.nofollow]
    elements = {element for found in wanted for element in found.elements}
    return Found(
        leads=tuple(_lead(found, elements, url) for found in wanted[:MAX_LEADS]),
        more=next_pages(document.tree, url, base, listing=listing, page=page, first=first, step=step) if follow else (),
        nofollow=tuple(found.url for found in links if not follow or found.nofollow),
        left_out=max(0, len(wanted) - MAX_LEADS),
        misfits=count - len(links) if article_url_re else 0,
    )


def _document(body: bytes, url: str, content_type: str) -> Document:
    text = text_of(body, url, content_type)
    content = content_of(text)
    if content != "html" and not (content == "text" and "<a" in text):
        raise EndpointError(f"{url} {_REFUSALS.get(content, 'is not an HTML page')}")
    if len(text) > MAX_BYTES:
        raise EndpointError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB")
    try:
        return parse(_OVERGROWN.sub("", text).encode("utf-8", "replace"), url, "text/html; charset=utf-8")
    except UnreadableError as error:
        raise EndpointError(f"{url} is an HTML page that cannot be read ({error})") from error


_REFUSALS = {
    "feed": "is a feed, not an HTML page",
    "sitemap": "is a sitemap, not an HTML page",
    "json": "is JSON, not an HTML page",
    "empty": "is empty",
}


def _base(document: Document) -> str:
    stated = document.tree.find(".//base")
    url = clean(stated.get("href") or "", document.url) if stated is not None else ""
    return url or document.url


def _chosen(tree: HtmlElement, selector: str) -> Iterator[HtmlElement]:
    """Yield the links that a selector chooses: itself, those inside, or the one around. All links without one."""
    if not selector:
        yield from tree.iter("a")
        return
    for element in CSSSelector(selector, translator="html")(tree):
        if element.tag == "a":
            yield element
            continue
        yield from list(element.iter("a")) or islice(element.iterancestors("a"), 1)


def _called(tree: HtmlElement, base: str, id_re: str, id_url: str) -> Iterator[Link]:
    """Yield links that are script calls: the id in `onclick` or a `javascript:` address makes the real address."""
    pattern = compiled(id_re)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        call = " ".join(element.get(name) or "" for name in ("onclick", "href", "data-id"))[:2_000]
        found = pattern.search(call, timeout=0.05) if call.strip() else None
        identity = (found.group(1) if found.groups() else found.group()) if found else ""
        url = clean(urljoin(base, id_url.replace("{id}", identity)), base) if identity else ""
        if url:
            yield Link(url, (element,))


def _lead(link: Link, links: set[HtmlElement], endpoint: str) -> Lead:
    card = link.card(links)
    titles = [headline(element, card) for element in link.elements]
    return Lead(
        url=link.url,
        found_by="listing",
        endpoint=endpoint,
        title=max(titles, key=len, default=""),
        published=near_date(card, link.elements[0]),
    )
