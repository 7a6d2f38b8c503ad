"""The next page of a list: by what the page declares or its script writes, by its number, or by the catalogue.

Guards: a pager never leads back or off the site, nor into a calendar, which has a next month for ever; and a
page that shows the first one again, as some do past their end, has no next.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.listing.links import is_nofollow
from crawler.discovery.urls import clean, same_site
from crawler.html.vocabulary import words

_ARROWS = "«»‹›→←<>≫≪▶►⟩⟨|·•…. \t\n\u00a0"
_FORWARD = re.compile(r"^\W*(?:»|›|→|>|>>|≫|▶|►|⟩)\W*$")
_PAGER = re.compile(r"pag(?:er|inat|ing|e-?nav|e-numbers|es?\b)|nav-?links|next", re.IGNORECASE)
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:[\s_-]|$)", re.IGNORECASE)
_NOT_A_PAGE = re.compile(r"calendar|kalender|datepicker|tribe|ical|carousel|slick|swiper|slider", re.IGNORECASE)
_CALENDAR = re.compile(
    r"calend[ae]r|kalender|tribe|eventdisplay|ical|[?&](?:month|week|day|year|date|cal)=|/events?/\d{4}",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"^(?:page|paged|p|pg|pn|pageindex|pageno|pagenum|page_num|currentpage|cur|seite|pagina|b_start(?::int)?|start"
    r"|offset|from|skip|begin|first|o|pagen_\d+)$",
    re.IGNORECASE,
)
_IN_PATH = re.compile(
    r"/(?:page|seite|pagina|p|\(archive\)|\(offset\))[/_-](\d{1,6})(?=/|\.|$)|[_/]p?(\d{1,4})\.s?html?$",
    re.IGNORECASE,
)


# TRS WCM, which most sites of Chinese authorities are made with, writes the pager by a script: `index_1.html` is the
# second page of `index.html`. Its templates call a function or set variables.
_TRS_CALL = re.compile(
    r"createPageHTML\(\s*(?:['\"]\w+['\"]\s*,\s*)?(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*['\"]([\w-]{1,40})['\"]\s*,\s*['\"](s?html?)"
)
_TRS_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,5})")
_TRS_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,5})")


def next_pages(
    tree: HtmlElement,
    url: str,
    base: str,
    *,
    listing: str,
    page: str,
    first: int,
    step: int,
) -> tuple[str, ...]:
    """Return the address of the next page as a tuple of one or none.

    `page` is the catalogue's form of the addresses of pages (with `{n}`), which wins over all the page declares;
    `listing` is the address of the first page, `url` that of this one.
    """
    if page:
        return _by_form(url, listing or url, page, first, step)
    number = page_number(url)
    if number and _shows_the_first(tree) and number[1] > 1:
        return ()
    for address in (*_named(tree, base), *_scripted(tree, url), *sorted(_numbered(tree, base, url), key=_number)):
        if _leads_on(address, url):
            return (address,)
    return ()


def page_number(url: str) -> tuple[str, int] | None:
    """Return where an address holds the number of a page, and which; None when it holds none.

    Numbers of articles and offsets count as well: what matters is that they grow.
    """
    parts = urlsplit(url)
    if parts.query.count("&") < 50:
        for key, value in parse_qsl(parts.query, max_num_fields=60):
            if _KEY.match(key) and value.isdecimal() and len(value) <= 7:
                return key.lower(), int(value)
    found = _IN_PATH.search(unquote(parts.path))
    return ("path", int(found.group(1) or found.group(2))) if found else None


def _by_form(url: str, listing: str, page: str, first: int, step: int) -> tuple[str, ...]:
    before, _, after = page.partition("{n}")
    if url.startswith(before) and url.endswith(after):
        middle = url[len(before) : len(url) - len(after)]
        if middle.isdecimal():
            return (page.replace("{n}", str(int(middle) + step)),)
    return (page.replace("{n}", str(first + step)),) if url == listing else ()


def _named(tree: HtmlElement, base: str) -> Iterator[str]:
    """Yield addresses that the page calls the next: in its head, in its links, by their words."""
    for element in tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and not is_nofollow(element):
            yield clean(element.get("href") or "", base)
    for link in tree.iter("a"):
        if link.get("href") and _says_next(link) and not is_nofollow(link) and not _NOT_A_PAGE.search(_names(link)):
            yield clean(link.get("href") or "", base)


def _scripted(tree: HtmlElement, url: str) -> Iterator[str]:
    """Yield the address that the script of a pager would write (TRS)."""
    for script in tree.iter("script"):
        text = (script.text or "")[:20_000]
        count, current = _TRS_COUNT.search(text), _TRS_CURRENT.search(text)
        if call := _TRS_CALL.search(text):
            pages, here, name, ending = int(call[1]), int(call[2]), call[3], call[4]
        elif count and current:
            pages, here, name, ending = int(count[1]), int(current[1]), "index", "html"
        else:
            continue
        if here + 1 < pages:
            yield clean(f"{name}_{here + 1}.{ending}", url)


def _says_next(link: HtmlElement) -> bool:
    text_of_link = " ".join(" ".join(link.itertext()).split())[:80]
    label = link.get("aria-label") or link.get("title") or ""
    if any(text.strip(_ARROWS).lower() in words("next_page") for text in (text_of_link, label) if text):
        return True
    forward = bool(_FORWARD.match(text_of_link)) or bool(_NEXT_CLASS.search(link.get("class") or ""))
    return forward and _PAGER.search(_names(link)) is not None


def _names(link: HtmlElement) -> str:
    near = [link, *list(link.iterancestors())[:4]]
    return " ".join(f"{element.get('class') or ''} {element.get('id') or ''}" for element in near)


def _numbered(tree: HtmlElement, base: str, url: str) -> Iterator[str]:
    """Yield addresses that are this one with a higher number, where the link's text is a number, or asks for more."""
    number = page_number(url)
    for link in tree.iter("a"):
        text_of_link = "".join(link.itertext()).strip()[:80]
        leads_on = text_of_link.strip(_ARROWS).lower() in words("load_more") or _is_number(
            text_of_link, at_least=1 if number else 2
        )
        if not leads_on or is_nofollow(link):
            continue
        address = clean(link.get("href") or "", base)
        found = page_number(address) if address else None
        if found and _without_number(address) == _without_number(url) and found[1] > (number[1] if number else 0):
            yield address


def _is_number(text_of_link: str, at_least: int) -> bool:
    """Return whether a link's text is the number of a page; one without a number in its address is the first itself."""
    return text_of_link.isdecimal() and len(text_of_link) <= 5 and int(text_of_link) >= at_least


def _without_number(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    path = _IN_PATH.sub("", unquote(parts.path)).rstrip("/")
    query = sorted(pair for pair in parse_qsl(parts.query) if not _KEY.match(pair[0])) if parts.query else []
    return path, repr(query)


def _number(url: str) -> int:
    found = page_number(url)
    return found[1] if found else 0


def _leads_on(address: str, url: str) -> bool:
    if not address or address == url or not same_site(address, url) or _CALENDAR.search(address):
        return False
    here, there = page_number(url), page_number(address)
    if not here or (there and there[0] != here[0]):
        return True
    return there[1] > here[1] if there else _without_number(address) != _without_number(url)


def _shows_the_first(tree: HtmlElement) -> bool:
    """Return whether the pager marks the first page as the one that is shown."""
    for element in tree.iter("a", "span", "li", "strong", "em", "b"):
        marked = element.get("aria-current") in ("page", "true") or re.search(
            r"(?:^|[\s_-])(?:current|active)(?:[\s_-]|$)", element.get("class") or ""
        )
        if marked and _PAGER.search(_names(element)):
            digits = re.sub(r"\D", "", "".join(element.itertext()))
            if digits:
                return digits == "1"
    return False
