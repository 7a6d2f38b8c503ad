"""What a page of an endpoint lists becomes rows of the frontier: to fetch, refused, or too old to be recorded."""

import asyncio

from crawler.catalogue.source import Source
from crawler.discovery.result import Found
from crawler.engine.session import Session
from crawler.engine.task_pool import TaskBrokeError
from crawler.enrich.headlines import Headlines, without_trace
from crawler.spiders import store
from crawler.spiders.filters import Admission, Judged, is_before
from crawler.spiders.poll_state import Chain

MANY = 1_000  # entries from which they are judged in a thread: a tenth of a second of the event loop


class Intake:
    """`first_day` (YYYY-MM-DD) is how far back a list without a bound is read, unless the user states a day."""

    def __init__(self, session: Session, source: Source, first_day: str) -> None:
        self.session = session
        self.source = source
        self.first_day = first_day
        self._admission = Admission(source)

    async def record(self, found: Found, chain: Chain) -> tuple[int, bool]:
        """Put what a page lists into the frontier, and count it in the chain.

        Return how many addresses are new, and whether the next page of the list is worth reading.
        """
        judge = self._admission.judge
        judged = await asyncio.to_thread(judge, found.leads) if len(found.leads) > MANY else judge(found.leads)
        chain.fitting += len(judged.admitted)
        chain.misfits += judged.misfits + found.misfits
        chain.listed_entries += len(found.leads) + found.misfits + len(found.nofollow) + len(found.more)
        judged = await self._without_strangers(judged)
        since = self._since(chain)
        admitted = [lead for lead in judged.admitted if not is_before(lead, since)]
        chain.leave_out(len(judged.admitted) - len(admitted), since)
        add = self.session.writer.call
        new, known = await add(store.add_leads, self.source.id, admitted, judged.refused, chain.mark)
        goes_on = chain.add_page((lead.url for lead in found.leads), len(admitted), known)
        # A page that lists nothing but what is too old is followed by such pages.
        return new, goes_on and not (found.leads and all(is_before(lead, since) for lead in found.leads))

    async def _without_strangers(self, judged: Judged) -> Judged:
        """Refuse what, by its headline and summary, has nothing to do with space, at an outlet that writes on all."""
        if self.source.focus != "general" or not judged.admitted:
            return judged
        task = Headlines(judged.admitted, self.source.languages[0], self.source.country)
        try:
            return judged.without(await self.session.pool.run(without_trace, task))
        except TaskBrokeError:  # the pages themselves show it
            return judged

    def _since(self, chain: Chain) -> str:
        """Return the day before which entries are left out.

        Unless the user states it, it is a month before the first crawl, and holds for what has no bound: sitemaps, and
        the pages after the first one.
        """
        if self.session.bounds.since:
            return self.session.bounds.since
        return self.first_day if chain.poll.kind == "sitemap" or chain.pages > 1 else ""
