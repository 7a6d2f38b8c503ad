"""Place links and credits in the text of a block, by offsets that stay true after white space is collapsed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from archive.text import storable
from crawler.extract.body.selection import SOFT
from crawler.html.blocks import Block, Span

_LONGEST_TARGET = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """A link in a line: where it begins, its words and its absolute URL."""

    start: int
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """The text of a block or of a cell, its links, and the part of it (start, end) that is a credit."""

    text: str
    links: tuple[Place, ...] = ()
    credit: tuple[int, int] | None = None


def read_line(block: Block, base: str, *, raw: bool = False) -> Line:
    """Return the text of a block with its links; with `raw` the white space of its pieces stays."""
    pieces = block.pieces or (block.text,)
    return _line(pieces, block.spans, base, raw=raw)


def read_cell(block: Block, cell: Span, base: str) -> Line:
    """Return the text of one cell of a table row, with its links."""
    inner = [
        replace(span, start=span.start - cell.start, end=span.end - cell.start)
        for span in block.spans
        if span.kind == "link" and cell.start <= span.start and span.end <= cell.end
    ]
    return _line(block.pieces[cell.start : cell.end], inner, base)


def joined(lines: Sequence[Line], gap: str) -> Line:
    """Join lines, with their links moved along."""
    texts: list[str] = []
    links: list[Place] = []
    at = 0
    for line in lines:
        if not line.text:
            continue
        at += len(gap) if texts else 0
        links += [replace(link, start=at + link.start) for link in line.links]
        texts.append(line.text)
        at += len(line.text)
    return Line(gap.join(texts), tuple(links))


def part(line: Line, start: int, end: int) -> Line:
    """Return a part of a line, with the links that lie in it."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    inner = (
        replace(link, start=link.start - start)
        for link in line.links
        if start <= link.start and link.start + len(link.text) <= start + len(text)
    )
    return Line(text, tuple(inner))


def absolute(base: str, address: str) -> str:
    """Return the absolute URL of a link to a page, or an empty string."""
    address = "".join(address.split())
    if not address or address.startswith("#"):
        return ""
    try:
        target = urljoin(base, address)
        is_page = urlsplit(target).scheme in ("http", "https") and bool(urlsplit(target).hostname)
    except ValueError:  # not a URL
        return ""
    return storable(target) if is_page and len(target) <= _LONGEST_TARGET else ""


def _line(pieces: Sequence[str], spans: Sequence[Span], base: str, *, raw: bool = False) -> Line:
    clean = [storable(piece if piece.isascii() else SOFT.sub("", piece)) for piece in pieces]
    text = "".join(clean).rstrip() if raw else " ".join("".join(clean).split())
    if not spans:
        return Line(text)
    starts, ends = _offsets(clean, raw=raw)
    links: list[Place] = []
    credit = None
    for span in sorted(spans, key=lambda span: span.start):
        start, end = starts[span.start], ends[span.end]
        if start >= end:
            continue
        if span.kind == "credit":
            credit = (start, end)
        elif span.kind == "link" and (not links or start >= links[-1].start + len(links[-1].text)):
            target = absolute(base, str(span.mark))
            links += [Place(start, text[start:end], target)] if target else []
    return Line(text, tuple(links), credit)


def _offsets(pieces: Sequence[str], *, raw: bool) -> tuple[list[int], list[int]]:
    """Return for each boundary between pieces where the words after it begin, and where those before it end."""
    starts, ends = [0] * (len(pieces) + 1), [0] * (len(pieces) + 1)
    begins: list[int | None] = []
    size, is_apart = 0, False
    for number, piece in enumerate(pieces):
        words = piece if raw else " ".join(piece.split())
        if words:
            size += bool(size and not raw and (is_apart or piece[0].isspace()))
            begins.append(size)
            size += len(words)
            is_apart = piece[-1].isspace()
        else:
            begins.append(None)
            is_apart = is_apart or bool(piece)
        ends[number + 1] = size
    starts[-1] = size
    for number in range(len(pieces) - 1, -1, -1):
        begin = begins[number]
        starts[number] = starts[number + 1] if begin is None else begin
    return starts, ends
