"""The frontier: every address that an endpoint advertised, its state, and when it is to be tried next.

Addresses with one key (archive.urls) are one thing to fetch: they share state and outcome, and only the first of
them is asked for. A row is pending until its outcome is known, so a killed run goes on where it was.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from archive.clock import later, now
from archive.db.connection import transaction
from archive.records import Lead, State
from archive.urls.canonical import url_key

DAY = 86_400
# Seconds until a failed address is tried again, by attempt: an outage of a month loses nothing.
RETRY_STEPS = (3600, 6 * 3600, DAY, 3 * DAY, 10 * DAY, 30 * DAY)
EDIT_PAUSE = 3600  # seconds that must lie between two fetches of one article, whatever its endpoint claims


class Frontier:
    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, source_id: str, leads: Iterable[Lead]) -> tuple[int, int]:
        """Record leads. Give (how many were new, how many were known); a known one that was edited is due again."""
        new = known = 0
        with transaction(self.db):
            for lead in leads:
                if self._add(source_id, lead):
                    new += 1
                else:
                    known += 1
        return new, known

    def offer_copies(self, source_id: str, leads: Iterable[Lead]) -> tuple[int, int]:
        """Record leads to the copies that a web archive has; give as `add` does.

        A page that is gone, or could not be had, is to be read from its copy. What is closed to us stays closed.
        """
        new, known = self.add(source_id, leads := list(leads))
        with transaction(self.db):
            self.db.conn.executemany(
                """
                update urls set state = 'pending', reason = '', next_try_at = null, capture_id = null, lead = ?,
                  found_by = ?, endpoint = ?
                where url_key = ? and article_id is null and state in ('gone', 'failed') and found_by <> 'archive'
                """,
                [(encode_lead(lead), lead.found_by, lead.endpoint, url_key(lead.url)) for lead in leads],
            )
        return new, known

    def known_addresses(self, source_id: str) -> list[tuple[str, str]]:
        """All addresses of a source with the day of their article (YYYY-MM-DD), empty where there is none."""
        rows = self.db.execute(
            """
            select u.url, coalesce(substr(a.published_at, 1, 10), '')
            from urls u left join articles a on a.id = u.article_id where u.source_id = ?
            """,
            [source_id],
        )
        return [(url, day) for url, day in rows.fetchall()]

    def waiting(self, source_id: str) -> int:
        """How many addresses are to be fetched now."""
        (number,) = self.db.execute(
            """
            select count(*) from urls where source_id = ? and coalesce(next_try_at, '') <= ?
              and ((state = 'pending' and capture_id is null) or next_try_at is not null)
            """,
            [source_id, now()],
        ).fetchone()
        return int(number)

    def mark(self) -> int:
        """The last row. What is added from now on lies beyond it."""
        (row,) = self.db.execute("select coalesce(max(rowid), 0) from urls").fetchone()
        return int(row)

    def known_before(self, mark: int, urls: Iterable[str]) -> int:
        """How many of the addresses were recorded, under this or another form, not later than row `mark`."""
        found = (
            self.db.execute("select 1 from urls where url_key = ? and rowid <= ? limit 1", [url_key(url), mark])
            for url in urls
        )
        return sum(1 for cursor in found if cursor.fetchone())

    def due_sources(self) -> set[str]:
        """Sources with an address whose time has come: new ones, repetitions after a failure, second looks."""
        rows = self.db.execute(
            """
            select distinct source_id from urls
            where ((state = 'pending' and capture_id is null) or next_try_at is not null)
              and coalesce(next_try_at, '') <= ?
            """,
            [now()],
        )
        return {source for (source,) in rows.fetchall()}

    def refuse(self, source_id: str, lead: Lead, state: State, reason: str) -> None:
        """Record a lead that will not be fetched, and why."""
        with transaction(self.db):
            self._add(source_id, lead)
            self.db.execute(
                "update urls set state = ?, reason = ?, next_try_at = null where url_key = ? and state = 'pending'",
                [state, reason, url_key(lead.url)],
            )

    def take(self, source_id: str, after: int, count: int) -> list[tuple[int, Lead]]:
        """The next addresses to fetch as (row, lead), in the order they were found, beyond row `after`."""
        rows = self.db.execute(
            """
            select rowid, url, lead from urls u where source_id = :source and rowid > :after
              and ((state = 'pending' and capture_id is null) or next_try_at is not null)
              and coalesce(next_try_at, '') <= :now
              and rowid = (select min(rowid) from urls twin where twin.url_key = u.url_key)
            order by rowid limit :count
            """,
            {"source": source_id, "after": after, "now": now(), "count": count},
        ).fetchall()
        return [(row, decode_lead(url, lead)) for row, url, lead in rows]

    def captured(self, url: str, capture_id: int) -> None:
        """The page lies in a WARC record: it is not to be fetched again, only extracted."""
        self.db.execute(
            "update urls set capture_id = ?, last_tried_at = ?, next_try_at = null where url_key = ?",
            [capture_id, now(), url_key(url)],
        )

    def withhold(self, url: str, *, title_too: bool) -> None:
        """Forget what an endpoint carried of a text that may not be kept, or all that it said of the page."""
        kept = "'{}'" if title_too else "json_remove(lead, '$.html', '$.summary')"
        self.db.execute(f"update urls set lead = {kept} where url_key = ? and lead is not null", [url_key(url)])

    def settle(self, urls: Sequence[str], state: State, reason: str = "", next_try_at: str | None = None) -> None:
        """Record the outcome of a fetch for the addresses and all that share their keys.

        What was archived once stays so; the reason tells what became of its page.
        """
        self.db.conn.executemany(
            """
            update urls set
              state = case when article_id is null or ?1 in ('archived', 'unchanged', 'gone') then ?1 else state end,
              reason = ?2, last_tried_at = ?3, next_try_at = ?4, attempts = attempts + 1
            where url_key = ?5
            """,
            [(state, reason, now(), next_try_at, key) for key in {url_key(u) for u in urls}],
        )

    def fail(self, url: str, reason: str, *, temporary: bool) -> None:
        """Record a failed fetch; a temporary failure is tried again, at growing intervals, a few times.

        An archived article that could not be fetched again stays archived.
        """
        with transaction(self.db):
            row = self.db.execute("select max(attempts) from urls where url_key = ?", [url_key(url)]).fetchone()
            attempts = row[0] or 0
            again = later(now(), RETRY_STEPS[attempts]) if temporary and attempts < len(RETRY_STEPS) else None
            self.settle([url], "failed", reason, again)

    def postpone(self, url: str, until: str, reason: str) -> None:
        """Leave an address pending until its host may be asked again."""
        with transaction(self.db):
            self.db.execute(
                "update urls set reason = ?, next_try_at = ? where url_key = ?", [reason, until, url_key(url)]
            )

    def alias(self, url: str, source_id: str, article_id: int) -> None:
        """Record an address that no endpoint advertised, but that leads to the article (a redirect's target)."""
        self.db.execute(
            """
            insert into urls (url, url_key, source_id, article_id, state, first_seen_at)
            values (?, ?, ?, ?, 'archived', ?)
            on conflict (url) do update set article_id = excluded.article_id
            """,
            [url, url_key(url), source_id, article_id, now()],
        )

    def _add(self, source_id: str, lead: Lead) -> bool:
        key = url_key(lead.url)
        twin = self.db.execute(
            """
            select state, article_id, reason, last_tried_at, lead_modified from urls
            where url_key = ? order by rowid limit 1
            """,
            [key],
        ).fetchone()
        state, article_id, reason, tried, modified = twin or ("pending", None, "", None, "")
        row = [lead.url, key, source_id, article_id, state, reason, now(), tried]
        self.db.execute(
            """
            insert into urls (url, url_key, source_id, article_id, state, reason, first_seen_at, last_tried_at,
              next_try_at, endpoint, found_by, lead, lead_modified)
            values (?, ?, ?, ?, ?, ?, ?, ?, null, ?, ?, ?, ?)
            on conflict (url) do update set found_by = case found_by when '' then excluded.found_by else found_by end
            """,
            [*row, lead.endpoint, lead.found_by, encode_lead(lead), lead.modified],
        )
        if twin and article_id and lead.modified and lead.modified != modified and tried:
            self.db.execute(
                "update urls set lead_modified = ?, lead = ?, next_try_at = ? where url_key = ?",
                [lead.modified, encode_lead(lead), later(tried, EDIT_PAUSE) if modified else None, key],
            )
        return twin is None


def encode_lead(lead: Lead) -> str:
    known = {name: value for name, value in asdict(lead).items() if value and name != "url"}
    return json.dumps(known, ensure_ascii=False).encode("utf-8", "replace").decode()


def decode_lead(url: str, stored: str | None) -> Lead:
    known = json.loads(stored or "{}")
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in known.items()}
    return Lead(url=url, **fields)
