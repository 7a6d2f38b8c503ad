"""What an article draws on, and what draws on it, for its page: shares, and the passages to shade in its text."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.blocks import TextBlock
from archive.datasette.pages.article_list import dicts
from archive.dedup.shingles import word_spans

Span = tuple[int, int]

DRAWING_SHOWN = 50
_EVIDENCE = {
    "published": "by the times of publication",
    "day": "by the days of publication",
    "tie": "which came first cannot be said from the dates",
}
_FACTS = """
    l.article_id, l.root_id, l.kept_of_root, l.share_of_article, l.words, l.time_evidence, a.title, a.published_at,
    a.published_precision, a.first_seen_at, s.name as source_name, s.kind, s.country
"""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The text that an article draws on (None: no other), and articles that draw on it."""

    root: dict[str, Any] | None
    drawing: list[dict[str, Any]]


def read_lineage(connection: sqlite3.Connection, article_id: int) -> Lineage:
    """Read what an article draws on, and the articles that draw on it, those with the largest share first."""
    roots = dicts(
        connection,
        f"select {_FACTS} from lineage l join articles a on a.id = l.root_id join sources s on s.id = a.source_id"
        " where l.article_id = ?",
        [article_id],
    )
    drawing = dicts(
        connection,
        f"select {_FACTS} from lineage l join articles a on a.id = l.article_id join sources s on s.id = a.source_id"
        " where l.root_id = ? order by l.kept_of_root desc, l.article_id limit ?",
        [article_id, DRAWING_SHOWN],
    )
    for row in (*roots, *drawing):
        row["order"] = _EVIDENCE[row["time_evidence"]]
    return Lineage(roots[0] if roots else None, drawing)


def read_spans(connection: sqlite3.Connection, article_id: int, text: str) -> list[Span]:
    """Return where the passages are in the text that an article has from its root."""
    row = connection.execute("select passages from lineage where article_id = ?", [article_id]).fetchone()
    if row is None:
        return []
    words = word_spans(text)
    spans: list[Span] = []
    after = -1
    for at, _, count in json.loads(row[0]):
        if at + count > len(words):  # the row is of another state of the text
            return []
        start, stop = words[at][0], words[at + count - 1][1]
        spans.append((spans.pop()[0] if at == after else start, stop))
        after = at + count
    return spans


def spans_by_block(text: str, blocks: Sequence[TextBlock], spans: Sequence[Span]) -> dict[int, list[Span]]:
    """Return the spans of a text within each of its blocks, which are its lines in order (captions may not be)."""
    found: dict[int, list[Span]] = {}
    at = 0
    for position, block in enumerate(blocks):
        begin = text.find(block.text, at)
        if begin < 0 or not block.text:
            continue
        at = end = begin + len(block.text)
        within = [
            (max(start, begin) - begin, min(stop, end) - begin) for start, stop in spans if start < end and stop > begin
        ]
        if within:
            found[position] = within
    return found
