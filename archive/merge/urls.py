"""Addresses: the state that is furthest on, the earliest sight, and the endpoint that advertised it."""

from itertools import groupby
from typing import Any

from archive.merge.keyed import total
from archive.merge.stage import Stage

# What has an article outranks what was given up, and that what is still to be tried.
_RANKS = {"archived": 6, "unchanged": 6, "not-article": 5, "irrelevant": 4, "gone": 3, "blocked": 2, "failed": 1}
_FOUND = ("endpoint", "found_by", "lead", "lead_modified")


def merge_urls(stage: Stage) -> None:
    """Write `urls`. Needs `pool.article_ids` and `pool.capture_ids`."""
    out = stage.out
    columns = list(out["urls"].columns_dict)
    names = ", ".join(columns)
    for table in ("pool.url", "pool.url_choice"):
        out.execute(f"create table {table} ({names})")
    for archive in stage.inputs:
        cursor = archive.db.execute(f"select {names} from urls")
        article, capture = columns.index("article_id"), columns.index("capture_id")
        rows = (_renumbered(stage, archive.number, list(row), article, capture) for row in cursor)
        stage.insert("pool.url", columns, rows)
    cursor = out.execute(f"select distinct {names} from pool.url order by url")
    known = (dict(zip(columns, row, strict=True)) for row in cursor)
    united = (_unite(stage, list(group)) for _, group in groupby(known, key=lambda row: row["url"]))
    stage.insert("pool.url_choice", columns, ([row[name] for name in columns] for row in united))
    out.execute(f"insert into urls ({names}) select {names} from pool.url_choice order by first_seen_at, url")


def _renumbered(stage: Stage, archive: int, row: list[Any], article: int, capture: int) -> list[Any]:
    row[article] = stage.article_id(archive, row[article])
    row[capture] = stage.capture_id(archive, row[capture])
    return row


def _unite(stage: Stage, rows: list[dict[str, Any]]) -> dict[str, Any]:
    kept = max(rows, key=_weight)
    for other in rows:
        if other["article_id"] is not None:
            stage.conflict("urls", kept["url"], "article_id", kept["article_id"], other["article_id"])
    found = max(rows, key=lambda row: (row["found_by"] != "", *total({n: row[n] for n in _FOUND}, "lead_modified")))
    first = min(row["first_seen_at"] for row in rows)
    return kept | {name: found[name] for name in _FOUND} | {"first_seen_at": first}


def _weight(row: dict[str, Any]) -> tuple[Any, ...]:
    """An archived article may be gone since: among states of an article, the one tried last holds."""
    with_article = row["article_id"] is not None
    rest = {name: value for name, value in row.items() if name not in (*_FOUND, "first_seen_at")}
    return with_article, 0 if with_article else _RANKS.get(row["state"], 0), *total(rest, "last_tried_at")
