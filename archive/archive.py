"""The archive as its users hold it: one database, one folder of WARC files, one writer at a time.

Not safe to use from two threads at once; the crawler runs it in a dedicated thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.clock import now
from archive.db.connection import connect, transaction
from archive.db.damage import BEFORE_WRITING, refuse_damaged
from archive.db.lock import WriterLock
from archive.db.statistics import renew_statistics
from archive.errors import ArchiveError
from archive.records import Article, Capture, Exchange, Lead, Rejection, Source, Words
from archive.removal.forget import forget
from archive.removal.prune import Prunable, prune
from archive.removal.warc_files import delete_stale_files
from archive.store import articles, layouts, template_lines
from archive.store.articles import Added
from archive.store.capture_store import CaptureStore
from archive.store.captures import Withheld, captures_where
from archive.store.endpoint_searches import EndpointSearches
from archive.store.frontier import Frontier
from archive.store.hosts import Hosts
from archive.store.ingests import Counts, Foreign, Ingests, Progress, onward
from archive.store.layouts import LayoutState, NewLayout
from archive.store.list_pages import ListPages
from archive.store.multipage import Parts, Unfinished
from archive.store.polls import Polls
from archive.store.reopening import Reopening
from archive.store.results import Results, next_recheck
from archive.store.runs import Runs
from archive.store.sources import sources_where, upsert_source
from archive.store.tombstones import FORGOTTEN, Tombstones
from archive.urls.canonical import UrlError, url_key
from archive.warc import records
from archive.warc.belonging import refuse_emptied, refuse_file_in_place_of_folder, refuse_wrong_folder


class Archive:
    """Opened for writing; raises ArchiveLockedError when another process writes, ArchiveError when it cannot be."""

    def __init__(self, path: Path, purpose: str = "spacebeat") -> None:
        self.path = path
        refuse_emptied(path)
        refuse_file_in_place_of_folder(path)
        self.lock = WriterLock(path, purpose)
        try:
            refuse_damaged(path, BEFORE_WRITING)
            self.db = connect(path)
            self.folder = records.folder_of(path)
            refuse_wrong_folder(self.db, path, self.folder)
            delete_stale_files(self.db, self.folder)
            self.tombstones = Tombstones(self.db)
            self.frontier = Frontier(self.db)
            self.reopening = Reopening(self.db)
            self.polls = Polls(self.db)
            self.searches = EndpointSearches(self.db)
            self.list_pages = ListPages(self.db)
            self.runs = Runs(self.db)
            self.hosts = Hosts(self.db)
            self.ingests = Ingests(self.db)
            self.results = Results(self.db, self.frontier, self.runs)
            self.parts = Parts(self.db)
            self.captures = CaptureStore(self.db, self.folder)
            self.runs.bury_killed()
        except BaseException:
            self.lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.captures.close()
        renew_statistics(self.db)
        self.db.close()
        self.lock.release()

    def transaction(self) -> AbstractContextManager[None]:
        return transaction(self.db)

    def add_source(self, source: Source) -> None:
        """Insert or update a source. Raises ArchiveError for one that is forgotten."""
        if stone := self.tombstones.of_source(source.id):
            raise ArchiveError(stone.explanation)
        with self.transaction():
            upsert_source(self.db, source)

    def add_capture(
        self, exchange: Exchange, lead: Lead, source_id: str, run_id: int | None, next_part: str = ""
    ) -> int | None:
        """Commit a response as a WARC record and a row. Return its id, None when nothing in it needs extraction.

        A payload seen before is a revisit record. When this address returned it last time, the article is unchanged.
        With `next_part`, the address where the article goes on, it waits for its parts (`archive.store.multipage`).
        A page that turns out to be a forgotten one is not stored.
        """
        if self.tombstones.covers(source_id, exchange.url, lead.url):
            self._refuse_forgotten(source_id, lead.url, run_id)
            return None
        with self.transaction():
            digest = records.payload_digest(exchange.body)
            same_page = self.captures.last_digest(exchange.url) == digest and self._is_archived(lead.url, exchange.url)
            same_page = same_page and self.parts.stood_alone(exchange.url)
            columns = _capture_columns(lead.url, source_id, run_id)
            columns |= {"outcome": "unchanged"} if same_page else {"next_part": next_part}
            capture_id = self.captures.add(exchange, digest, columns)
            self.runs.count(run_id, fetched=1, bytes=len(exchange.body), unchanged=int(same_page))
            self.frontier.captured(source_id, lead.url, capture_id)
            if same_page:
                self._settle_unchanged(source_id, lead.url, exchange.fetched_at, exchange.rights)
        return None if same_page else capture_id

    def add_withheld(self, page: Withheld, extractor: str) -> None:
        """Commit a page whose body may not be kept: its headers, and what may be made of it."""
        if self.tombstones.covers(page.source_id, page.exchange.url, page.lead.url):
            self._refuse_forgotten(page.source_id, page.lead.url, page.run_id)
            return
        with self.transaction():
            columns = _capture_columns(
                page.lead.url, page.source_id, page.run_id, withheld=page.reason, origin=page.origin
            )
            capture_id = self.captures.add(page.without_body(), records.payload_digest(b""), columns)
            self.runs.count(page.run_id, fetched=1, bytes=len(page.exchange.body))
            if not page.origin:  # what others were shown is no evidence of what we are shown
                self.frontier.captured(page.source_id, page.lead.url, capture_id)
                self.frontier.withhold(page.lead.url, title_too=page.is_closed)
            self.results.add(page.capture(capture_id), page.result, extractor, page.run_id, page.explanation)

    def add_foreign_withheld(self, pages: Iterable[Withheld], runs: Mapping[str, int], extractor: str) -> int:
        """Commit pages of a foreign file that may not be kept. Return how many were in the archive already."""
        known = 0
        with self.transaction():
            for page in pages:
                if self.ingests.is_known(page.exchange, records.payload_digest(b"")):
                    known += 1
                else:
                    self.add_withheld(replace(page, run_id=runs[page.source_id]), extractor)
        return known

    def keep_endpoint(self, exchange: Exchange, url: str, source_id: str, run_id: int | None) -> None:
        """Commit the answer of an endpoint, from which nothing is extracted."""
        with self.transaction():
            digest = records.payload_digest(exchange.body)
            self.captures.add(exchange, digest, _capture_columns(url, source_id, run_id, outcome="endpoint"))

    def add_part(self, exchange: Exchange, first: Unfinished, next_part: str, *, is_part: bool = True) -> None:
        """Commit a further page of an article and where it goes on after that; or an answer that is no part of it."""
        if self.tombstones.covers(first.source_id, exchange.url):
            with self.transaction():
                self.parts.give_up(first.capture_id, FORGOTTEN)
            return
        with self.transaction():
            columns = _capture_columns(first.next_url, first.source_id, first.run_id, outcome="no part")
            if is_part:
                columns |= {"outcome": "part", "part_of": first.capture_id, "part": first.number}
            self.captures.add(exchange, records.payload_digest(exchange.body), columns)
            self.parts.move_on(first.capture_id, next_part)
            self.runs.count(first.run_id, bytes=len(exchange.body))

    def ingest(
        self, batch: Sequence[Foreign], progress: Progress, place: tuple[int, int], others: Counts
    ) -> tuple[Progress, list[tuple[str, int]]]:
        """Commit responses of a foreign file as captures, together with the place up to which it was read.

        `place` is (part, offset) of what is to be read next, `others` what became of the records that are not in the
        batch. Return the progress and (source, capture id) of what is to be extracted.
        """
        with self.transaction():
            added, counts = self.ingests.add(self.captures.writer(), self.runs, batch, progress.file)
            progress = onward(progress, *place, counts + others)
            self.ingests.save(progress)
        return progress, added

    def waiting(self, after: int, count: int) -> list[Capture]:
        """Return the captures to extract, beyond id `after`. A revisit points to the record that has the body."""
        is_ready = "c.outcome is null and (c.next_part = '' or c.part_failure <> '')"
        return captures_where(self.db, f"{is_ready} and c.id > ? order by c.id limit ?", [after, count])

    def sources_waiting(self) -> list[Source]:
        """Return the sources of captures that have not been extracted."""
        return sources_where(self.db, "where id in (select source_id from captures where outcome is null)")

    def all_sources(self) -> list[Source]:
        """Return all sources that the archive knows."""
        return sources_where(self.db, "order by id")

    def template_lines(self, source_id: str) -> tuple[dict[int, int], int]:
        """Return how often the lines of a source repeat (`archive.store.template_lines.seen`)."""
        return template_lines.seen(self.db, source_id)

    def layout_state(self, source_id: str, extractor: str) -> LayoutState:
        """Return what is known of where the text is on the pages of a source."""
        return layouts.state(self.db, source_id, extractor)

    def add_layout(self, layout: NewLayout, extractor: str) -> None:
        """Store a layout that was learnt."""
        with self.transaction():
            layouts.save(self.db, layout, extractor)

    def add_results(
        self, results: Iterable[tuple[Capture, Article | Rejection]], extractor: str, run_id: int | None = None
    ) -> list[Added | Rejection]:
        """Turn a batch of extracted captures into rows, in one transaction.

        They count for the run that fetched them, or for `run_id`.
        """
        results = list(results)
        with self.transaction():
            layouts.note(self.db, extractor, ((capture.source_id, result) for capture, result in results))
            return [self.results.add(capture, result, extractor, run_id) for capture, result in results]

    def give_up(self, capture: Capture, reason: str) -> None:
        """Record that what was extracted from a capture cannot be stored."""
        with self.transaction():
            self.db.execute("update captures set outcome = ? where id = ?", [f"failed: {reason}", capture.id])
            with suppress(UrlError):  # an address without a key has no row
                self.frontier.refuse_answer(capture.source_id, capture.requested_url, "failed", reason)
            (run_id,) = self.db.execute("select run_id from captures where id = ?", [capture.id]).fetchone()
            self.runs.count(run_id, failed=1)

    def withdraw(self, source_id: str, url: str, reason: str, run_id: int | None) -> None:
        """Record that a page is gone; if its article is archived, as a revision of kind `withdrawn`, once."""
        with self.transaction():
            self.frontier.refuse_answer(source_id, url, "gone", reason)
            self.runs.count(run_id, fetched=1, rejected=1)
            row = self.db.execute(
                "select article_id from urls where url_key = ? and article_id is not null", [url_key(url)]
            ).fetchone()
            if row:
                articles.withdraw(self.db, row[0], now())

    def _refuse_forgotten(self, source_id: str, url: str, run_id: int | None) -> None:
        """Record that an address leads to a forgotten one, without what its endpoint stated of it."""
        with self.transaction():
            self.runs.count(run_id, fetched=1, rejected=1)
            self.frontier.withhold(url, title_too=True)
            self.frontier.refuse_answer(source_id, url, "gone", FORGOTTEN)

    def confirm_unchanged(self, source_id: str, url: str, run_id: int | None) -> None:
        """Record that the outlet answered 304 (not modified) for an archived article."""
        with self.transaction():
            self.runs.count(run_id, fetched=1, unchanged=1)
            self._settle_unchanged(source_id, url, now(), None)

    def _settle_unchanged(self, source_id: str, url: str, fetched_at: str, rights: Words | None) -> None:
        article_id, changed = self.db.execute(
            """
            select a.id, coalesce(max(r.observed_at), a.first_seen_at)
            from urls u join articles a on a.id = u.article_id
            left join revisions r on r.article_id = a.id where u.url_key = ? group by a.id
            """,
            [url_key(url)],
        ).fetchone()
        articles.seen_again(self.db, article_id, fetched_at, rights)
        self.frontier.settle(source_id, [url], "unchanged", "", next_recheck(now(), changed))

    def _is_archived(self, url: str, answered: str) -> bool:
        """Return whether an address leads to an article, and the one that answered to no other."""
        found = self.db.execute(
            "select count(distinct article_id), max(url_key = ?1) from urls"
            " where url_key in (?1, ?2) and article_id is not null",
            [url_key(url), url_key(answered)],
        ).fetchone()
        return tuple(found) == (1, 1)

    def forget(self, keys: Sequence[str], sources: Sequence[str], reason: str) -> None:
        """Remove addresses (by key) and sources for good (`archive.removal.forget`)."""
        self.captures.close()
        forget(self.db, self.folder, keys, sources, reason)

    def prune(self, prunable: Prunable) -> int:
        """Remove old captures of one WARC file; return the bytes freed (`archive.removal.prune`)."""
        self.captures.close()
        return prune(self.db, self.folder, prunable)


def _capture_columns(
    requested_url: str, source_id: str, run_id: int | None, **columns: str | int | None
) -> dict[str, object]:
    return {"requested_url": requested_url, "source_id": source_id, "run_id": run_id, **columns}
