"""Collect all machine-readable metadata of a page in one pass over the tree.

Sources: HTML meta and link elements, Open Graph and its article namespace, Dublin Core, JSON-LD, HTML microdata
(itemprop), RDFa Lite (property), and the hAtom/h-entry class names. Nothing is judged here: the module of each
field decides how far to trust a value. Trafilatura reads the same in 20 ms because it walks the tree once per
field.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import lxml.etree as etree
import lxml.html

from crawler.extract.metadata import json_ld
from crawler.extract.metadata.author_links import leads_to_person
from crawler.extract.metadata.json_ld import Node, main_node
from crawler.extract.state.story import Story
from crawler.html.document import Document
from crawler.html.text import content, plain

_IGNORED_TAGS = frozenset({"meta", "link", "script", "style", "img", "svg", "path"})
_TIMESTAMPS = ("data-timestamp", "data-time", "data-date", "data-datetime", "data-published")
_TEST_IDS = frozenset(  # what a front end whose classes are made ("css-1x2y3z") calls its elements by
    {"data-testid", "data-test-id", "data-test", "data-qa", "data-component", "data-hook", "data-automation-id"}
)
_MARK_ATTRIBUTES = frozenset({"itemprop", "property", "rel", *_TIMESTAMPS})
_RELEVANT_NAMES = re.compile(
    r"title|head|dat|time|publi|post|submitted|fecha|updated|issued|meta|info|byline|author|autor|auteur|contributor|writ"
    r"|reporter|journalist|columnist|redakt|redact|verfasser|periodista|firma|skribent|forfatter|yazar|muhabir|penulis"
)
_MAX_ITEMS = 400
_MAX_ELEMENTS = 30_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A property that mark-up in the body names: an `itemprop`, an RDFa `property`, a microformat class."""

    name: str
    element: lxml.html.HtmlElement

    @property
    def value(self) -> str:
        for attribute in ("content", "datetime"):
            stated = self.element.get(attribute)
            if stated:
                return plain(stated)
        if self.element.tag == "abbr" and self.element.get("title"):
            return plain(self.element.get("title") or "")
        return content(self.element, 300)


@dataclass(frozen=True, slots=True)
class Structured:
    """The machine-readable metadata of a page.

    `article` is the JSON-LD node of this page's article, `{}` without one; `named` are the elements of the body
    with a class name or an id that may refer to headline, date or author, with these names, in document order;
    `person_links` are its links to pages of authors or staff.
    """

    url: str
    tree: lxml.html.HtmlElement
    document: Document
    nodes: tuple[Node, ...] = ()
    article: Node = field(default_factory=dict)
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    times: tuple[lxml.html.HtmlElement, ...] = ()
    headings: tuple[lxml.html.HtmlElement, ...] = ()
    scripts: tuple[lxml.html.HtmlElement, ...] = ()
    title: str = ""
    named: tuple[tuple[str, lxml.html.HtmlElement], ...] = ()
    person_links: tuple[lxml.html.HtmlElement, ...] = ()
    story: Story | None = None

    @property
    def lines(self) -> list[str]:
        """The visible text, which shows whether it is worth searching for the element of a line."""
        return self.document.lines

    def first(self, *names: str) -> str:
        """Return the first value among meta names, in the order of the names."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def node_text(self, *names: str) -> str:
        """Return the first string among properties of the article node."""
        return next((plain(text) for name in names if (text := json_ld.first(self.article.get(name)))), "")


def read(document: Document) -> Structured:
    """Collect all metadata; no page can cause an exception."""
    tree = document.tree
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    blocks: list[str] = []
    scripts: list[lxml.html.HtmlElement] = []
    times: list[lxml.html.HtmlElement] = []
    headings: list[lxml.html.HtmlElement] = []
    title = ""
    for element in tree.iter("meta", "link", "script", "time", "h1", "h2", "title"):
        tag = element.tag
        if tag == "meta":
            _add_meta(meta, element)
        elif tag == "link":
            for rel in (element.get("rel") or "").lower().split():
                links.setdefault(rel, []).append((element.get("href") or "").strip())
        elif tag == "script":
            if "ld+json" in (element.get("type") or ""):
                blocks.append(element.text or "")
            else:
                scripts.append(element)
        elif tag == "time":
            times.append(element)
        elif tag == "title":
            title = title or ("" if _in_picture(element) else content(element, 1_000))
        else:
            headings.append(element)
    nodes = tuple(json_ld.nodes(blocks))
    body = _read_body(tree)
    titles = [title, *meta.get("og:title", ()), *(content(h, 400) for h in headings[:4] if h.tag == "h1")]
    addresses = [document.url, *links.get("canonical", ()), *meta.get("og:url", ())]
    return Structured(
        url=document.url,
        tree=tree,
        document=document,
        nodes=nodes,
        article=main_node(nodes, titles, addresses),
        meta={name: tuple(values) for name, values in meta.items()},
        links={rel: tuple(hrefs) for rel, hrefs in links.items()},
        marks=body.marks,
        times=tuple(times[:_MAX_ITEMS]),
        headings=tuple(headings[:_MAX_ITEMS]),
        scripts=tuple(scripts[:_MAX_ITEMS]),
        title=title,
        named=body.named,
        person_links=body.person_links,
    )


def _add_meta(meta: dict[str, list[str]], element: lxml.html.HtmlElement) -> None:
    stated = element.get("content")
    if not stated or not stated.strip():
        return
    stated_as = ((element.get(attribute) or "").strip().lower() for attribute in ("property", "name", "itemprop"))
    names = dict.fromkeys(filter(None, stated_as))
    fields = _parsely_fields(stated) if "parsely-page" in names else ((name, stated) for name in names)
    for name, value in fields:
        if value.strip() and len(values := meta.setdefault(name, [])) < 50:
            values.append(plain(value))


def _parsely_fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of the JSON in a `parsely-page` element under the names of Parse.ly's other meta elements.

    Parse.ly documents both forms. Many sites of 2012 to 2020 state their authors in this one only.
    """
    for page in json_ld.documents(text):
        if isinstance(page, dict):
            for author in json_ld.strings(page.get("authors") or page.get("author"))[:50]:
                yield "parsely-author", author
            yield "parsely-pub-date", json_ld.first(page.get("pub_date"))


def _in_picture(element: lxml.html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in ("head", "html", "body")


_CLASS = re.compile(r"(?:^|\s)(published|updated|dt-published|dt-updated)(?=\s|$)")


class _Body(NamedTuple):
    marks: tuple[Mark, ...]
    named: tuple[tuple[str, lxml.html.HtmlElement], ...]
    person_links: tuple[lxml.html.HtmlElement, ...]


def _read_body(tree: lxml.html.HtmlElement) -> _Body:
    """Walk the body once, in Python: three times as fast as XPath with the same conditions."""
    marks: list[Mark] = []
    named: list[tuple[str, lxml.html.HtmlElement]] = []
    person_links: list[lxml.html.HtmlElement] = []
    body = tree.find("body")
    for element in islice((tree if body is None else body).iterdescendants(etree.Element), _MAX_ELEMENTS):
        attributes = element.keys()
        if not attributes or element.tag in _IGNORED_TAGS:
            continue
        if element.tag == "a" and leads_to_person(element.get("href") or ""):
            person_links.append(element)
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
        if not _TEST_IDS.isdisjoint(attributes):
            names = " ".join([names, *(element.get(name) or "" for name in _TEST_IDS)])[:300]
        relevant = names != " " and _is_relevant(names)
        if relevant:
            named.append((names, element))
        if (relevant or not _MARK_ATTRIBUTES.isdisjoint(attributes)) and element.tag != "time":
            marks += _marks_of(element, names if relevant else "")
    return _Body(tuple(marks[: 2 * _MAX_ITEMS]), tuple(named), tuple(person_links))


@lru_cache(maxsize=1 << 16)
def _is_relevant(names: str) -> bool:
    """Return whether class names and id may refer to headline, date or author.

    Cached, because a site repeats its names.
    """
    return bool(_RELEVANT_NAMES.search(names.lower()))


def _marks_of(element: lxml.html.HtmlElement, names: str) -> list[Mark]:
    get = element.get
    stated = f"{get('itemprop') or ''} {get('property') or ''}"
    marks = [Mark(re.split(r"[/#:]", name)[-1], element) for name in stated.split()] if stated != " " else []
    if get("rel") == "author" and not marks:
        marks.append(Mark("author", element))
    match = _CLASS.search(names) if names else None
    if match and not marks:
        marks.append(Mark(match[1], element))
    if len(element.keys()) > 1 or not names:
        marks += [Mark(name, element) for name in _TIMESTAMPS if get(name) is not None]
    return marks
