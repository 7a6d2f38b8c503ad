"""Determine who wrote the article: persons, in the order of the outlet.

Places are tried from the most to the least reliable: the source's rule, JSON-LD, the endpoint that led here,
meta elements, properties and byline mark-up, the byline written near the headline. The first that contains a
full name decides; an account name ("jdoe") is used only where no place has a full one. A machine-readable place
that names all of them and more completes the list (JSON-LD often has only the first of several), and so does
the byline near the headline. An organisation that JSON-LD names is the author when no person is, and last a desk
that has a name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.records import Lead
from crawler.extract.authors import author_notes, bylines, pen_names, portraits, signatures
from crawler.extract.authors.credits import read_credits
from crawler.extract.authors.given_names import from_account
from crawler.extract.authors.next_to_date import agency_line, next_to_date
from crawler.extract.authors.organisations import is_agency, is_organisation
from crawler.extract.authors.person_names import desks, people
from crawler.extract.authors.splitting import inverted, split
from crawler.extract.authors.unlabelled import alone_on_line, site_owner
from crawler.extract.dates.script_state import state_authors
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.json_ld import Node
from crawler.extract.metadata.site_name import SiteNames
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line, lines_in
from crawler.html.text import key, squeezed

_META = (
    "author", "article:author", "article:author_name", "article.author", "parsely-author",
    "sailthru.author", "cxenseparse:author",
    "content-creator", "dc.creator", "dcterms.creator", "dc.creator.name", "og:article:author", "og:author",
    "byl", "byline", "lrt_authors",
    "bt:author", "article_author", "author.name", "lp.article:author", "dable:author", "creator",
    "bc:authors", "qc:author",
    "analyticsattributes.author", "its_author", "twitter:data1",
)  # fmt: skip
_CITATION = ("citation_author", "citation_authors", "dcterms.contributor")

Place = tuple[str, list[str], bool]  # the method by which texts were found, these, and whether they are only names

_MOST = 50  # authors read from one page
_BYLINES, _SHORT = 15, 80  # lines around the headline among which a byline is expected, and characters of a short one


@dataclass(frozen=True, slots=True)
class Authors:
    """Names in order and the method that found them; both empty when no one is named."""

    names: tuple[str, ...]
    method: str


NOBODY = Authors((), "")


def read_authors(
    structured: Structured, names: SiteNames, lead: Lead, nearby: Sequence[Line], selector: str
) -> Authors:
    """Choose the authors.

    `nearby` are the lines around the headline, `selector` the source's own rule.
    """
    chosen: Authors | None = None
    handle: Authors | None = None
    read: list[Place] = []
    for place in _places(structured, names, lead, nearby, selector):
        read.append(place)
        method, texts, trusted = place
        if method not in (*_MACHINE, "listing") and (
            chosen or (handle and _is_signed(handle.names, structured, nearby))
        ):
            break
        found = people(texts, names, trusted=trusted)
        if not found:
            continue
        if chosen and _completes(found, chosen.names):
            return Authors(found, method)
        if not chosen and any(not (_is_handle(name) or is_organisation(name)) for name in found):
            chosen = Authors(found, method)
        handle = handle or Authors(tuple(map(from_account, found)), method)
    current = chosen or handle or _desk(read, names)  # all places are read where none names a person
    current = current if current.names else _unlabelled(structured, names, nearby)
    if current.method in ("json-ld", "meta"):
        return _signed(structured, current, names, nearby)
    return _with_unlinked(structured, current, names, nearby) if current.method in ("microdata", "byline") else current


def _with_unlinked(structured: Structured, current: Authors, names: SiteNames, nearby: Sequence[Line]) -> Authors:
    """Return the authors with those whom their byline names without a link or a property."""
    for line in bylines.written(nearby[:_BYLINES]):
        found = people([line], names)
        further = [name for name in found if name not in current.names]
        if _completes(found, current.names) and all(bylines.is_unlinked(name, line, structured) for name in further):
            return Authors(found, current.method)
    return current


def _desk(places: Iterable[Place], names: SiteNames) -> Authors:
    return next((Authors(found, method) for method, texts, _ in places if (found := desks(texts, names))), NOBODY)


def _unlabelled(structured: Structured, names: SiteNames, nearby: Sequence[Line]) -> Authors:
    """Return the author whom neither mark-up nor label names."""
    if found := alone_on_line(structured, nearby):
        return Authors(tuple(found), "text")
    for texts in (portraits.pictured(nearby), author_notes.noted(structured)):
        if persons := people(texts, names, trusted=not any(" " in text for text in texts)):
            return Authors(persons, "text")
    owner = site_owner(structured, names)
    return Authors(tuple(owner), "text") if owner else NOBODY


def author_candidates(
    structured: Structured, names: SiteNames, lead: Lead, nearby: Sequence[Line], selector: str
) -> Iterator[Authors]:
    """Yield the persons that each place names, from the most to the least reliable; `read_authors` stops earlier."""
    for method, texts, trusted in _places(structured, names, lead, nearby, selector):
        if found := people(texts, names, trusted=trusted):
            yield Authors(found, method)
    if (last := _unlabelled(structured, names, nearby)).names:
        yield last


def _signed(structured: Structured, current: Authors, names: SiteNames, nearby: Sequence[Line]) -> Authors:
    """Return the authors of the byline near the headline where they replace or complete the current ones.

    They do where the metadata names someone whom the page does not show there, or only one of several: content
    management systems output the one account that entered the text.
    """
    shown = key(" ".join(line.text for line in nearby[:30]))
    written = list(bylines.written(nearby[:_BYLINES]))
    for line in written:
        if _completes(more := people([line], names), current.names):
            return Authors(more, "text")
    if len(current.names) > 1 or squeezed(current.names[0]) in squeezed(shown):
        return current
    for method, texts in (("text", written), ("byline", bylines.linked(structured, strict=True))):
        signed = people(texts, names)
        if signed and not any(_is_handle(name) for name in signed) and all(key(name) in shown for name in signed):
            return Authors(signed, method)
    if not any(squeezed(current.names[0]) in squeezed(line) for line in structured.lines):
        for text in signatures.labelled(structured):
            if signed := people([text], names):
                return Authors(signed, "text")
    return current


_MACHINE = ("json-ld", "meta", "feed", "api", "sitemap")


def _completes(found: Sequence[str], current: Sequence[str]) -> bool:
    keys = {key(name) for name in found}
    further = [name for name in found if not is_agency(name)]
    return len(current) < len(further) <= 8 and all(key(name) in keys for name in current)


def _is_handle(name: str) -> bool:
    """Return whether a name is an account ("jdoe", "KatieS") and not a person's full name.

    Any full name is better.
    """
    return " " not in name and name.isascii() and not is_agency(name)


def _is_signed(handles: Sequence[str], structured: Structured, nearby: Sequence[Line]) -> bool:
    """Return whether the page signs with a pen name ("Mazi", not "jdoe") that it declares, in a line or by a link."""
    lines = (line.text for line in nearby[:_BYLINES] if len(line.text) <= _SHORT)
    signed = {key(writer) for line in lines for writer in read_credits(line).writers}
    signed.update(map(key, bylines.linked(structured, strict=True)))
    return bool(handles) and all(name[:1].isupper() and key(name) in signed for name in handles)


def _places(
    structured: Structured, names: SiteNames, lead: Lead, nearby: Sequence[Line], selector: str
) -> Iterator[Place]:
    if selector:
        found = structured.tree.cssselect(selector)[:10]
        yield "rule", [" | ".join(line.text for line in lines_in(element))[:300] for element in found], True
    yield "json-ld", _node_names(structured)[0], True
    yield lead.found_by or "listing", list(lead.authors), True
    citations = [inverted(value) for name in _CITATION for value in structured.meta.get(name, ())]
    yield "meta", citations, True
    metas = [[v for v in structured.meta.get(name, ()) if not v.startswith(("http", "/", "www."))] for name in _META]
    shown = key(" ".join(line.text for line in nearby[:30]))
    for values in sorted(filter(None, metas), key=lambda values: not _is_shown(values[0], shown)):
        yield "meta", values, True
    for strict in (True, False):
        yield "microdata", bylines.marked(structured, strict=strict), True
        yield "byline", bylines.linked(structured, strict=strict), False
        yield "byline", bylines.linked_elsewhere(structured, strict=strict), False
        yield from (("byline", texts, False) for texts in bylines.in_bylines(structured, strict=strict))
    yield "text", list(bylines.written(nearby)), False
    if structured.story:
        yield "state", list(structured.story.authors), True
    yield "state", state_authors(structured), True
    yield from (("text", [text], False) for text in signatures.labelled(structured))
    yield "byline", pen_names.cards(structured), True
    yield "byline", pen_names.accounts(structured), True
    yield "byline", pen_names.labelled_accounts(structured, nearby), True
    yield "text", next_to_date(structured, nearby), False
    yield "text", signatures.signed_off(structured), False
    yield "text", signatures.below(structured), False
    yield "text", agency_line(nearby), False
    yield "json-ld", [group for group in _node_names(structured)[1] if not names.is_name(group)], True


def _is_shown(value: str, shown: str) -> bool:
    """Return whether the page shows this name near the headline.

    Of several declared authors, that is the one who signs.
    """
    names = [key(name) for name in split(value)]
    return bool(names) and names[0] in shown


def _node_names(structured: Structured) -> tuple[list[str], list[str]]:
    """Return the persons and the organisations that the article's node names as its authors."""
    by_id = {node["@id"]: node for node in structured.nodes if isinstance(node.get("@id"), str)}
    people_stated: list[str] = []
    groups: list[str] = []
    for name in ("author", "creator"):
        for entry in _entries(structured.article.get(name), by_id):
            if isinstance(entry, dict) and _is_group(json_ld.types(entry)):
                groups += _name(entry)
            else:
                people_stated += _name(entry)
        if people_stated or groups:
            break
    return people_stated, groups


def _is_group(types: frozenset[str]) -> bool:
    """Return whether a node is an organisation; a person's site states its owner as both (Yoast SEO's graph)."""
    return bool(types & {"Organization", "NewsMediaOrganization"}) and "Person" not in types


def _entries(stated: object, by_id: Mapping[str, Node], depth: int = 0) -> Iterator[object]:
    """Yield the declared authors one by one: from lists, roles (schema.org Role) and references to nodes."""
    if isinstance(stated, list):
        for entry in stated[:_MOST]:
            yield from _entries(entry, by_id, depth)
    elif isinstance(stated, dict) and not stated.get("name") and depth < 3:
        within = stated.get("@list") or stated.get("@set") or stated.get("author")
        current = by_id.get(str(stated.get("@id")))
        yield from _entries(within, by_id, depth + 1) if within else iter((current or stated,))
    elif stated:
        yield by_id.get(stated, stated) if isinstance(stated, str) else stated


def _name(entry: object) -> list[str]:
    if isinstance(entry, dict):
        node: Node = entry
        full = json_ld.strings(node.get("name"))
        return full or [
            " ".join(filter(None, (json_ld.first(node.get("givenName")), json_ld.first(node.get("familyName")))))
        ]
    return [text for text in json_ld.strings(entry) if not text.startswith("http")]
