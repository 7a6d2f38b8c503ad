"""Atom feeds (RFC 4287) of a selection. Identifiers are derived from URLs, so they are the same in every archive."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from archive.export.escaping import one_line, xml_text

ATOM_COLUMNS = (
    *("url", "source_name", "title", "authors", "published_at", "first_seen_at", "changed_at"),
    *("language", "tags", "topics", "summary"),
)
_NAMESPACE = "http://www.w3.org/2005/Atom"


def write_atom(rows: Iterable[dict[str, Any]], file: TextIO, *, title: str, query: str, updated: str) -> int:
    """Write a feed; return the number of entries.

    `query` distinguishes selections, for the feed's identifier; `updated` is the instant of their latest change.
    """
    xml = _Xml(file)
    xml.open("feed", {"xmlns": _NAMESPACE})
    xml.element("id", uuid.uuid5(uuid.NAMESPACE_URL, f"spacebeat:selection:{query}").urn)
    xml.element("title", title)
    xml.element("updated", updated)
    xml.element("generator", "Spacebeat")
    written = 0
    for row in rows:
        _entry(xml, row)
        written += 1
    xml.close("feed")
    xml.end()
    return written


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed that is not about articles. `identity` never changes; `updated` is an instant."""

    identity: str
    title: str
    link: str
    updated: str
    text: str


def write_entries(entries: Sequence[Entry], file: TextIO, *, title: str, identity: str) -> None:
    """Write a feed of entries, the latest first."""
    xml = _Xml(file)
    xml.open("feed", {"xmlns": _NAMESPACE})
    xml.element("id", uuid.uuid5(uuid.NAMESPACE_URL, identity).urn)
    xml.element("title", title)
    xml.element("updated", max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"))
    xml.element("generator", "Spacebeat")
    xml.open("author")
    xml.element("name", "Spacebeat")
    xml.close("author")
    for entry in entries:
        xml.open("entry")
        xml.element("id", uuid.uuid5(uuid.NAMESPACE_URL, entry.identity).urn)
        xml.element("title", one_line(entry.title))
        xml.element("link", "", {"rel": "alternate", "type": "text/html", "href": entry.link})
        xml.element("updated", entry.updated)
        xml.element("content", entry.text, {"type": "text"})
        xml.close("entry")
    xml.close("feed")
    xml.end()


def _entry(xml: "_Xml", row: dict[str, Any]) -> None:
    xml.open("entry", {"xml:lang": row["language"]} if row["language"] else {})
    xml.element("id", uuid.uuid5(uuid.NAMESPACE_URL, row["url"]).urn)
    xml.element("title", one_line(row["title"]))
    xml.element("link", "", {"rel": "alternate", "type": "text/html", "href": row["url"]})
    if row["published_at"]:
        xml.element("published", row["published_at"])
    xml.element("updated", row["changed_at"] or row["first_seen_at"])
    for name in row["authors"] or [row["source_name"]]:
        xml.open("author")
        xml.element("name", one_line(name))
        xml.close("author")
    for term in dict.fromkeys([*(row["topics"] or []), *(row["tags"] or [])]):
        xml.element("category", "", {"term": one_line(term)})
    xml.open("source")
    xml.element("id", uuid.uuid5(uuid.NAMESPACE_URL, f"spacebeat:outlet:{row['source_name']}").urn)
    xml.element("title", row["source_name"])
    xml.element("updated", row["first_seen_at"])
    xml.close("source")
    if row["summary"]:
        xml.element("summary", row["summary"], {"type": "text"})
    xml.close("entry")


class _Xml:
    """A streaming XML writer, which replaces characters that are not allowed in XML 1.0."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        # The generator writes text to a text file; typeshed declares only bytes.
        self._out = XMLGenerator(file, "utf-8", short_empty_elements=True)  # type: ignore[arg-type]
        file.write('<?xml version="1.0" encoding="utf-8"?>\n')

    def open(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self._out.startElement(name, AttributesImpl({n: xml_text(v) for n, v in (attributes or {}).items()}))

    def close(self, name: str) -> None:
        self._out.endElement(name)
        if name in ("entry", "feed"):
            self._file.write("\n")

    def element(self, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
        self.open(name, attributes)
        self._out.characters(xml_text(text))
        self.close(name)

    def end(self) -> None:
        self._out.endDocument()
