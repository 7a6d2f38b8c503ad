"""Paragraphs and tables of office files, which give a text in runs and a table in rows of unequal length."""

from collections.abc import Iterable

from archive.blocks import TextBlock, table_text
from crawler.html.whole_numbers import whole_number

_MOST_CELLS = 200_000
_MOST_COLUMNS = 50  # that one cell takes

RunLink = tuple[int, str, str]
"""Where the words of a link begin in its paragraph, the words, the target."""


def join_runs(runs: Iterable[tuple[str, str]]) -> tuple[str, list[RunLink]]:
    """Return the text of runs (text, target), with single spaces, and the links to web pages in it."""
    text = ""
    links = []
    for run, target in runs:
        words = " ".join(run.split())
        if not words:
            text += " " if text and not text.endswith(" ") and run else ""
            continue
        text += " " if text and run[0].isspace() and not text.endswith(" ") else ""
        if target.startswith(("http://", "https://")):
            links.append((len(text), words, target))
        text += words + (" " if run[-1].isspace() else "")
    return text.strip(), links


def columns(stated: str | None) -> int:
    """Return the number of columns that a cell states to take, one where it states none."""
    return min(whole_number(stated) or 1, _MOST_COLUMNS)


def table_block(rows: Iterable[tuple[str, ...]], *, has_head: bool) -> TextBlock | None:
    """Return a table without its empty rows, all rows as long as the longest; None when nothing is left.

    What would have mostly empty cells, and so many of them that they fill the memory, is kept as a paragraph.
    """
    filled = [row for row in rows if any(row)]
    if not filled:
        return None
    width = max(map(len, filled))
    if width * len(filled) > _MOST_CELLS:
        return TextBlock("paragraph", " ".join(cell for row in filled for cell in row if cell))
    whole = tuple((*row, *[""] * (width - len(row))) for row in filled)
    return TextBlock("table", table_text(whole), rows=whole, headers=int(has_head))
