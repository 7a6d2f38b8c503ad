"""Under which address each merged article is known, and in which order they stand."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from archive.merge.stage import Stage


def find_places(stage: Stage) -> None:
    """Write `pool.place` (id, article, url, key, source_id): the address seen first, and ids in the order of sight."""
    out = stage.out
    out.execute("create table pool.claim (article primary key, seen, url, key, source_id, home, text_hash)")
    out.execute(
        """
        insert into pool.claim select article, seen, url, key, source_id,
          (select max(home) from pool.member o where o.article = m.article and o.key = m.key), text_hash
        from (
          select *, row_number() over (partition by article order by seen, url, source_id, number) as place
          from pool.member
        ) m where place = 1
        """
    )
    out.execute("create index pool.claim_key on claim (key)")
    out.conn.executemany("update pool.claim set url = ?, key = ? where article = ?", list(_settled(stage)))
    out.execute("create table pool.place (id integer primary key, article unique, url, key, source_id)")
    out.execute(
        "insert into pool.place (article, url, key, source_id)"
        " select article, url, key, source_id from pool.claim order by seen, key"
    )


def _settled(stage: Stage) -> Iterator[tuple[str, str, int]]:
    """Where different articles claim one address: who was fetched there keeps it, then who was seen first."""
    cursor = stage.out.execute(
        """
        select key, article, text_hash, url from pool.claim
        where key in (select key from pool.claim group by key having count(*) > 1)
        order by key, home desc, seen, text_hash
        """
    )
    for key, group in groupby(cursor.fetchall(), key=lambda row: row[0]):
        _, *others = group
        for _, article, text_hash, url in others:
            new_url, new_key = _another(stage, article) or (f"{url}#{text_hash[:12]}", f"{key}#{text_hash[:12]}")
            stage.conflict("articles", key, "two articles at one address", url, new_url)
            yield new_url, new_key, article


def _another(stage: Stage, article: int) -> tuple[Any, ...] | None:
    """The first address of an article that no other claims."""
    row: tuple[Any, ...] | None = stage.out.execute(
        "select url, key from pool.member m where article = ? and key not in (select key from pool.claim)"
        " order by seen, url limit 1",
        [article],
    ).fetchone()
    return row
