"""The links of a page, gathered by address, and which of them lead to articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.discovery.listing.link_title import in_heading, is_headline, title_in
from crawler.discovery.urls import clean, same_site, shape
from crawler.html.regions import links_of_the_site

MAX_LINKS = 5_000
ENOUGH = 4  # points that make a link an article's
_ROW = 3  # so many links of one kind are a row
_CARD_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Link:
    """One address and the elements that link to it, in the order of the page."""

    url: str
    elements: tuple[HtmlElement, ...]
    nofollow: bool = False

    def card(self, links: set[HtmlElement]) -> HtmlElement:
        """Return the largest element around the first link without a link of another address among `links`."""
        card = self.elements[0]
        for around, _ in zip(card.iterancestors(), range(_CARD_LEVELS), strict=False):
            if around.tag in ("body", "html", "main", "ul", "ol", "tbody", "table", "dl"):
                break
            if any(element in links and element not in self.elements for element in around.iter("a", *_onclick(self))):
                break
            card = around
        return card


def _onclick(link: Link) -> tuple[str, ...]:
    """Return the tags other than `a` that links of this page may be: where they are script calls, any."""
    return tuple({str(element.tag) for element in link.elements} - {"a"})


def gathered(elements: Iterable[HtmlElement], base: str, page: str) -> list[Link]:
    """Return one Link for each address that the elements lead to, except the page itself."""
    found: dict[str, list[HtmlElement]] = {}
    here = page.partition("#")[0].rstrip("/")
    for number, element in enumerate(elements):
        if number >= MAX_LINKS:
            break
        link = element.get("href") or ""
        url = clean(link, base) if link and not link.startswith("#") else ""
        if url and url.rstrip("/") != here:
            found.setdefault(url, []).append(element)
    return [Link(url, tuple(several), all(map(is_nofollow, several))) for url, several in found.items()]


def is_nofollow(element: HtmlElement) -> bool:
    """Return whether a link asks robots not to follow it (rel=nofollow)."""
    return "nofollow" in (element.get("rel") or "").lower().split()


def likely_articles(tree: HtmlElement, links: list[Link], page: str) -> list[Link]:
    """Return those of the links that probably lead to articles of the site, by address, words, place and company.

    Parts of the page that only their class or id distinguishes are left out first; where nothing is left, they
    count.
    """
    of_site = [link for link in links if same_site(link.url, page) and shape(link.url) >= 0]
    for by_name in (True, False):
        outside = links_of_the_site(tree, by_name=by_name)
        inside = [link for link in of_site if not all(element in outside for element in link.elements)]
        if chosen := _in_rows(inside):
            return chosen
    return []


def _in_rows(links: list[Link]) -> list[Link]:
    elements = {element for link in links for element in link.elements}
    marks = {link.url: _marks(link, elements) for link in links}
    points = {link.url: shape(link.url) + sum(marks[link.url]) for link in links}
    rows = Counter(_kind(link) for link in links if points[link.url] >= ENOUGH - 1)
    # An extra point is required of a link that no words of a headline describe: a picture, a "read more".
    return [
        link
        for link in links
        if points[link.url] + (rows[_kind(link)] >= _ROW) >= ENOUGH + (0 if marks[link.url][0] else 1)
    ]


def _marks(link: Link, links: set[HtmlElement]) -> tuple[int, int, int]:
    """Return the points of a link for words of a headline, for a heading, and for an article around it.

    A "read more" or a picture is described by the heading of its card; in a row of such cards that is enough.
    """
    worded = any(is_headline(" ".join("".join(element.itertext()).split())) for element in link.elements)
    headed = any(in_heading(element) for element in link.elements)
    if not worded and not headed:
        worded = is_headline(title_in(link.card(links)))
    in_article = any(next(element.iterancestors("article"), None) is not None for element in link.elements)
    return 2 * worded, 2 * headed, int(in_article)


def _kind(link: Link) -> tuple[str, ...]:
    """Return what links of one row have in common: the tags and first classes of the elements around them."""
    element = link.elements[-1]
    around = [element, *list(element.iterancestors())[:3]]
    return tuple(f"{e.tag!s}.{(e.get('class') or '').split(' ')[0].rstrip('0123456789')}" for e in around)
