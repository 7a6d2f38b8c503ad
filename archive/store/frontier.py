"""The frontier: every address that an endpoint advertised, its state, and when it is to be asked next.

Addresses with one key (archive.urls) are one thing to fetch: within a source they share state and outcome, and only the
first of them is asked for. An article that one source has is there for all; any other verdict holds for the source that
came to it (archive.store.address_states). A row is pending until its outcome is known, so a killed run goes on where it
was.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from archive.clock import later, now
from archive.db.connection import transaction
from archive.records import Lead, State
from archive.store.address_states import FARTHEST, Attempts, next_try
from archive.store.listed_addresses import decode_lead, encode_lead, offer_again, record, reopen
from archive.store.tombstones import Tombstones
from archive.urls.canonical import url_key

_IS_WAITING = "((state = 'pending' and capture_id is null) or next_try_at is not null)"
_IS_DUE = f"{_IS_WAITING} and (coalesce(next_try_at, '') <= :now or next_try_at > :farthest)"


class Frontier:
    def __init__(self, db: Database) -> None:
        self.db = db
        self.tombstones = Tombstones(db)

    def add(self, source_id: str, leads: Iterable[Lead]) -> tuple[int, int]:
        """Record leads. Return (how many were new, how many were known).

        A known one is due again when its page was edited, or when it was refused before it was asked for: what refused
        it does so no more. A forgotten one counts as known, and leaves no row.
        """
        new = known = 0
        with transaction(self.db):
            for lead in leads:
                if self.tombstones.covers(source_id, lead.url):
                    known += 1
                    continue
                address = record(self.db, source_id, lead)
                if address is None:
                    new += 1
                    continue
                known += 1
                if address.is_refused_unasked:
                    reopen(self.db, address)
                elif address.is_given_up:
                    offer_again(self.db, address)
        return new, known

    def offer_copies(self, source_id: str, leads: Iterable[Lead]) -> tuple[int, int]:
        """Record leads to the copies that a web archive has; return as `add` does.

        A page that is gone, or could not be had, is to be read from its copy. What is closed to us stays closed.
        """
        new, known = self.add(source_id, leads := list(leads))
        with transaction(self.db):
            self.db.conn.executemany(
                """
                update urls set state = 'pending', reason = '', next_try_at = null, capture_id = null, lead = ?,
                  found_by = ?, endpoint = ?
                where url_key = ? and source_id = ? and article_id is null and state in ('gone', 'failed')
                  and found_by <> 'archive'
                """,
                [(encode_lead(lead), lead.found_by, lead.endpoint, url_key(lead.url), source_id) for lead in leads],
            )
        return new, known

    def known_addresses(self, source_id: str) -> list[tuple[str, str]]:
        """Return all addresses of a source with the day of their article (YYYY-MM-DD), empty where there is none."""
        rows = self.db.execute(
            """
            select u.url, coalesce(substr(a.published_at, 1, 10), '')
            from urls u left join articles a on a.id = u.article_id where u.source_id = ?
            """,
            [source_id],
        )
        return [(url, day) for url, day in rows.fetchall()]

    def waiting(self, source_id: str) -> int:
        """Return how many addresses are to be fetched now."""
        (number,) = self.db.execute(
            f"select count(*) from urls where source_id = :source and {_IS_DUE}", _times() | {"source": source_id}
        ).fetchone()
        return int(number)

    def mark(self) -> int:
        """Return the last row. What is added from now on lies beyond it."""
        (row,) = self.db.execute("select coalesce(max(id), 0) from urls").fetchone()
        return int(row)

    def known_before(self, source_id: str, mark: int, urls: Iterable[str]) -> int:
        """Count the addresses that were recorded, under this or another form, not later than row `mark`.

        Forgotten ones count: a list that has them is not read further because of them.
        """
        return sum(1 for url in urls if self._is_known_before(source_id, mark, url))

    def _is_known_before(self, source_id: str, mark: int, url: str) -> bool:
        row = self.db.execute(
            "select 1 from urls where url_key = ? and source_id = ? and id <= ? limit 1",
            [url_key(url), source_id, mark],
        ).fetchone()
        return row is not None or self.tombstones.covers(source_id, url)

    def due_sources(self) -> set[str]:
        """Return the sources with an address whose time has come: new ones, repetitions, second looks."""
        rows = self.db.execute(f"select distinct source_id from urls where {_IS_DUE}", _times())
        return {source for (source,) in rows.fetchall()}

    def refuse(self, source_id: str, lead: Lead, state: State, reason: str) -> None:
        """Record a lead that will not be fetched, and why."""
        if self.tombstones.covers(source_id, lead.url):
            return
        with transaction(self.db):
            record(self.db, source_id, lead)
            self.db.execute(
                """
                update urls set state = ?, reason = ?, next_try_at = null
                where url_key = ? and source_id = ? and state = 'pending'
                """,
                [state, reason, url_key(lead.url), source_id],
            )

    def take(self, source_id: str, after: int, count: int) -> list[tuple[int, Lead]]:
        """Return the next addresses to fetch as (row, lead), in the order they were found, beyond row `after`."""
        rows = self.db.execute(
            f"""
            select id, url, lead from urls u where source_id = :source and id > :after and {_IS_DUE}
              and id = (select min(id) from urls o where o.url_key = u.url_key and o.source_id = u.source_id)
            order by id limit :count
            """,
            _times() | {"source": source_id, "after": after, "count": count},
        ).fetchall()
        return [(row, decode_lead(url, lead)) for row, url, lead in rows]

    def captured(self, source_id: str, url: str, capture_id: int) -> None:
        """Record that the page lies in a WARC record: it is not to be fetched again, only extracted."""
        self.db.execute(
            """
            update urls set capture_id = ?, last_tried_at = ?, next_try_at = null where url_key = ? and source_id = ?
            """,
            [capture_id, now(), url_key(url), source_id],
        )

    def withhold(self, url: str, *, title_too: bool) -> None:
        """Forget what an endpoint carried of a text that may not be kept, or all that it contained about the page."""
        kept = "'{}'" if title_too else "json_remove(lead, '$.html', '$.summary')"
        self.db.execute(f"update urls set lead = {kept} where url_key = ? and lead is not null", [url_key(url)])

    def settle(
        self, source_id: str, urls: Sequence[str], state: State, reason: str = "", next_try_at: str | None = None
    ) -> None:
        """Record the outcome of a fetch for the addresses and all of the source that share their keys.

        What was archived once stays so; the reason records what became of its page.
        """
        self.db.conn.executemany(
            """
            update urls set
              state = case when article_id is null or ?1 in ('archived', 'unchanged', 'gone') then ?1 else state end,
              reason = ?2, last_tried_at = ?3, next_try_at = ?4, attempts = attempts + 1
            where url_key = ?5 and source_id = ?6
            """,
            [(state, reason, now(), next_try_at, key, source_id) for key in {url_key(u) for u in urls}],
        )

    def refuse_answer(self, source_id: str, url: str, state: State, reason: str, *, is_temporary: bool = False) -> None:
        """Record an answer that gave no article, or that there was none; the address comes back on its ladder.

        An archived article that could not be fetched again stays archived.
        """
        with transaction(self.db):
            number, first_seen, last_listed = self.db.execute(
                "select max(attempts), min(first_seen_at), max(last_listed_at) from urls"
                " where url_key = ? and source_id = ?",
                [url_key(url), source_id],
            ).fetchone()
            attempts = Attempts(number or 0, first_seen or now(), last_listed)
            again = next_try(state, attempts, now(), is_temporary=is_temporary)
            self.settle(source_id, [url], state, reason, again)

    def postpone(self, source_id: str, url: str, until: str, reason: str) -> None:
        """Leave an address pending until its host may be asked again."""
        with transaction(self.db):
            self.db.execute(
                "update urls set reason = ?, next_try_at = ? where url_key = ? and source_id = ?",
                [reason, until, url_key(url), source_id],
            )

    def alias(self, url: str, source_id: str, article_id: int) -> None:
        """Record that an address leads to the article, for all sources that know it.

        It may be one that no endpoint advertised (a redirect's target).
        """
        key = url_key(url)
        self.db.execute(
            """
            insert into urls (url, url_key, source_id, article_id, state, first_seen_at)
            values (?, ?, ?, ?, 'archived', ?)
            on conflict (source_id, url) do update set article_id = excluded.article_id
            """,
            [url, key, source_id, article_id, now()],
        )
        self.db.execute(
            """
            update urls set article_id = ?, state = 'archived', reason = '', next_try_at = null
            where url_key = ? and source_id <> ? and article_id is null
            """,
            [article_id, key, source_id],
        )


def _times() -> dict[str, Any]:
    moment = now()
    return {"now": moment, "farthest": later(moment, FARTHEST)}
