"""Tables with a natural key: rows of one key are merged by a rule that no order can change."""

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from archive.merge.staging import Stage

# How far saved searches were delivered, in the numbers of the merged archive.
#
# An article counts as delivered if any archive delivered it; the mark is set before the first that none did. So none
# is passed over, and some may come a second time.


def merge_marks(stage: Stage) -> None:
    """Write `saved_searches`. Needs `pool.article_ids`."""
    out = stage.out
    out.execute("create table pool.mark (archive, name, last_article_id, last_run_at)")
    for archive in stage.inputs:
        query = f"select {archive.number}, name, last_article_id, last_run_at from saved_searches"
        stage.copy(archive, query, "pool.mark")
    out.execute(
        """
        insert into saved_searches (name, last_article_id, last_run_at)
        select name, coalesce(
            (select min(a.id) - 1 from articles a where a.id not in (
              select i.new_id from pool.article_ids i join pool.mark n on n.archive = i.archive
              where n.name = m.name and i.old_id <= n.last_article_id)),
            (select max(id) from articles), 0),
          max(last_run_at)
        from pool.mark m group by name order by name
        """
    )


# Runs: all of its row identifies a run. Of two states of one run (copied while it ran) the later one stays.

_COUNTS = ("polled", "discovered", "fetched", "new", "revised", "unchanged", "copies", "rejected", "failed", "bytes")
_FIELDS = ("source_id", "kind", "started_at", "finished_at", "outcome", "reason", *_COUNTS)
_ALL = ", ".join(_FIELDS)
_SAME = " and ".join(f"a.{name} is b.{name}" for name in _FIELDS)
_FURTHER = " and ".join(f"b.{name} >= a.{name}" for name in _COUNTS)
_RANK = "case {0}.outcome when 'running' then 0 when 'killed' then 1 else 2 end"


def merge_runs(stage: Stage) -> None:
    """Write `runs`, and `pool.run_ids` (archive, old_id, new_id)."""
    out = stage.out
    out.execute(f"create table pool.run (archive, old_id, twin, {_ALL})")
    out.execute("create table pool.run_ids (archive, old_id, new_id, primary key (archive, old_id))")
    for archive in stage.inputs:
        # Two rows of one archive that say the same are two runs; the same in another archive are these two again.
        stage.copy(
            archive,
            f"select {archive.number}, id, row_number() over (partition by {_ALL} order by id), {_ALL} from runs",
            "pool.run",
        )
    out.execute("create index pool.run_start on run (started_at, source_id, kind)")
    out.execute(f"create table pool.later as {_later()}")
    out.execute("create index pool.later_run on later (earlier)")
    out.execute(
        f"""
        insert into runs ({_ALL}) select {_ALL} from pool.run where rowid not in (select earlier from pool.later)
        group by {_ALL}, twin order by started_at, source_id, kind, {_ALL}, twin
        """
    )
    out.execute(
        f"""
        insert into pool.run_ids select a.archive, a.old_id, b.id
        from pool.run a join (select *, row_number() over (partition by {_ALL} order by id) as twin from runs) b
          on {_SAME} and a.twin = b.twin and a.started_at = b.started_at
        """
    )
    out.execute(
        """
        insert into pool.run_ids select a.archive, a.old_id,
          (select new_id from pool.run b join pool.run_ids i on i.archive = b.archive and i.old_id = b.old_id
           where b.rowid = later.run)
        from pool.later join pool.run a on a.rowid = later.earlier
        """
    )


def _later() -> str:
    """Return for each unfinished state of a run the state furthest on."""
    earlier, later = _RANK.format("a"), _RANK.format("b")
    return f"""
        select a.rowid as earlier, (
          select b.rowid from pool.run b
          where b.started_at = a.started_at and b.source_id = a.source_id and b.kind = a.kind
            and {later} > {earlier} and {_FURTHER}
          order by {later} desc, b.fetched desc, b.finished_at desc, {", ".join("b." + n for n in _FIELDS)}, b.twin
          limit 1
        ) as run
        from pool.run a where a.outcome in ('running', 'killed') and run is not null
    """


Row = dict[str, Any]
Rule = Callable[[list[Row]], Row]


def total(row: Row, *first: str) -> tuple[Any, ...]:
    """Return a sort key of the whole row, with these columns first; null comes before any value."""
    return (*((row[name] is not None, row[name]) for name in first), json.dumps(row, sort_keys=True, default=str))


def latest(*columns: str) -> Rule:
    """Return the row with the greatest values in these columns."""
    return lambda rows: max(rows, key=lambda row: total(row, *columns))


def merge_keyed(stage: Stage, table: str, key: Sequence[str], rule: Rule, *, tell: bool = False) -> None:
    """Merge a table that refers to no ids. With `tell`, archives that disagree are a conflict."""
    columns = list(stage.out[table].columns_dict)
    names = ", ".join(columns)
    stage.out.execute(f"create table pool.{table} ({names})")
    for archive in stage.inputs:
        stage.copy(archive, f"select {names} from {table}", f"pool.{table}")
    order = ", ".join(key)
    cursor = stage.out.execute(f"select distinct {names} from pool.{table} order by {order}")
    rows = (dict(zip(columns, row, strict=True)) for row in cursor)
    for values, group in groupby(rows, key=lambda row: tuple(row[name] for name in key)):
        several = list(group)
        kept = rule(several)
        for other in several if tell else ():
            for name in columns:
                stage.conflict(table, " ".join(map(str, values)), name, kept[name], other[name])
        stage.insert(table, columns, [list(kept.values())])
    stage.out.execute(f"drop table pool.{table}")


# Addresses: the state that is furthest on, the earliest sight, and the endpoint that advertised it.

# What has an article outranks what was abandoned, and that what is still to be tried.
_RANKS = {"archived": 6, "unchanged": 6, "not-article": 5, "irrelevant": 4, "gone": 3, "blocked": 2, "failed": 1}
_FOUND = ("endpoint", "found_by", "lead", "lead_modified")


def merge_urls(stage: Stage) -> None:
    """Write `urls`. Needs `pool.article_ids` and `pool.capture_ids`."""
    out = stage.out
    columns = [name for name in out["urls"].columns_dict if name != "id"]
    names = ", ".join(columns)
    for table in ("pool.url", "pool.url_choice"):
        out.execute(f"create table {table} ({names})")
    for archive in stage.inputs:
        cursor = archive.db.execute(f"select {names} from urls")
        article, capture = columns.index("article_id"), columns.index("capture_id")
        rows = (_renumbered(stage, archive.number, list(row), article, capture) for row in cursor)
        stage.insert("pool.url", columns, rows)
    cursor = out.execute(f"select distinct {names} from pool.url order by source_id, url")
    known = (dict(zip(columns, row, strict=True)) for row in cursor)
    united = (_unite(stage, list(group)) for _, group in groupby(known, key=lambda row: (row["source_id"], row["url"])))
    stage.insert("pool.url_choice", columns, ([row[name] for name in columns] for row in united))
    out.execute(
        f"insert into urls ({names}) select {names} from pool.url_choice order by first_seen_at, url, source_id"
    )


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
    """Return a sort key of states of an address: an archived article may be gone since, so the one tried last wins."""
    with_article = row["article_id"] is not None
    rest = {name: value for name, value in row.items() if name not in (*_FOUND, "first_seen_at")}
    return with_article, 0 if with_article else _RANKS.get(row["state"], 0), *total(rest, "last_tried_at")
