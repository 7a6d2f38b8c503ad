"""The frame of the exports in Markdown: a title, the number of articles, and a heading for each day."""

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from archive.clock import known_day
from archive.export.escaping import markdown_text


def write_by_day(
    rows: Iterable[dict[str, Any]],
    file: TextIO,
    write_row: Callable[[dict[str, Any]], str],
    *,
    title: str,
    count: int,
    below_heading: str = "",
) -> int:
    """Write rows sorted newest first, under the day (or month, or year) of publication, or else of the first capture.

    `write_row` returns the text of a row; `below_heading` follows each heading of a day. Return the number of rows.
    """
    file.write(f"# {markdown_text(title)}\n\n{count} {'article' if count == 1 else 'articles'}\n")
    written, day = 0, ""
    for row in rows:
        published = known_day(row["published_at"] or row["first_seen_at"], row["published_precision"])
        if published != day:
            day = published
            file.write(f"\n## {day}\n{below_heading}")
        file.write(write_row(row))
        written += 1
    return written
