"""Finding an endpoint where those of the catalogue fail, so that a source is not lost until somebody repairs its entry.

The site is searched as `sources probe` does it, once a week at most, or a day after it gave no answer. What is found is
read by this and later crawls until the failing endpoint answers again or the catalogue has the new one.
"""

from collections.abc import Collection
from functools import partial

from archive.clock import now
from archive.store.endpoint_searches import FoundEndpoint
from archive.store.polls import Poll
from crawler.catalogue.source import Source
from crawler.fetch.failures import is_temporary
from crawler.probe.search import search
from crawler.spiders import store
from crawler.spiders.crawl import Crawl

PATIENCE = 5  # failures in a row of a kind that mostly passes, after which it does not seem to


def needs_replacement(poll: Poll) -> bool:
    """Return whether an endpoint has failed in a way that is not likely to pass."""
    if not poll.failures:
        return False
    passes = poll.reason.startswith("cannot reach") or is_temporary(poll.reason)
    return not passes or poll.failures >= PATIENCE


class Healer:
    """Searches at most once a run. `outcome` is what came of it, empty when nothing was searched for."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.session = crawl.session
        self.outcome = ""
        self._has_searched = self.session.bounds.dry_run

    async def replacement(
        self, source: Source, *, replaces: str = "", skip: Collection[str] = (), newer_than: str = ""
    ) -> FoundEndpoint | None:
        """Return an endpoint that was found on the site, and record it; None if there is none, or it is not yet time.

        `replaces` is the failing endpoint, `skip` what is asked anyhow.
        """
        call = self.session.writer.call
        if self._has_searched or not await call(store.is_search_due, source.id):
            return None
        self._has_searched = True
        answer = await search(source, self.crawl.ask, self.session.pool.run, skip=skip, newer_than=newer_than)
        if self.session.is_stopping:
            return None
        if answer.url:
            found = FoundEndpoint(source.id, answer.url, answer.kind, answer.dialect, replaces, now())
            self.outcome = f"found {answer.url} ({answer.kind}, {answer.entries} articles)"
            self.outcome += f" in place of {replaces}" if replaces else ""
        else:
            found = None
            other = "other " if replaces or newer_than else ""
            self.outcome = f"no {other}endpoint found: {answer.reason}"
        saved = partial(store.save_search, is_temporary=answer.is_temporary)
        await call(saved, source.id, self.outcome, [found] if found else [])
        self.crawl.warn(self.outcome)
        return found
