"""What spiders write and read in the archive: functions for the writer's thread, each one transaction."""

from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.records import Lead, State
from archive.store.polls import Poll
from crawler.spiders.targets import Target

CHUNK = 2_000  # addresses recorded in one transaction

Refused = tuple[Lead, State, str]


def start(archive: Archive, source_id: str, endpoints: list[str]) -> tuple[int, dict[str, Poll]]:
    """Forget endpoints that the catalogue no longer has; return the frontier's mark and the polls that are left."""
    archive.polls.forget_others(source_id, endpoints)
    return archive.frontier.mark(), archive.polls.of_source(source_id)


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
