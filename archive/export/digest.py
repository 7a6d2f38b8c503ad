"""Digest in Markdown (CommonMark), with a heading per day and an item per article; also readable as plain-text mail."""

from collections.abc import Iterable
from typing import Any, TextIO

from archive.export.days import write_by_day
from archive.export.escaping import markdown_link, markdown_text

DIGEST_COLUMNS = (
    *("url", "source_name", "title", "published_at", "published_precision", "first_seen_at", "summary", "topics"),
)
_LONGEST = 400  # characters of a summary


def write_digest(rows: Iterable[dict[str, Any]], file: TextIO, *, title: str, count: int) -> int:
    """Write the digest of rows sorted newest first; return the number of items."""
    return write_by_day(rows, file, _item, title=title, count=count, below_heading="\n")


def _item(row: dict[str, Any]) -> str:
    link = markdown_link(row["title"], row["url"])
    details = " · ".join(markdown_text(part) for part in (row["source_name"], ", ".join(row["topics"] or [])) if part)
    summary = row["summary"] or ""
    if len(summary) > _LONGEST:
        summary = summary[:_LONGEST].rsplit(" ", 1)[0] + " …"
    lines = [f"- {link} ({details})", *([f"  {markdown_text(summary)}"] if summary else [])]
    return "\n".join(lines) + "\n"
