"""The structure of an article's text: its blocks and its links, and their stored form.

`text` stays plain, because it is searched, hashed and compared. The blocks are the same lines with what each of them
is, and with the captions, which are no part of the text. A link refers to a block by its position and to its words
by the offset in the block's text.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from archive.text import is_storable, storable

BlockKind = Literal["heading", "paragraph", "list-item", "quotation", "table", "caption", "credit", "code"]
KINDS: tuple[str, ...] = get_args(BlockKind)
ASIDE = frozenset({"caption", "credit"})  # kinds that need not be in the text


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of an article.

    `level` is 1 to 6 for a heading, and how deep an item is nested in lists; `ordered` is whether its list is
    numbered. `text` of a table has a line for each of its `rows`, the cells divided by ` | `; `headers` counts the rows
    at its top that are headings of columns. `page` is that of a document with pages, from 1. `time` is that of the
    entry of a live blog that begins here (UTC, ISO 8601).
    """

    kind: BlockKind
    text: str
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    headers: int = 0
    page: int = 0
    time: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in an article: its absolute URL, its words, and where they begin in the text of which block."""

    target: str
    text: str
    block: int
    start: int


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Return the text of a table block."""
    return "\n".join(" | ".join(row) for row in rows)


def cell_starts(rows: Iterable[Sequence[str]]) -> list[list[int]]:
    """Return where each cell begins in the text of its table block."""
    starts, at = [], 0
    for row in rows:
        places = []
        for cell in row:
            places.append(at)
            at += len(cell) + len(" | ")
        starts.append(places)
        at += len("\n") - len(" | ") if row else len("\n")
    return starts


def paragraphs(text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a text of which nothing but the words is known."""
    return tuple(TextBlock("paragraph", part) for part in text.split("\n\n") if part.strip())


Structure = tuple[tuple[TextBlock, ...], tuple[Link, ...]]


def joined(first: Structure, second: Structure) -> Structure:
    """Append blocks and links to others, without the blocks that are there already."""
    blocks, links = list(first[0]), list(first[1])
    known = set(blocks)
    moved: dict[int, int] = {}
    for position, block in enumerate(second[0]):
        if block not in known:
            moved[position] = len(blocks)
            blocks.append(block)
    links += [replace(link, block=moved[link.block]) for link in second[1] if link.block in moved]
    return tuple(blocks), tuple(links)


def storable_blocks(blocks: Iterable[TextBlock]) -> tuple[TextBlock, ...]:
    """Return blocks with all texts fit for the database."""
    return tuple(block if is_storable(block.text) and not block.rows else _storable_block(block) for block in blocks)


def _storable_block(block: TextBlock) -> TextBlock:
    rows = tuple(tuple(storable(cell) for cell in row) for row in block.rows)
    return replace(block, text=storable(block.text), rows=rows)


def encode(blocks: Iterable[TextBlock]) -> str:
    """Return the stored form: a JSON array of objects that leave out what is empty."""
    return json.dumps([_object(block) for block in blocks], ensure_ascii=False, separators=(",", ":"))


def read_blocks(blocks: Iterable[dict[str, Any]], links: Iterable[dict[str, Any]]) -> Structure:
    """Return blocks and links from the objects of the stored form."""
    return tuple(map(_block, blocks)), tuple(Link(**link) for link in links)


def decode(stored: str | None) -> tuple[TextBlock, ...]:
    """Return the blocks of a stored form; none for null, which means that they were never read."""
    return tuple(map(_block, json.loads(stored or "[]")))


def _object(block: TextBlock) -> dict[str, Any]:
    found: dict[str, Any] = {"type": block.kind}
    if block.page:
        found["page"] = block.page
    if block.time:
        found["time"] = block.time
    if block.kind == "table":
        return found | {"rows": block.rows, "headers": block.headers}
    found["text"] = block.text
    if block.level:
        found["level"] = block.level
    if block.ordered:
        found["ordered"] = True
    return found


def _block(entry: dict[str, Any]) -> TextBlock:
    rows = tuple(tuple(row) for row in entry.get("rows", ()))
    text = table_text(rows) if rows else entry.get("text", "")
    level, is_ordered = entry.get("level", 0), entry.get("ordered", False)
    headers, page = entry.get("headers", 0), entry.get("page", 0)
    return TextBlock(entry["type"], text, level, is_ordered, rows, headers, page, entry.get("time", ""))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `target` is where it links to, or an empty string."""

    text: str
    target: str = ""


def pieces(text: str, links: Iterable[Link], start: int = 0) -> Iterator[Piece]:
    """Split a text that begins at `start` of its block into what is linked and what is not."""
    at = 0
    for link in sorted(links, key=lambda link: link.start):
        begin, end = link.start - start, link.start - start + len(link.text)
        if begin < at or end > len(text) or text[begin:end] != link.text:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(link.text, link.target)
        at = end
    if at < len(text):
        yield Piece(text[at:])
