"""Which articles of the archives are one: groups found by address and by text, as when an article is added.

One address is one article, unless the address is only what a page declared and the texts have nothing in common (some
sites declare the same one on every page). One text at one outlet is one article. What one archive learnt about
addresses (redirects, twins) holds for the others, too.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise
from typing import Any

from archive.merge.staging import Input, Stage
from archive.store.identity import are_related
from archive.text import normal
from archive.urls.canonical import UrlError, url_key

# Under which address each merged article is known, and in which order they come.


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
    out.conn.executemany("update pool.claim set url = ?, key = ? where article = ?", list(_resolved_claims(stage)))
    out.execute("create table pool.place (id integer primary key, article unique, url, key, source_id)")
    out.execute(
        "insert into pool.place (article, url, key, source_id)"
        " select article, url, key, source_id from pool.claim order by seen, key"
    )


def _resolved_claims(stage: Stage) -> Iterator[tuple[str, str, int]]:
    """Decide which of several articles keeps an address: the one fetched there, then the one seen first."""
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
            mark = f"#{text_hash[:12]}"
            new_url, new_key = _unclaimed_address(stage, article) or (url + mark, key + mark)
            stage.conflict("articles", key, "two articles at one address", url, new_url)
            yield new_url, new_key, article


def _unclaimed_address(stage: Stage, article: int) -> tuple[Any, ...] | None:
    """Return the first address of an article that no other claims."""
    row: tuple[Any, ...] | None = stage.out.execute(
        "select url, key from pool.member m where article = ? and key not in (select key from pool.claim)"
        " order by seen, url limit 1",
        [article],
    ).fetchone()
    return row


_COMPARED = "m.number, m.archive, m.old_id, m.title, m.text_hash"

_SHORT = 200  # characters under which two equal texts may be two teasers, so that the titles must agree too


def find_members(stage: Stage) -> None:
    """Write `pool.member`: one row an article of an archive; those that are one share the value of `article`."""
    out = stage.out
    out.execute(
        "create table pool.member (number integer primary key, archive, old_id, url, key, source_id, text_hash, title,"
        " seen, home, article)"
    )
    out.execute("create unique index pool.member_old on member (archive, old_id)")
    out.execute("create table pool.alias (key, number)")
    out.execute("create table pool.text (source_id, text_hash, title, number)")
    for archive in stage.inputs:
        _collect(stage, archive)
    groups = _Groups()
    for number, other in _pairs(stage):
        groups.join(number, other)
    out.execute("update pool.member set article = number")
    out.conn.executemany("update pool.member set article = ? where number = ?", groups.roots())
    out.execute("create index pool.member_article on member (article)")


def _collect(stage: Stage, archive: Input) -> None:
    number_of = f"select number from pool.member where archive = {archive.number} and old_id = ?"
    stage.copy(
        archive,
        f"""
        select null, {archive.number}, id, url, url_key, source_id, text_hash, title, first_seen_at,
          not exists (select 1 from revisions r where r.article_id = a.id and r.capture_id is not null), null
        from articles a
        """,
        "pool.member",
    )
    captured = archive.db.execute(
        """
        select distinct a.url_key, a.id, c.url, c.requested_url from articles a
        join revisions r on r.article_id = a.id join captures c on c.id = r.capture_id
        """
    )
    at_home = ((archive.number, old_id) for key, old_id, *urls in captured if key in map(_key, urls))
    stage.out.conn.executemany("update pool.member set home = 1 where archive = ? and old_id = ?", at_home)
    aliases = archive.db.execute(
        "select distinct u.url_key, u.article_id from urls u join articles a on a.id = u.article_id"
        " where u.url_key <> a.url_key"
    )
    stage.out.conn.executemany(f"insert into pool.alias select ?, ({number_of})", aliases)
    texts = archive.db.execute(
        "select distinct a.source_id, r.text_hash, case when length(r.text) < ? then r.title else '' end, a.id"
        " from revisions r join articles a on a.id = r.article_id",
        [_SHORT],
    )
    stage.out.conn.executemany(f"insert into pool.text select ?, ?, ?, ({number_of})", texts)


def _key(url: str) -> str:
    try:
        return url_key(url)
    except UrlError:
        return url


def _pairs(stage: Stage) -> Iterator[tuple[int, int]]:
    yield from _same_address(stage)
    yield from _same_alias(stage)
    yield from _same_text(stage)


def _same_address(stage: Stage) -> Iterator[tuple[int, int]]:
    """Match articles of one address: fetched there, whatever they say; declared, only if their texts are related."""
    cursor = stage.out.execute(f"select key, home, {_COMPARED} from pool.member m order by key, number")
    for _, group in groupby(cursor, key=lambda row: row[0]):
        for one, other in combinations(list(group), 2):
            if (one[1] and other[1]) or _are_related(stage, one[2:], other[2:]):
                yield one[2], other[2]


def _same_alias(stage: Stage) -> Iterator[tuple[int, int]]:
    """Match an address that leads to an article in one archive, and is known as an article in another."""
    cursor = stage.out.execute(
        f"""
        select {_COMPARED}, {_COMPARED.replace("m.", "o.")} from pool.alias
        join pool.member m on m.number = alias.number join pool.member o on o.key = alias.key
        where m.archive <> o.archive
        """
    )
    for row in cursor.fetchall():
        if _are_related(stage, row[:5], row[5:]):
            yield row[0], row[5]


def _same_text(stage: Stage) -> Iterator[tuple[int, int]]:
    """Match articles of one outlet that share a text, now or in an earlier state."""
    cursor = stage.out.execute("select source_id, text_hash, title, number from pool.text order by 1, 2, 3, 4")
    for _, group in groupby(cursor, key=lambda row: (row[0], row[1], normal(row[2]))):
        for one, other in pairwise(group):
            yield one[3], other[3]


def _are_related(stage: Stage, one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Return whether two articles, as rows of _COMPARED, can be states of one."""
    if one[4] == other[4] or normal(one[3]) == normal(other[3]):
        return True
    mine, theirs = (_text(stage, archive, old_id) for _, archive, old_id, *_ in (one, other))
    return are_related(mine, theirs)


def _text(stage: Stage, archive: int, old_id: int) -> str:
    (text,) = stage.inputs[archive].db.execute("select text from articles where id = ?", [old_id]).fetchone()
    return str(text)


class _Groups:
    """Union-find over those members that have another; the lowest number represents a group."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self._root(one), self._root(other)))
        if a != b:
            self._parent[b] = a

    def roots(self) -> Iterator[tuple[int, int]]:
        for number in list(self._parent):
            yield self._root(number), number

    def _root(self, number: int) -> int:
        while (parent := self._parent.get(number, number)) != number:
            self._parent[number] = self._parent.get(parent, parent)
            number = parent
        return number
