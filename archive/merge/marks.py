"""How far saved searches were delivered, in the numbers of the merged archive.

An article counts as delivered if any archive delivered it; the mark stands before the first that none did. So none
is passed over, and some may come a second time.
"""

from archive.merge.stage import Stage


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
