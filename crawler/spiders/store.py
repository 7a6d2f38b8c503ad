"""What spiders write and read in the archive: functions for the writer's thread, each one transaction."""

from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.clock import later, now
from archive.records import Lead, State
from archive.reports.crawls import crawls_of
from archive.reports.rhythm import is_silent, recent_yield
from archive.store.endpoint_searches import AFTER_FAILURE, PAUSE, FoundEndpoint, Search
from archive.store.polls import Poll
from crawler.catalogue.source import Source
from crawler.spiders.learnt import as_learnt
from crawler.spiders.targets import Target

CHUNK = 2_000  # addresses recorded in one transaction
FIRST_CRAWL = 30 * 86_400  # seconds that the first crawl of a source goes back

Refused = tuple[Lead, State, str]


def learnt(archive: Archive, source: Source) -> Source:
    """Return the source as crawls have come to know it, without found endpoints that the catalogue now has."""
    stated = {endpoint.url for _, endpoint in source.endpoints()}
    found = archive.searches.found(source.id)
    archive.searches.drop(source.id, [endpoint.url for endpoint in found if endpoint.url in stated])
    return as_learnt(source, archive.polls.of_source(source.id).values(), found)


def start(archive: Archive, source_id: str, endpoints: list[str]) -> tuple[int, dict[str, Poll]]:
    """Forget endpoints that the source no longer has; return the frontier's mark and the polls that are left."""
    archive.polls.forget_others(source_id, endpoints)
    return archive.frontier.mark(), archive.polls.of_source(source_id)


def first_day(archive: Archive, source_id: str) -> str:
    """Return the day (YYYY-MM-DD) to which the first crawl of a source goes back."""
    (first,) = archive.db.execute(
        "select min(started_at) from runs where source_id = ? and kind = 'crawl'", [source_id]
    ).fetchone()
    return later(first or now(), -FIRST_CRAWL)[:10]


def is_search_due(archive: Archive, source_id: str) -> bool:
    return archive.searches.is_due(source_id, now())


def silent_since(archive: Archive, source_id: str) -> str:
    """Return when the last article came of a source whose silence is unlike it; empty for any other."""
    moment = now()
    crawls = crawls_of(archive.db, source_id, moment)
    last_new, _, usual = recent_yield(archive.db, source_id, crawls.first_run_at, moment)
    if not (last_new and usual):
        return ""
    return last_new if is_silent(archive.db, source_id, last_new, crawls.first_run_at, moment) else ""


def save_search(
    archive: Archive, source_id: str, outcome: str, found: list[FoundEndpoint], *, is_temporary: bool
) -> None:
    """Record a search; a site that gave no answer for now is searched again a day later."""
    search = Search(now(), outcome, later(now(), AFTER_FAILURE if is_temporary else PAUSE))
    archive.searches.save(source_id, search, found)


def last_search(archive: Archive, source_id: str) -> str:
    """Return what came of the last search of a site, and when the next one is due."""
    last = archive.searches.last(source_id)
    return f"{last.outcome}; its site is searched again after {last.next_at}" if last else "no endpoint is known"


def drop_replacements(archive: Archive, source_id: str, url: str) -> None:
    """Remove the endpoints that were found in place of one that answers again."""
    found = archive.searches.found(source_id)
    archive.searches.drop(source_id, [endpoint.url for endpoint in found if endpoint.replaces == url])


def poll_of(archive: Archive, source_id: str, target: Target) -> Poll:
    return archive.polls.get(source_id, target.url, target.kind)


def save_poll(archive: Archive, poll: Poll) -> None:
    archive.polls.save(poll)


def children(archive: Archive, source_id: str, parent: str) -> list[Poll]:
    return archive.polls.children(source_id, parent)


def name_children(archive: Archive, index: Poll, urls: Iterable[str]) -> dict[str, Poll]:
    archive.polls.name_children(index.source_id, index.url, index.kind, urls)
    return {child.url: child for child in archive.polls.children(index.source_id, index.url)}


def add_leads(
    archive: Archive, source_id: str, leads: Sequence[Lead], refusals: Iterable[Refused], mark: int
) -> tuple[int, int]:
    """Return how many of the leads are new, and how many were known at the mark."""
    with archive.transaction():
        for lead, state, reason in refusals:
            archive.frontier.refuse(source_id, lead, state, reason)
        new, _ = archive.frontier.add(source_id, leads)
        return new, archive.frontier.known_before(source_id, mark, [lead.url for lead in leads])


def count(archive: Archive, run_id: int, counts: dict[str, int]) -> None:
    with archive.transaction():
        archive.runs.count(run_id, **counts)
