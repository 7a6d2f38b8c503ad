"""What the answers of a site's likely endpoints say: which are alive, and what a catalogue should hold.

The pure part of `spacebeat sources probe`: somebody else fetches what crawler.probe.candidates proposes.
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
from crawler.catalogue.source import Api, Endpoint, Focus, Kind, Listing, Source
from crawler.discovery.endpoint import read_endpoint
from crawler.discovery.result import EndpointError
from crawler.discovery.text import language, one_line
from crawler.discovery.timestamps import NEVER, instant
from crawler.html.document import UnreadableError, parse
from crawler.probe.candidates import Candidate

# A pattern for the addresses of a site's articles, made from examples.

ENOUGH = 0.8  # share of the examples that a pattern must match
MAX_ALTERNATIVES = 3
_LEAST = 4  # examples

_YEAR = re.compile(r"(?:19|20)\d{2}")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_DATED_SLUG = re.compile(r"((?:19|20)\d{2}-\d{2}-\d{2})")


def article_pattern(urls: Sequence[str]) -> str:
    """A pattern that matches most of the addresses, or an empty string when they have no form in common."""
    distinct = list(dict.fromkeys(urls))
    if len(distinct) < _LEAST:
        return ""
    hosts = Counter(_host(url) for url in distinct)
    host, count = hosts.most_common(1)[0]
    own = [url for url in distinct if _host(url) == host]
    if count < ENOUGH * len(distinct):
        return ""
    forms = Counter(_form(url, own) for url in own)
    chosen, covered = [], 0
    for form, number in forms.most_common(MAX_ALTERNATIVES):
        chosen.append(form)
        covered += number
        if covered >= 0.95 * len(own):
            break
    if covered < ENOUGH * len(own):
        return ""
    tail = chosen[0] if len(chosen) == 1 else f"(?:{'|'.join(chosen)})"
    return rf"^https?://(?:www\.)?{re.escape(host)}/{tail}$"


def _form(url: str, urls: list[str]) -> str:
    """The form of an address: its fixed words as they are, what varies as classes of characters."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    forms = [_segment(segment, place, segments, urls) for place, segment in enumerate(segments)]
    path = "/".join(forms) + ("/?" if segments and not _EXTENSION.search(segments[-1]) else "")
    keys = [key for key, value in parse_qsl(parts.query) if value.isdecimal()]
    return path + (rf"\?(?:.*&)?{re.escape(keys[0])}=\d+" if keys else "")


def _segment(segment: str, place: int, segments: list[str], urls: list[str]) -> str:
    if _YEAR.fullmatch(segment):
        return r"\d{4}"
    if segment.isdecimal():
        return rf"\d{{{len(segment)}}}" if len(segment) <= 2 and place else r"\d+"
    if place < len(segments) - 1 and _share(segment, place, urls) >= 0.2:
        return re.escape(segment)
    extension = _EXTENSION.search(segment)
    stem = segment[: extension.start()] if extension else segment
    return _stem(stem, alone=len(segments) == 1) + (re.escape(extension.group()) if extension else "")


def _stem(stem: str, *, alone: bool) -> str:
    if _DATED_SLUG.search(stem):
        return r"[^/?#]*\d{4}-\d{2}-\d{2}[^/?#]*"
    if stem.isdecimal():
        return r"\d+"
    # A single word right under the root is a section as likely as an article.
    return r"[^/?#-]+(?:-[^/?#-]+)+" if alone and "-" in stem else r"[^/?#]+"


def _share(segment: str, place: int, urls: list[str]) -> float:
    """The share of the addresses that have this segment in this place."""
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
