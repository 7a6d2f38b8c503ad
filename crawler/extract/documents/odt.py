"""Read an ODT file (ISO/IEC 26300): headings, lists, tables, links and properties."""

from collections.abc import Iterator

import lxml.etree as etree

from archive.blocks import Link, TextBlock
from archive.text import storable
from crawler.extract.documents.content import Content, DocumentError
from crawler.extract.documents.office import Package
from crawler.extract.documents.office_text import columns, join_runs, table_block
from crawler.html.whole_numbers import whole_number

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_LEFT_OUT = (f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content", f"{_TEXT}sequence-decls", f"{_TEXT}forms")


def read_odt(package: Package) -> Content:
    """Return the content of an ODT file. Raises DocumentError."""
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise DocumentError("encrypted")
    root = package.parse("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise DocumentError("broken", "no text document")
    reader = _Reader(_titles(root))
    reader.read(body, 0)
    facts = _properties(package)
    authors = facts.get("initial-creator") or facts.get("creator", "")
    return Content(
        tuple(reader.blocks),
        tuple(reader.links),
        title=facts.get("title", ""),
        authors=(authors,) if authors else (),
        created=facts.get("creation-date", ""),
        modified=facts.get("date", ""),
        language=facts.get("language", ""),
    )


def _titles(root: etree._Element) -> frozenset[str]:
    """Return the names of the styles of a title: the built-in one, and those that were derived from it."""
    styles = root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
    derived = {
        style.get(f"{_STYLE}name") or "" for style in styles if style.get(f"{_STYLE}parent-style-name") == "Title"
    }
    return frozenset({"Title", *derived})


def _properties(package: Package) -> dict[str, str]:
    if "meta.xml" not in package.names:
        return {}
    meta = package.parse("meta.xml").find(f"{_OFFICE}meta")
    elements = meta.iterchildren(etree.Element) if meta is not None else ()
    return {etree.QName(element).localname: storable((element.text or "").strip()) for element in elements}


class _Reader:
    def __init__(self, titles: frozenset[str]) -> None:
        self._titles = titles
        self.blocks: list[TextBlock] = []
        self.links: list[Link] = []

    def read(self, parent: etree._Element, depth: int) -> None:
        """Read the children of an element; `depth` is how many lists are around it."""
        for element in parent.iterchildren(etree.Element):
            if element.tag == f"{_TEXT}h":
                level = whole_number(element.get(f"{_TEXT}outline-level"))
                self._add(element, TextBlock("heading", "", min(1 if level is None else level, 6)))
            elif element.tag == f"{_TEXT}p" and element.get(f"{_TEXT}style-name") in self._titles:
                self._add(element, TextBlock("heading", "", 1))
            elif element.tag == f"{_TEXT}p":
                self._add(element, TextBlock("list-item" if depth else "paragraph", "", depth))
            elif element.tag == f"{_TABLE}table":
                self._table(element)
            elif element.tag not in _LEFT_OUT:
                self.read(element, depth + (element.tag == f"{_TEXT}list"))

    def _add(self, element: etree._Element, block: TextBlock) -> None:
        text, links = join_runs(_pieces(element, ""))
        if text:
            self.links += [Link(target, words, len(self.blocks), start) for start, words, target in links]
            self.blocks.append(TextBlock(block.kind, text, block.level))

    def _table(self, table: etree._Element) -> None:
        rows = [tuple(_cells(row)) for row in _rows(table)]
        has_head = table.find(f"{_TABLE}table-header-rows") is not None
        if block := table_block(rows, has_head=has_head):
            self.blocks.append(block)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, some of which are in groups; those of a table in a cell are part of that cell."""
    for element in table.iterchildren(etree.Element):
        if element.tag == f"{_TABLE}table-row":
            yield element
        else:
            yield from _rows(element)


def _cells(row: etree._Element) -> list[str]:
    """Return the texts of the cells of a row; those that another one covers are empty."""
    found: list[str] = []
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        is_covered = cell.tag == f"{_TABLE}covered-table-cell"
        text = "" if is_covered else " ".join("".join(piece for piece, _ in _pieces(cell, "")).split())
        found += [text] * columns(cell.get(f"{_TABLE}number-columns-repeated"))
    while found and not found[-1]:
        found.pop()
    return found


def _pieces(element: etree._Element, target: str) -> Iterator[tuple[str, str]]:
    """Yield the texts in an element, each with where it links to."""
    if element.text:
        yield storable(element.text), target
    for child in element.iterchildren(etree.Element):
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}p"):
            yield " ", ""
        if child.tag not in (f"{_TEXT}note", f"{_OFFICE}annotation"):
            yield from _pieces(child, child.get(f"{_XLINK}href") or target)
        if child.tail:
            yield storable(child.tail), target
