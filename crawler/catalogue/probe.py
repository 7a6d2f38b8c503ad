"""What the answers of a site's likely endpoints say: which are alive, and what a catalogue should hold.

The pure part of `spacebeat sources probe`: somebody else fetches what crawler.catalogue.candidates proposes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.records import Lead
from crawler.catalogue.article_pattern import article_pattern
from crawler.catalogue.candidates import Candidate
from crawler.catalogue.codes import COUNTRIES
from crawler.catalogue.opml import identity
from crawler.catalogue.source import Api, Endpoint, Focus, Kind, Listing, Source
from crawler.discovery.found import EndpointError
from crawler.discovery.instant import NEVER, instant
from crawler.discovery.plain import language, one_line
from crawler.discovery.read import read_endpoint
from crawler.extract.document import UnreadableError, parse

_COUNTRY_OF = {"uk": "GB", "eu": "INT", "int": "INT", "gov": "US", "mil": "US"}
_SEPARATOR = re.compile(r"\s+[|–—·:»-]\s+")
_KINDS = ("feed", "sitemap", "api", "listing")
_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a candidate; `url` is the one after redirects, `headers` has lower-case names."""

    candidate: Candidate
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """What a candidate is: `entries` articles, or else `reason` why it is of no use.

    `newest` is the latest time stated (UTC, ISO 8601, empty when none is), `more` the number of further
    addresses.
    """

    candidate: Candidate
    url: str
    entries: int = 0
    newest: str = ""
    more: int = 0
    samples: tuple[Lead, ...] = ()
    reason: str = ""


def examine(answer: Answer, homepage: str) -> tuple[Finding, tuple[Lead, ...]]:
    """What one answer is worth, with all its leads. Raises nothing that an answer can cause."""
    if not 200 <= answer.status < 300:
        return Finding(answer.candidate, answer.url, reason=f"answers {answer.status}"), ()
    endpoint = _endpoint(answer.candidate, answer.url)
    source = _draft("probed", "probed", homepage, ("en",))
    try:
        kind = answer.candidate.kind
        found = read_endpoint(kind, answer.body, answer.url, answer.headers, source, endpoint)
    except EndpointError as error:
        return Finding(answer.candidate, answer.url, reason=one_line(str(error))), ()
    if not found.leads and not found.more:
        return Finding(answer.candidate, answer.url, reason="lists no articles"), ()
    newest = max((instant(lead.published or lead.modified) for lead in found.leads), default=NEVER)
    finding = Finding(
        candidate=answer.candidate,
        url=answer.url,
        entries=len(found.leads),
        newest="" if newest == NEVER else newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        more=len(found.more),
        samples=found.leads[:_SAMPLES],
    )
    return finding, found.leads


def propose(home: bytes, url: str, answers: Sequence[Answer]) -> tuple[Source, tuple[Finding, ...]]:
    """A source for a site, made of the endpoints that are alive, and what was found of each.

    Name and language come from the home page, the country from the domain; kind and focus are the user's to
    set. Feeds and interfaces are preferred; listings are taken where there are none. The article pattern is
    made from the addresses that the endpoints list.
    """
    examined = [examine(answer, url) for answer in answers]
    findings = _distinct([finding for finding, _ in examined])
    alive = [finding for finding in findings if not finding.reason]
    listed = {finding.url: leads for finding, leads in examined if not finding.reason}
    urls = [lead.url for f in alive if f.candidate.kind in ("feed", "api") for lead in listed[f.url]]
    urls = urls or [lead.url for f in alive if f.candidate.kind != "sitemap" for lead in listed[f.url]]
    name, spoken = _name_and_language(home, url)
    draft = _draft(identity(name) or identity(urlsplit(url).netloc) or "source", name, url, (spoken,))
    return _with(draft, alive, article_pattern(urls)), tuple(findings)


def _distinct(findings: list[Finding]) -> list[Finding]:
    """Each address once: several candidates may lead to one after redirects."""
    kept: dict[str, Finding] = {}
    for finding in findings:
        if finding.url not in kept or (kept[finding.url].reason and not finding.reason):
            kept[finding.url] = finding
    return list(kept.values())


def _endpoint(candidate: Candidate, url: str) -> Endpoint:
    if candidate.kind == "api":
        return Api(url=url, type=candidate.dialect)
    return Listing(url=url) if candidate.kind == "listing" else Endpoint(url=url)


def _draft(source_id: str, name: str, url: str, languages: tuple[str, ...]) -> Source:
    label = (urlsplit(url).hostname or "").rpartition(".")[2]
    country = _COUNTRY_OF.get(label, label.upper())
    kind: Kind = "government" if label in ("gov", "mil") else "trade-press"
    focus: Focus = "general"
    return Source(
        id=source_id,
        name=name,
        homepage=url,
        country=country if country in COUNTRIES else "INT",
        languages=languages,
        kind=kind,
        focus=focus,
    )


def _with(draft: Source, alive: list[Finding], pattern: str) -> Source:
    by_kind = {kind: [f for f in alive if f.candidate.kind == kind] for kind in _KINDS}
    has_current = by_kind["feed"] or by_kind["api"]
    endpoints = {
        kind: tuple(_endpoint(finding.candidate, finding.url) for finding in found)
        for kind, found in by_kind.items()
        if kind != "listing" or not has_current
    }
    return replace(draft, article_url_re=pattern, **endpoints)


def _name_and_language(home: bytes, url: str) -> tuple[str, str]:
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    try:
        tree = parse(home, url).tree
    except UnreadableError:
        return host, "en"
    named = [meta for meta in tree.iter("meta") if meta.get("property") == "og:site_name"]
    stated = [meta.get("content") or "" for meta in named]
    title = tree.findtext(".//title") or ""
    shortest = min((part for part in _SEPARATOR.split(one_line(title)) if part), key=len, default="")
    name = one_line(next((name for name in stated if name.strip()), "") or shortest)
    return name or host, language(tree.get("lang")) or "en"
