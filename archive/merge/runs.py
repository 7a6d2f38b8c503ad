"""Runs: a run is all that its row says. Of two states of one run (copied while it ran) the later one stays."""

from archive.merge.stage import Stage

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
    """For each unfinished state of a run, the state furthest on."""
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
