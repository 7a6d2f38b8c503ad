"""Evaluate the responses of a site's likely endpoints, and draft a catalogue entry.

This is the pure part of `spacebeat sources probe`: the caller fetches the URLs that crawler.probe.candidates
proposes.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import parse_qsl, urlsplit

from msgspec.structs import replace

from archive.records import Lead
from crawler.catalogue.codes import COUNTRIES
from crawler.catalogue.opml import identity
from crawler.catalogue.pattern_lint import QUERY, admits_no_query
from crawler.catalogue.source import Api, Endpoint, Focus, Kind, Listing, Source
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.result import EndpointError
from crawler.discovery.text import language, one_line
from crawler.discovery.timestamps import NEVER, instant
from crawler.extract.dates.zones import assumed_timezone
from crawler.html.document import UnreadableError, parse
from crawler.html.vocabulary import words
from crawler.probe.candidates import Candidate

# A pattern for the URLs of a site's articles, derived from examples.

ENOUGH = 0.8  # share of the examples that a pattern must match
MAX_ALTERNATIVES = 6
_MIN_EXAMPLES = 4  # examples

_YEAR = re.compile(r"(?:19|20)\d{2}")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_DIGITS = re.compile(r"\d+")
_DATED_SLUG = re.compile(r"((?:19|20)\d{2}-\d{2}-\d{2})")


def article_pattern(urls: Sequence[str]) -> str:
    """Return a pattern that matches most of the URLs, or an empty string when they have no common form."""
    distinct = list(dict.fromkeys(urls))
    if len(distinct) < _MIN_EXAMPLES:
        return ""
    hosts = Counter(_host(url) for url in distinct)
    host, count = hosts.most_common(1)[0]
    on_host = [url for url in distinct if _host(url) == host]
    if count < ENOUGH * len(distinct):
        return ""
    forms = Counter(_form(url, on_host) for url in on_host)
    chosen, covered = [], 0
    for form, number in forms.most_common(MAX_ALTERNATIVES):
        chosen.append(form)
        covered += number
    if covered < ENOUGH * len(on_host):
        return ""
    tail = chosen[0] if len(chosen) == 1 else f"(?:{'|'.join(chosen)})"
    pattern = rf"^https?://(?:www\.)?{re.escape(host)}/{tail}$"
    return f"{pattern.removesuffix('$')}{QUERY}$" if admits_no_query(pattern) else pattern


def _form(url: str, urls: list[str]) -> str:
    """Return the form of a URL: fixed words literally, variable parts as character classes."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    forms = [_segment(segment, place, segments, urls) for place, segment in enumerate(segments)]
    path = "/".join(forms) + ("/?" if segments and not _EXTENSION.search(segments[-1]) else "")
    keys = [key for key, value in parse_qsl(parts.query) if value.isdecimal()]
    return path + (rf"\?(?:.*&)?{re.escape(keys[0])}=\d+" if keys else "")


def _segment(segment: str, place: int, segments: list[str], urls: list[str]) -> str:
    if _YEAR.fullmatch(segment):
        return r"\d{4}"
    if segment.isdecimal():  # a month may have one digit until October
        return r"\d{1,2}" if len(segment) <= 2 and place else r"\d+"
    if place < len(segments) - 1 and _share(segment, place, urls) >= 0.2:
        return _DIGITS.sub(r"\\d+", re.escape(segment))  # of a year, a volume, a session: other ones will follow
    extension = _EXTENSION.search(segment)
    stem = segment[: extension.start()] if extension else segment
    return _stem(stem, alone=len(segments) == 1) + (re.escape(extension.group()) if extension else "")


def _stem(stem: str, *, alone: bool) -> str:
    if _DATED_SLUG.search(stem):
        return r"[^/?#]*\d{4}-\d{2}-\d{2}[^/?#]*"
    if stem.isdecimal():
        return r"\d+"
    # A single word directly under the root is as likely a section as an article.
    return r"[^/?#-]+(?:-[^/?#-]+)+" if alone and "-" in stem else r"[^/?#]+"


def _share(segment: str, place: int, urls: list[str]) -> float:
    """Return the share of the URLs that have this segment in this place."""
    several = [urlsplit(url).path.strip("/").split("/") for url in urls]
    return sum(1 for path in several if len(path) > place and path[place] == segment) / len(several)


def _host(url: str) -> str:
    return (urlsplit(url).netloc or "").removeprefix("www.")


_COUNTRY_OF = {"uk": "GB", "eu": "INT", "int": "INT", "gov": "US", "mil": "US"}
_SEPARATOR = re.compile(r"\s+[|–—·:»-]\s+")
_KINDS = ("feed", "sitemap", "api", "listing")
_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """The response for a candidate; `url` is the one after redirects, `headers` has lower-case names."""

    candidate: Candidate
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for a candidate: `entries` articles, or else `reason` why it is of no use.

    `newest` is the latest time found (UTC, ISO 8601, empty when there is none), `more` the number of further
    URLs.
    """

    candidate: Candidate
    url: str
    entries: int = 0
    newest: str = ""
    more: int = 0
    samples: tuple[Lead, ...] = ()
    reason: str = ""


def examine(answer: Answer, homepage: str) -> tuple[Finding, tuple[Lead, ...]]:
    """Evaluate one response, and return all its leads; no response can cause an exception."""
    if not 200 <= answer.status < 300:
        return Finding(answer.candidate, answer.url, reason=f"answers {answer.status}"), ()
    endpoint = endpoint_at(answer.candidate, answer.url)
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
    """Return a source with the endpoints that work, and the findings for all of them.

    Name and language come from the home page, the country from the domain, the time zone from a country that has one
    only; kind and focus are for the user to set. Feeds and APIs are preferred; listings are used where there are none.
    The article pattern is derived from the URLs that the endpoints list.
    """
    examined = [examine(answer, url) for answer in answers]
    findings = _distinct([finding for finding, _ in examined])
    alive = [finding for finding in findings if not finding.reason]
    listed = {finding.url: leads for finding, leads in examined if not finding.reason}
    urls = [lead.url for f in alive if f.candidate.kind in ("feed", "api") for lead in listed[f.url]]
    urls = urls or [lead.url for f in alive if f.candidate.kind != "sitemap" for lead in listed[f.url]]
    name, spoken_language = _name_and_language(home, url)
    draft = _draft(identity(name) or identity(urlsplit(url).netloc) or "source", name, url, (spoken_language,))
    return _with(draft, alive, article_pattern(urls)), tuple(findings)


def _distinct(findings: list[Finding]) -> list[Finding]:
    """Keep one finding per URL: several candidates may lead to the same one after redirects."""
    kept: dict[str, Finding] = {}
    for finding in findings:
        if finding.url not in kept or (kept[finding.url].reason and not finding.reason):
            kept[finding.url] = finding
    return list(kept.values())


def endpoint_at(candidate: Candidate, url: str) -> Endpoint:
    """Return the catalogue's form of a candidate that works at this URL."""
    if candidate.kind == "api":
        return Api(url=url, type=candidate.dialect)
    return Listing(url=url) if candidate.kind == "listing" else Endpoint(url=url)


def _draft(source_id: str, name: str, url: str, languages: tuple[str, ...]) -> Source:
    label = (urlsplit(url).hostname or "").rpartition(".")[2]
    guess = _COUNTRY_OF.get(label, label.upper())
    country = guess if guess in COUNTRIES else "INT"
    kind: Kind = "government" if label in ("gov", "mil") else "trade-press"
    focus: Focus = "general"
    return Source(
        id=source_id,
        name=name,
        homepage=url,
        country=country,
        languages=languages,
        kind=kind,
        focus=focus,
        timezone=assumed_timezone(country, ""),
    )


def _with(draft: Source, alive: list[Finding], pattern: str) -> Source:
    by_kind = {kind: [f for f in alive if f.candidate.kind == kind] for kind in _KINDS}
    has_current = by_kind["feed"] or by_kind["api"]
    endpoints = {
        kind: tuple(endpoint_at(finding.candidate, finding.url) for finding in found)
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
    parts = [part for part in _SEPARATOR.split(one_line(title)) if part and part.lower() not in words("home_page")]
    shortest = min(parts, key=len, default="")
    name = one_line(next((name for name in stated if name.strip()), "") or shortest)
    return name or host, language(tree.get("lang")) or "en"
