"""Who wrote the article: persons, in the order the outlet gives.

Places are asked from the surest to the weakest: the source's rule, JSON-LD, the endpoint that led here, meta elements,
properties and byline markup, the byline written beside the headline. The first that gives a full name decides; an
account name ("jdoe") is only taken where no place gives one. A machine-readable place that names all of them and more
completes the list (JSON-LD often carries the first of several). An organisation that JSON-LD names is the author when
no person is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import lxml.html

from archive.records import Lead
from crawler.extract import json_ld
from crawler.extract.headline import Line
from crawler.extract.json_ld import Node
from crawler.extract.names import inverted, people, split
from crawler.extract.site_names import SiteNames
from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.wording import content, key

_META = (
    "author", "article:author", "article:author_name", "article.author", "parsely-author", "sailthru.author", "cxenseparse:author",
    "content-creator", "dc.creator", "dcterms.creator", "dc.creator.name", "og:article:author", "og:author", "byl", "lrt_authors",
    "bt:author", "article_author", "author.name", "lp.article:author", "dable:author", "creator", "bc:authors", "qc:author",
    "analyticsattributes.author", "its_author", "twitter:data1",
)  # fmt: skip
_CITATION = ("citation_author", "citation_authors", "dcterms.contributor")
_BYLINE = re.compile(r"byline|autho?r|auteur|contributor", re.IGNORECASE)
_WHOLE = frozenset({"html", "article", "main", "section", "header", "picture", "time"})
_NOT_BYLINE = re.compile(
    r"bio|avatar|image|img|photo|follow|social|desc|about|more|title|role|job|twitter|link-?list|box|card|date|time|count|meta-?data|email|comment",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(r"name|fn\b|link|url", re.IGNORECASE)
_WRITTEN = re.compile(
    r"^(?:by|written by|posted by|words by|story by|von|par|por|di|texte?|text|автор|текст|作者|記者|记者|文|著者|door|av|af|przez|oleh|लेखक|بقلم|autor\w*|author)\b\s?[:：/]?\s*\S|\s기자$|^기자\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Authors:
    """Names in order and the method that gave them; both empty when no one is named."""

    names: tuple[str, ...]
    method: str


def read_authors(
    structured: Structured, names: SiteNames, lead: Lead, beside: Sequence[Line], selector: str = ""
) -> Authors:
    """Choose the authors. `beside` are the lines around the headline, `selector` the source's own rule."""
    chosen: Authors | None = None
    handle: Authors | None = None
    for method, texts, trusted in _places(structured, lead, beside, selector):
        if chosen and method not in _MACHINE:
            break
        found = people(texts, names, trusted=trusted)
        if not found:
            continue
        if chosen and _completes(found, chosen.names):
            return Authors(found, method)
        if not chosen and any(not _is_handle(name) for name in found):
            chosen = Authors(found, method)
        handle = handle or Authors(found, method)
    return chosen or handle or Authors((), "")


_MACHINE = ("json-ld", "meta", "feed", "api", "sitemap")


def _completes(found: Sequence[str], known: Sequence[str]) -> bool:
    keys = {key(name) for name in found}
    return len(known) < len(found) <= 8 and all(key(name) in keys for name in known)


def _is_handle(name: str) -> bool:
    """Whether a name is an account ("jdoe", "KatieS") rather than how a person signs: any full name is better."""
    return " " not in name and name.isascii()


def _places(
    structured: Structured, lead: Lead, beside: Sequence[Line], selector: str
) -> Iterator[tuple[str, list[str], bool]]:
    if selector:
        yield "rule", [content(element, 300) for element in structured.tree.cssselect(selector)[:10]], True
    yield "json-ld", _node_names(structured)[0], True
    yield lead.found_by or "listing", list(lead.authors), True
    citations = [inverted(value) for name in _CITATION for value in structured.meta.get(name, ())]
    yield "meta", citations, True
    metas = [[v for v in structured.meta.get(name, ()) if not v.startswith(("http", "/", "www."))] for name in _META]
    shown = key(" ".join(line.text for line in beside[:30]))
    for values in sorted(filter(None, metas), key=lambda values: not _is_shown(values[0], shown)):
        yield "meta", values, True
    for strict in (True, False):
        yield "microdata", _marked(structured, strict=strict), True
        yield "byline", _linked(structured, strict=strict), True
        yield "byline", _bylines(structured, strict=strict), False
    yield "text", list(_written(beside)), False
    yield "json-ld", _node_names(structured)[1], True


def _is_shown(value: str, shown: str) -> bool:
    """Whether the page shows this name beside the headline: of several stated authors that one signs."""
    names = [key(name) for name in split(value)]
    return bool(names) and names[0] in shown


def _marked(structured: Structured, *, strict: bool) -> list[str]:
    """The names in elements that a property or a rel calls the author."""
    return [
        _mark_name(mark.element)
        for mark in structured.marks
        if mark.name in ("author", "creator") and not outside(mark.element, by_tag=strict)
    ][: None if strict else 4]


def _node_names(structured: Structured) -> tuple[list[str], list[str]]:
    """The persons and the organisations that the article's node names as its authors."""
    by_id = {node["@id"]: node for node in structured.nodes if isinstance(node.get("@id"), str)}
    people_stated: list[str] = []
    groups: list[str] = []
    for name in ("author", "creator"):
        stated = structured.article.get(name)
        for entry in stated if isinstance(stated, list) else [stated]:
            node = (
                by_id.get(str(entry.get("@id")), entry)
                if isinstance(entry, dict) and not entry.get("name")
                else entry
            )
            if isinstance(node, dict) and json_ld.types(node) & {"Organization", "NewsMediaOrganization"}:
                groups += _name(node)
            else:
                people_stated += _name(node)
        if people_stated or groups:
            break
    return people_stated, groups


def _name(entry: object) -> list[str]:
    if isinstance(entry, dict):
        node: Node = entry
        full = json_ld.strings(node.get("name"))
        return full or [
            " ".join(
                filter(None, (json_ld.first(node.get("givenName")), json_ld.first(node.get("familyName"))))
            )
        ]
    return [text for text in json_ld.strings(entry) if not text.startswith("http")]


def _mark_name(element: lxml.html.HtmlElement) -> str:
    inner = element.xpath(".//*[@itemprop='name' or @property='name' or @property='schema:name']")
    if inner:
        return inner[0].get("content") or content(inner[0], 200)
    return element.get("content") or content(element, 200)


def _linked(structured: Structured, *, strict: bool) -> list[str]:
    """The texts of links to authors' pages: the first and those that stand beside it."""
    found: list[lxml.html.HtmlElement] = []
    for link in structured.tree.xpath(_AUTHOR_LINK)[:60]:
        if not _AUTHOR_PATH.search(link.get("href") or "") or not content(link, 100) or outside(link, by_tag=strict):
            continue
        if found and _ancestor(found[0]) is not _ancestor(link):
            break
        found.append(link)
    return [content(link, 100) for link in found[:8]]


_AUTHOR_LINK = "//a[contains(@href,'aut') or contains(@href,'/by/') or contains(@href,'people') or contains(@href,'profile') or contains(@href,'reporter') or contains(@href,'journalist') or contains(@href,'contributor') or contains(@href,'writer') or contains(@href,'staff')]"
_AUTHOR_PATH = re.compile(
    r"[/_?](?:authors?|autor(?:en|es|i)?|auteurs?|autori|by|people|profiles?|reporters?|journalists?|contributors?|writers?|staff|redakteure?)[/=](?!$)", re.IGNORECASE
)


def _ancestor(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    parent = element.getparent()
    return parent.getparent() if parent is not None else None


def _written(beside: Sequence[Line]) -> Iterator[str]:
    """What stands after a byline's label in a line of its own, or on the lines after a bare label."""
    expected = 0
    for at, line in enumerate(beside):
        text = line.text
        if expected and len(text) <= 80:
            yield text
        label = _BARE_LABEL.match(text)
        expected = (4 if label[1] else 1) if label else max(0, expected - 1)
        if at < _CLOSE and len(text) <= 160 and _WRITTEN.search(text):
            yield text


_CLOSE = 20
_BARE_LABEL = re.compile(r"^(?:(?:article|written|story|words|posted) by|by|author(s|\(s\))?|von|autor(?:en|es)?|par|por|автор|作者|記者|著者)\s?:?$", re.IGNORECASE)


def _bylines(structured: Structured, *, strict: bool) -> list[str]:
    """The texts of byline markup inside the article, innermost names first; the first element that names decides."""
    wide: list[str] = []
    bylines = (entry for entry in structured.named if _BYLINE.search(entry[0]) and entry[1].tag not in _WHOLE)
    for classes, element in islice(bylines, 60):
        if _NOT_BYLINE.search(classes) or outside(element, by_tag=strict):
            continue
        links = [content(link, 100) for link in element.xpath(".//a[@href]")[:8]]
        linked = [text for text in links if text and len(split(text)) >= 1]
        text = content(element, 300)
        if linked and len(" ".join(linked)) > 0.4 * len(text):
            return linked
        if 0 < len(text) <= 120:
            wide.append(text)
    return wide[:1]
