"""Outlets that published one text, and what shows who was first.

The order is that by which the archive takes an article for a copy (archive.dedup.precedence), not that of the times as
they are shown: a day and a time of the next day may be one moment, and when we saw an article is no date of it.
"""

import sqlite3
from typing import Any

from archive.datasette.pages.article_list import dicts
from archive.dedup.precedence import Member, time_evidence
from archive.reports.counters import WHEN

COPIES_SHOWN = 200


def read_group(connection: sqlite3.Connection, root: int) -> list[dict[str, Any]]:
    """Return the articles with one text, the original first; none where nobody copied it.

    `order` of a copy is what shows that it is later than the original: "published", "day", or "tie" for nothing.
    """
    found = dicts(
        connection,
        f"""
        select a.id, a.title, a.url, a.source_id, s.name as source_name, s.country, a.published_at,
          a.published_precision, a.first_seen_at, a.similarity, {WHEN} as moment
        from articles a join sources s on s.id = a.source_id
        where a.id in (select ?1 union all select id from articles where copy_of = ?1)
        order by a.id <> ?1, moment, a.id limit ?2
        """,
        [root, COPIES_SHOWN],
    )
    first, *copies = (_member(row) for row in found)
    orders = [time_evidence(first, copy) for copy in copies]
    shown = [row | {"order": order} for row, order in zip(found, ["", *orders], strict=True)]
    return shown if copies else []


def _member(row: dict[str, Any]) -> Member:
    return Member(
        row["id"], row["source_id"], row["published_at"] or "", row["published_precision"] or "", row["first_seen_at"]
    )
