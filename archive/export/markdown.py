"""Articles in full in Markdown (CommonMark, with the tables of GitHub): headings, lists, quotations, tables, links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, TextIO

from archive.blocks import Link, TextBlock, cell_starts, paragraphs, pieces, read_blocks
from archive.export.days import write_by_day
from archive.export.escaping import markdown_line, markdown_link, markdown_text

MARKDOWN_COLUMNS = (
    *("url", "source_name", "title", "authors", "published_at", "published_precision", "first_seen_at"),
    *("summary", "text", "blocks", "links"),
)
_TOP = 4  # level of the highest heading within an article; the article itself has 3, its day 2
_BREAK = "\\\n"


def write_markdown(rows: Iterable[dict[str, Any]], file: TextIO, *, title: str, count: int) -> int:
    """Write rows sorted newest first, by day; return the number of articles."""
    return write_by_day(rows, file, _article, title=title, count=count)


def body_markdown(blocks: Sequence[TextBlock], links: Sequence[Link]) -> str:
    """Return the body of an article, with its headings below those of a digest."""
    linked: dict[int, list[Link]] = {}
    for link in links:
        linked.setdefault(link.block, []).append(link)
    numbered = [(block, linked.get(position, [])) for position, block in enumerate(blocks)]
    parts: list[str] = []
    for kind, group in groupby(numbered, key=lambda pair: pair[0].kind):
        several = list(group)
        if kind == "list-item":
            parts.append("\n".join(_items(several)))
        elif kind == "quotation":
            parts.append("\n>\n".join(_quoted(_inline(block.text, block_links)) for block, block_links in several))
        else:
            parts += [_single(block, block_links) for block, block_links in several]
    return "\n\n".join(parts)


def _article(row: dict[str, Any]) -> str:
    details = (row["source_name"], ", ".join(row["authors"] or []))
    byline = " · ".join(markdown_text(detail) for detail in details if detail)
    blocks, links = read_blocks(row["blocks"], row["links"])
    body = body_markdown(blocks or paragraphs(row["text"] or row["summary"] or ""), links)
    parts = (f"### {markdown_link(row['title'], row['url'])}", byline, body)
    return "".join(f"\n{part}\n" for part in parts if part)


def _single(block: TextBlock, links: Sequence[Link]) -> str:
    if block.time:
        return f"**{block.time}**\n\n{_single(replace(block, time=''), links)}"
    if block.kind == "heading":
        return f"{'#' * min(6, max(_TOP, block.level + 2))} {_inline(block.text, links, ' ')}"
    if block.kind == "table":
        return _table(block, links)
    if block.kind == "code":
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{fence}\n{block.text}\n{fence}"
    text = _inline(block.text, links)
    return f"*{text}*" if block.kind in ("caption", "credit") else text


def _inline(text: str, links: Iterable[Link], gap: str = _BREAK, start: int = 0) -> str:
    """Return text with links and escapes; its lines stay lines."""
    lines, at = [], start
    several = list(links)
    for line in text.split("\n"):
        parts = [
            markdown_link(piece.text, piece.target) if piece.target else _escaped(piece.text)
            for piece in pieces(line, several, at)
        ]
        lines.append(markdown_line("".join(parts)))
        at += len(line) + 1
    return gap.join(line for line in lines if line)


def _escaped(text: str) -> str:
    """Escape a part of a line, with the space around it."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return f"{' ' if before else ''}{markdown_text(text)}{' ' if after else ''}"


def _items(items: Iterable[tuple[TextBlock, Sequence[Link]]]) -> Iterator[str]:
    markers: list[str] = []  # of the lists around, outermost first
    for block, links in items:
        depth = min(max(block.level, 1), len(markers) + 1)
        marker = "1. " if block.ordered else "- "
        markers = [*markers[: depth - 1], marker]
        indent = " " * sum(map(len, markers[:-1]))
        yield indent + marker + _inline(block.text, links, f"{_BREAK}{indent}{' ' * len(marker)}")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _table(block: TextBlock, links: Sequence[Link]) -> str:
    width = max(map(len, block.rows))
    lines = [
        [_inline(cell, links, " ", start) for cell, start in zip(row, starts, strict=True)] + [""] * (width - len(row))
        for row, starts in zip(block.rows, cell_starts(block.rows), strict=True)
    ]
    head, body = (lines[0], lines[1:]) if block.headers else ([""] * width, lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *body))
