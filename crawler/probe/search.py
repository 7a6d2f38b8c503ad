"""Search a site for an endpoint that lists articles of a known source, as `sources probe` does for an unknown one.

Parsing is done by `run`, in other processes, since the pages come from strangers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import urljoin

from archive.errors import SpacebeatError
from archive.records import Lead
from crawler.catalogue.site_moves import at_site
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import admits
from crawler.discovery.task import EndpointBody, read_body
from crawler.discovery.timestamps import instant
from crawler.fetch.ask import Ask, Reply
from crawler.html.limits import worker_limits
from crawler.probe.candidates import Candidate, candidates
from crawler.probe.propose import endpoint_at

ASKED = 25  # candidates at most: one search is a small burden
_FEWEST = {"feed": 1, "api": 1, "sitemap": 1, "listing": 3}  # entries that fit; links of a page may do so by chance
_BEST_FIRST = ("feed", "api", "sitemap", "listing")

T = TypeVar("T")
R = TypeVar("R")


class Run(Protocol):
    """Apply a function to a task in another process."""

    async def __call__(self, function: Callable[[T], R], task: T, /) -> R: ...


@dataclass(frozen=True, slots=True)
class HomePage:
    """What candidates are derived from; `headers` has lower-case names."""

    body: bytes
    url: str
    headers: Mapping[str, str]
    robots: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """An endpoint that works, `entries` of which fit the source; or, without one, why there is none.

    `is_temporary` says that the site could not be searched, as it gave no answer for now.
    """

    kind: str = ""
    url: str = ""
    dialect: str = ""
    entries: int = 0
    reason: str = ""
    is_temporary: bool = False


async def search(source: Source, ask: Ask, run: Run, *, skip: Collection[str], newer_than: str = "") -> Discovery:
    """Return the best endpoint of the source's site that is not in `skip`.

    With `newer_than` (UTC, ISO 8601), it has to list an article later than that. Network failures and unreadable bodies
    are reasons, not exceptions.
    """
    home = await ask(source.homepage)
    if not home.is_whole:
        words = home.reason or f"its home page cannot be read (http {home.status})"
        return Discovery(reason=words, is_temporary=home.is_temporary)
    robots = await ask(urljoin(home.url, "/robots.txt"))
    text = robots.body.decode("utf-8", "replace") if robots.is_whole else ""
    try:
        tried = await run(candidates_of, HomePage(home.body, home.url, home.headers, text))
    except SpacebeatError as error:
        return Discovery(reason=f"its home page cannot be read ({error})")
    return await _first_that_fits(source, ask, run, home, [c for c in tried if c.url not in skip][:ASKED], newer_than)


def candidates_of(home: HomePage) -> tuple[Candidate, ...]:
    """Return what to try, within the limits of a worker."""
    with worker_limits():
        return candidates(home.body, home.url, home.headers, home.robots)


async def _first_that_fits(
    source: Source, ask: Ask, run: Run, home: Reply, tried: Sequence[Candidate], newer_than: str
) -> Discovery:
    works: list[Discovery] = []
    misfit = ""
    for candidate in tried:
        reply = home if candidate.url == home.url else await ask(candidate.url)
        leads = await _leads(at_site(source, reply.url), candidate, reply, run) if reply.is_whole else ()
        fitting = [lead for lead in leads if admits(at_site(source, lead.url), lead.url)]
        fits = len(fitting) >= _FEWEST[candidate.kind] and _is_newer(fitting, newer_than)
        if fits:
            works.append(Discovery(candidate.kind, reply.url, candidate.dialect, len(fitting)))
            if candidate.kind in ("feed", "api"):
                break
        elif len(leads) >= _FEWEST["listing"] and not fitting:
            misfit = misfit or f"{reply.url} lists {len(leads)} entries, none of which fits article_url_re"
    works.sort(key=lambda found: _BEST_FIRST.index(found.kind))
    return works[0] if works else Discovery(reason=misfit or f"none of {len(tried)} usual addresses lists articles")


async def _leads(source: Source, candidate: Candidate, reply: Reply, run: Run) -> tuple[Lead, ...]:
    endpoint = endpoint_at(candidate, reply.url)
    body = EndpointBody(candidate.kind, reply.body, reply.url, reply.headers, source, endpoint)
    try:
        return (await run(read_body, body)).leads
    except SpacebeatError:  # it cannot be read, or it broke its worker
        return ()


def _is_newer(leads: Sequence[Lead], newer_than: str) -> bool:
    if not newer_than:
        return True
    bound = instant(newer_than)
    return any(instant(lead.published or lead.modified) > bound for lead in leads)
