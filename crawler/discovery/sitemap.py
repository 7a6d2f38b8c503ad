"""Sitemaps (sitemaps.org 0.9): pages, indexes, plain text, and Google's extensions for news and images.

lxml reads the XML and recovers from what is malformed; a document of 50,000 addresses takes half a second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import lxml.etree as etree

from archive.records import Lead
from crawler.discovery.decode import (
    breaks_off,
    content_of,
    from_root,
    in_words,
    refuse_entities,
    text_of,
    without_cut_address,
)
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.text import language, one_line
from crawler.discovery.urls import clean

# Which sitemaps of an index to read, and in which order.
#
# An index of ten years names a hundred sitemaps, of which one or two have changed: those that say so come
# first, and those that say that they have not changed since the last visit are left out.

_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_/.]?(0[1-9]|1[0-2]))?(?:[-_/.]?([0-3]\d))?(?!\d)")
# A year alone may be a number of another kind; a year and a month, set apart, are a date.
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_/](0[1-9]|1[0-2])(?:[-_/]([0-3]\d))?(?!\d)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEWS = re.compile(r"news|latest|recent|aktuell|actualit|noticia", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:^|[/_.-])(?:tags?|categor\w*|taxonom\w*|authors?|users?|images?|videos?|pages?|static|products?|events?"
    r"|topics?|attachments?|media)(?=[/_.-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Child:
    """One sitemap of an index; `modified` is its `lastmod` as stated."""

    url: str
    modified: str = ""


def is_before(stated: str, since: str) -> bool:
    """Return whether a time as stated is of an earlier day than `since`; false for one that is not ISO 8601."""
    return bool(since and _ISO.match(stated)) and stated[:10] < since[:10]


def worth_reading(children: list[Child], since: str) -> tuple[str, ...]:
    """Return the addresses in the order in which they are worth reading, each once.

    First those named after news, then by the time of their last change or the date in their name, newest
    first; then the undated, in the order of the index; last those whose name shows that they list no articles.
    With `since` (ISO 8601) those are left out whose `lastmod` is of an earlier day, or which state none and
    are named after an earlier month.
    """
    wanted = [child for child in children if not _is_older(child, since)]
    return tuple(dict.fromkeys(child.url for child in sorted(wanted, key=_key)))


def _key(child: Child) -> tuple[bool, bool, bool, tuple[int, ...]]:
    path = _path(child)
    day = child.modified[:10] if _ISO.match(child.modified) else _last_day(_DATED.search(path))
    newest_first = tuple(-ord(char) for char in day)
    return bool(_OTHER.search(path)), not _NEWS.search(path), not day, newest_first


def _is_older(child: Child, since: str) -> bool:
    return is_before(child.modified or _last_day(_MONTH.search(_path(child))), since)


def _path(child: Child) -> str:
    return child.url.partition("//")[2].partition("/")[2]


def _last_day(found: re.Match[str] | None) -> str:
    """Return the last day of the period that a name states, or an empty string."""
    if not found:
        return ""
    year, month, day = found.groups()
    return f"{year}-{month or '12'}-{day or '31'}"


MAX_URLS = 50_000  # the limit of sitemaps.org
_ENTRIES = ("{*}url", "{*}sitemap")
_AMPERSAND = re.compile(r"&#(\d{1,9}|[xX][0-9a-fA-F]{1,8});|&(?!(?:amp|lt|gt|quot|apos);)")
_LINE = re.compile(r"https?://\S+", re.IGNORECASE)


def read_sitemap(body: bytes, url: str, content_type: str = "", *, since: str = "") -> Found:
    """Return the pages of a sitemap as leads; `more` are the sitemaps of an index, the newest first.

    With `since` (an ISO 8601 day or instant) pages and sitemaps that were last changed before it are left
    out; whatever states no time stays. `lastmod` is the time of an edit, so it becomes `Lead.modified`.
    Raises EndpointError when the body is no sitemap, declares entities, or is too large.
    """
    text = text_of(body, url, content_type)
    content = content_of(text)
    if content == "text" and _LINE.match(text):
        return Found(leads=_unique(_listed(text, url)), left_out=max(0, text.count("\n") + 1 - MAX_URLS))
    if content != "sitemap":
        raise EndpointError(f"{url} {in_words(_REFUSALS.get(content, 'is not a sitemap'), text)}")
    refuse_entities(text, url)
    leads: list[Lead] = []
    children: list[Child] = []
    is_cut_off = breaks_off(text)
    left_out = 0
    for element in _elements(_mended(from_root(text), is_cut_off=is_cut_off)):
        if len(leads) + len(children) >= MAX_URLS:
            left_out += 1
        elif etree.QName(element).localname == "sitemap":
            children += _child(element, url)
        else:
            leads += _lead(element, url)
    recent = (lead for lead in leads if not is_before(lead.modified, since))
    more = tuple(address for address in worth_reading(children, since) if address != url)
    stated = {child.url: child.modified for child in reversed(children) if child.modified and child.url in more}
    return Found(leads=_unique(recent), more=more, more_modified=stated, left_out=left_out, breaks_off=is_cut_off)


_REFUSALS = {
    "html": "is an HTML page, not a sitemap",
    "feed": "is a feed, not a sitemap",
    "json": "is JSON, not a sitemap",
    "empty": "is empty",
}


def _mended(text: str, *, is_cut_off: bool) -> str:
    """Write `&` as it must be, save in CDATA: a parser that recovers leaves out what follows one."""
    text = without_cut_address(text) if is_cut_off else text
    return "".join(_escaped_outside_cdata(text)) if "&" in text else text


def _escaped_outside_cdata(text: str) -> Iterator[str]:
    """Yield the text piece by piece. A section that is never closed is none, and is looked for only once."""
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0 and (end := text.find("]]>", start)) >= 0:
        yield _AMPERSAND.sub(_reference, text[place:start])
        place = end + len("]]>")
        yield text[start:place]
    yield _AMPERSAND.sub(_reference, text[place:])


def _reference(found: re.Match[str]) -> str:
    """Return the replacement of a `&` that no parser of XML lets pass, with what belongs to it."""
    if found[1]:
        number = int(found[1][1:], 16) if found[1][0] in "xX" else int(found[1])
        is_character = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
        return found[0] if is_character or 0x10000 <= number <= 0x10FFFF else ""
    return "&amp;"


def _elements(text: str) -> Iterator[etree._Element]:
    """Yield the entries of the document, each freed when the next is asked for."""
    source = BytesIO(text.encode("utf-8", "replace"))
    parser = etree.iterparse(
        source,
        events=("end",),
        tag=_ENTRIES,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        encoding="utf-8",
    )
    try:
        for _, element in parser:
            yield element
            element.clear(keep_tail=False)
            _forget_before(element)
    except etree.XMLSyntaxError:
        return  # what came before the damage has been read


def _forget_before(element: Any) -> None:
    """Free the entries that were read; whatever else precedes it belongs to an entry that was never closed."""
    parent = element.getparent()
    while (before := element.getprevious()) is not None and before.tag == element.tag:
        parent.remove(before)


def _child(element: Any, base: str) -> list[Child]:
    address = clean(_text(element, "loc"), base)
    return [Child(url=address, modified=_text(element, "lastmod"))] if address else []


def _lead(element: Any, base: str) -> list[Lead]:
    """Return the lead of one `url` element. Children are looked at once, as most have only two."""
    lead = Lead(url="", found_by="sitemap", endpoint=base)
    known: dict[str, Any] = {}
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        name = tag.rpartition("}")[2]
        if name == "loc":
            known["url"] = clean(child.text or "", base)
        elif name == "lastmod":
            known["modified"] = one_line(child.text or "")
        elif name == "news":
            known |= _news(child)
        elif name == "image" and "image_url" not in known:
            known["image_url"] = clean(_text(child, "loc"), base)
    return [replace(lead, **known)] if known.get("url") else []


def _news(news: Any) -> dict[str, Any]:
    """Return title, time, language and keywords of the Google News extension."""
    keywords = (one_line(word) for word in _text(news, "keywords").split(","))
    return {
        "title": _text(news, "title"),
        "published": _text(news, "publication_date"),
        "language": language(_text(news, "language")),
        "tags": tuple(dict.fromkeys(word for word in keywords if word)),
    }


def _text(element: Any, name: str) -> str:
    found = element.find(f".//{{*}}{name}")
    return one_line(found.text or "") if found is not None else ""


def _listed(text: str, base: str) -> Iterator[Lead]:
    for line in text.splitlines()[:MAX_URLS]:
        if _LINE.fullmatch(line.strip()) and (address := clean(line, base)):
            yield Lead(url=address, found_by="sitemap", endpoint=base)


def _unique(leads: Any) -> tuple[Lead, ...]:
    found: dict[str, Lead] = {}
    for lead in leads:
        found.setdefault(lead.url, lead)
    return tuple(found.values())
