"""Read a DOCX file (ISO/IEC 29500): headings by style, lists, tables, links and properties."""

import re
from collections.abc import Iterator
from itertools import chain

import lxml.etree as etree

from archive.blocks import Link, TextBlock
from archive.text import storable
from crawler.extract.documents.content import Content, DocumentError
from crawler.extract.documents.office import Package, main_part
from crawler.extract.documents.office_text import RunLink, columns, join_runs, table_block
from crawler.html.whole_numbers import whole_number

_DEEPEST = 8  # level of a list, from 0 (ISO/IEC 29500-1, 17.9.3)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_PIECES = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}  # besides w:t
_AROUND_RUNS = frozenset(  # insertions, fields, directions and controls; not what is deleted or moved away
    f"{_W}{name}" for name in "ins moveTo smartTag customXml fldSimple dir bdo sdt sdtContent hyperlink".split()
)
_AROUND_BLOCKS = frozenset(f"{_W}{name}" for name in "sdt sdtContent customXml ins moveTo".split())
_CONTENTS = f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery[@{_W}val='Table of Contents']"
_BOX = f"{_W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same box for older programs


def read_docx(package: Package) -> Content:
    """Return the content of a DOCX file. Raises DocumentError."""
    body = package.parse(main_part(package)).find(f"{_W}body")
    if body is None:
        raise DocumentError("broken", "no body")
    reader = _Reader(_headings(package), _targets(package))
    reader.read(body)
    facts = _properties(package)
    return Content(
        tuple(reader.blocks),
        tuple(reader.links),
        title=facts.get("title", ""),
        authors=tuple(filter(None, map(str.strip, facts.get("creator", "").split(";")))),
        created=facts.get("created", ""),
        modified=facts.get("modified", ""),
        language=facts.get("language", ""),
    )


def _properties(package: Package) -> dict[str, str]:
    if "docProps/core.xml" not in package.names:
        return {}
    return {
        etree.QName(element).localname: storable((element.text or "").strip())
        for element in package.parse("docProps/core.xml").iterchildren(etree.Element)
    }


def _headings(package: Package) -> dict[str, int]:
    """Return the levels of the styles that are headings, by id; the names of built-in styles are not translated."""
    levels: dict[str, int] = {}
    if "word/styles.xml" not in package.names:
        return levels
    for style in package.parse("word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        label = (name.get(f"{_W}val") or "") if name is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if match := _HEADING.match(label):
            levels[style.get(f"{_W}styleId") or ""] = int(match[1])
        elif label.lower() == "title":
            levels[style.get(f"{_W}styleId") or ""] = 1
        elif outline is not None and (above := whole_number(outline.get(f"{_W}val"))) is not None:
            levels[style.get(f"{_W}styleId") or ""] = above + 1
    return levels


def _targets(package: Package) -> dict[str, str]:
    """Return where the external links of the document lead, by id."""
    name = f"word/_rels/{main_part(package).removeprefix('word/')}.rels"
    if name not in package.names:
        return {}
    return {
        relation.get("Id") or "": relation.get("Target") or ""
        for relation in package.parse(name).iterchildren(etree.Element)
        if relation.get("TargetMode") == "External"
    }


class _Reader:
    def __init__(self, headings: dict[str, int], targets: dict[str, str]) -> None:
        self._headings = headings
        self._targets = targets
        self.blocks: list[TextBlock] = []
        self.links: list[Link] = []

    def read(self, parent: etree._Element) -> None:
        for element in parent.iterchildren(etree.Element):
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag == f"{_W}sdt" and element.find(_CONTENTS) is not None:
                continue  # a table of contents
            elif element.tag in _AROUND_BLOCKS:
                self.read(element)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._block(paragraph)
        for box in _boxes(paragraph):
            self.read(box)

    def _block(self, paragraph: etree._Element) -> None:
        text, links = self._text(paragraph)
        if not text:
            return
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = self._headings.get(style.get(f"{_W}val") or "", 0) if style is not None else 0
        depth = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        if level:
            block = TextBlock("heading", text, min(level, 6))
        elif paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            nested = whole_number(depth.get(f"{_W}val")) if depth is not None else None
            block = TextBlock("list-item", text, 1 + min(nested or 0, _DEEPEST))
        else:
            block = TextBlock("paragraph", text)
        self.blocks.append(block)
        self.links += [Link(target, words, len(self.blocks) - 1, start) for start, words, target in links]

    def _table(self, table: etree._Element) -> None:
        rows = [tuple(chain.from_iterable(map(self._cell, _parts(row, f"{_W}tc")))) for row in _parts(table, f"{_W}tr")]
        has_head = table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None
        if block := table_block(rows, has_head=has_head):
            self.blocks.append(block)

    def _cell(self, cell: etree._Element) -> list[str]:
        """Return the text of a cell, and empty ones for the further columns that it spans."""
        text = " ".join(filter(None, (self._text(paragraph)[0] for paragraph in cell.iter(f"{_W}p"))))
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        return [text, *[""] * (columns(span.get(f"{_W}val")) - 1 if span is not None else 0)]

    def _text(self, paragraph: etree._Element) -> tuple[str, list[RunLink]]:
        return join_runs(self._runs(paragraph))

    def _runs(self, parent: etree._Element, target: str = "") -> Iterator[tuple[str, str]]:
        for element in parent.iterchildren(etree.Element):
            if element.tag == f"{_W}r":
                yield storable("".join(_pieces(element))), target
            elif element.tag in _AROUND_RUNS:
                linked = self._targets.get(element.get(f"{_R}id") or "", "") or target
                yield from self._runs(element, linked)


def _parts(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, some of which are in controls."""
    for element in parent.iterchildren(etree.Element):
        if element.tag == tag:
            yield element
        elif element.tag in _AROUND_BLOCKS:
            yield from _parts(element, tag)


def _boxes(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes that are anchored in a paragraph."""
    for element in parent.iterchildren(etree.Element):
        if element.tag == _BOX:
            yield element
        elif element.tag != _FALLBACK:
            yield from _boxes(element)


def _pieces(run: etree._Element) -> Iterator[str]:
    """Yield the texts of a run, without those of the pictures and boxes that it anchors."""
    for element in run.iterchildren(etree.Element):
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _PIECES:
            yield _PIECES[element.tag]
        elif element.tag not in (_BOX, _FALLBACK):
            yield from _pieces(element)
