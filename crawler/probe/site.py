"""Implement `sources probe`: from the URL of an unknown site to a tested catalogue entry."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from archive.clock import now
from archive.errors import SpacebeatError
from archive.records import Article, Lead, Rejection
from crawler.catalogue.source import Source
from crawler.fetch.ask import Ask, Reply
from crawler.probe.candidates import candidates
from crawler.probe.propose import Answer, Finding, propose

SAMPLES = 3  # articles that are tried until one can be extracted


class ProbeError(SpacebeatError):
    """A site cannot be probed."""


@dataclass(frozen=True, slots=True)
class Probed:
    """The result of a probe.

    `source` has the endpoints that work, `sample` is one of their articles as a crawl would extract it.
    """

    source: Source
    findings: tuple[Finding, ...]
    sample: Article | None


async def probe(ask: Ask, url: str, report: Callable[[str], None]) -> Probed:
    """Request the page, robots.txt and every likely endpoint.

    Raises ProbeError when the page does not respond.
    """
    home = await ask(url)
    if not 200 <= home.status < 300:
        why = home.reason.removeprefix(f"{url} is not fetched: ") or f"it answers {home.status}"
        unknown = "there is no host of this name, or no internet connection"
        raise ProbeError(f"cannot probe {url}: {unknown if why.endswith(': dns') else why}")
    robots = await ask(urljoin(home.url, "/robots.txt"))
    text = robots.body.decode("utf-8", "replace") if robots.status == 200 else ""
    answers: list[Answer] = []
    failures: list[Finding] = []
    to_try = candidates(home.body, home.url, home.headers, text)
    for number, candidate in enumerate(to_try, 1):
        report(f"{number}/{len(to_try)} {candidate.kind} {candidate.url}")
        reply = home if candidate.url == home.url else await ask(candidate.url)
        if reply.status:
            answers.append(Answer(candidate, reply.url, reply.status, reply.headers, reply.body))
        else:
            failures.append(Finding(candidate, candidate.url, reason=reply.reason))
    source, findings = propose(home.body, home.url, answers)
    return Probed(source, (*findings, *failures), await _sample(ask, source, findings))


async def _sample(ask: Ask, source: Source, findings: tuple[Finding, ...]) -> Article | None:
    used = {endpoint.url for _, endpoint in source.endpoints()}
    leads = [lead for finding in findings if finding.url in used for lead in finding.samples]
    for lead in leads[:SAMPLES]:
        reply = await ask(lead.url)
        if 200 <= reply.status < 300:
            article = read_article(reply, lead, source)
            if isinstance(article, Article):
                return article
    return None


def read_article(reply: Reply, lead: Lead, source: Source) -> Article | Rejection:
    """Extract the article of a page as a crawl would."""
    from crawler.extract.article import extract
    from crawler.extract.page import Page

    page = Page(
        url=reply.url,
        body=reply.body,
        headers=dict(reply.headers),
        fetched_at=now(),
        lead=lead,
        source=source,
        status=reply.status,
    )
    return extract(page)
