"""Implement `sources check`: whether the endpoints of the catalogue still work as described."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from archive.records import Lead
from crawler.catalogue.source import Endpoint, Source
from crawler.catalogue.url_patterns import admits
from crawler.catalogue.url_templates import current_endpoints
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.timestamps import NEVER, instant
from crawler.fetch.ask import Ask, Reply
from crawler.fetch.rights.meta_tags import meta_elements
from crawler.fetch.rights.policy import rights_of

Verdict = Literal["alive", "stale", "empty", "gone", "unreachable", "broken"]
AT_ONCE = 32  # sources


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one endpoint.

    `entries` are the articles that match the catalogue's patterns, `more` further URLs, `newest` a day.
    """

    source_id: str
    kind: str
    url: str
    verdict: Verdict
    entries: int = 0
    more: int = 0
    newest: str = ""
    reason: str = ""


async def check(
    ask: Ask, sources: Sequence[Source], stale_after: timedelta, report: Callable[[Checked], None]
) -> list[Checked]:
    """Request every enabled endpoint of the sources once, sequentially at each source."""
    today = datetime.now(UTC).date()
    free = asyncio.Semaphore(AT_ONCE)

    async def of_source(source: Source) -> list[Checked]:
        async with free:
            checked = []
            for kind, endpoint, url in current_endpoints(source, today):
                checked.append(judge(await ask(url), source, kind, endpoint, url, stale_after))
                report(checked[-1])
            return checked

    return [checked for several in await asyncio.gather(*map(of_source, sources)) for checked in several]


def judge(reply: Reply, source: Source, kind: str, endpoint: Endpoint, url: str, stale_after: timedelta) -> Checked:
    """Classify an endpoint by its response; no response can cause an exception."""
    identity = (source.id, kind, url)
    if not reply.status:
        return Checked(*identity, "unreachable", reason=reply.reason)
    if reply.status in (404, 410):
        return Checked(*identity, "gone", reason=f"http {reply.status}")
    if not 200 <= reply.status < 300:
        return Checked(*identity, "unreachable", reason=f"http {reply.status}")
    try:
        follow = kind != "listing" or not _is_nofollow(reply)
        found = read_endpoint(kind, reply.body, reply.url, reply.headers, source, endpoint, follow=follow)
    except EndpointError as error:
        return Checked(*identity, "broken", reason=str(error))
    entries = [lead for lead in found.leads if admits(source, lead.url)]
    newest = _newest(entries)
    if not entries and not found.more:
        return Checked(*identity, "empty", reason=_why_empty(found))
    stale = bool(newest) and date.fromisoformat(newest) < datetime.now(UTC).date() - stale_after
    reason = f"nothing since {newest}" if stale else ""
    return Checked(*identity, "stale" if stale else "alive", len(entries), len(found.more), newest, reason)


def _is_nofollow(reply: Reply) -> bool:
    headers = {name: [value] for name, value in reply.headers.items()}
    return rights_of(reply.url, headers, meta_elements(reply.body)).has_directive("nofollow")


def _why_empty(found: Found) -> str:
    if found.leads:
        return f"none of {len(found.leads)} entries fits the patterns"
    return "asks that its links not be followed (nofollow)" if found.nofollow else "lists nothing"


def _newest(leads: Sequence[Lead]) -> str:
    latest = max((instant(lead.published or lead.modified) for lead in leads), default=NEVER)
    return "" if latest == NEVER else latest.astimezone(UTC).date().isoformat()
