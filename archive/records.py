"""Values that travel between the rooms, from lead to article.

Instants are strings in UTC, ISO 8601 with `Z` (`2024-03-06T04:45:00Z`); an empty string means "not known".
Text is plain: paragraphs are separated by one blank line, each list item is a line.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

from archive.blocks import Link, TextBlock

State = Literal["pending", "archived", "unchanged", "not-article", "irrelevant", "blocked", "gone", "failed"]
Precision = Literal["second", "minute", "day", "month", "year"]
NoText = Literal["encrypted", "scanned", "broken", "unsupported"]  # why a document has no text
Access = Literal["full", "excerpt", "paywalled", "withheld", NoText, ""]
Words = tuple[str, ...]  # the stated terms of use of a page, each in a word: "noarchive", "tdm-reserved", "bots=n"


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet, as the archive knows it."""

    id: str
    name: str
    homepage: str
    country: str
    languages: tuple[str, ...]
    kind: str
    focus: str
    licence: str = ""
    paywall: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """An address found by an endpoint or in an article, and what that already knew. Dates are as stated, not parsed."""

    url: str
    found_by: Literal["feed", "sitemap", "listing", "api", "archive", "number", "attachment", ""] = ""
    endpoint: str = ""
    title: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    summary: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    image_url: str = ""
    html: str = ""  # the full text, where the endpoint carries it
    replay: str = ""  # where a web archive shows its copy of the page, which is then fetched in its place


Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response.

    `body` is the payload as sent: chunking is undone (no Transfer-Encoding is among the headers), Content-Encoding is
    not. `flags` say what is wrong with it: "truncated", "false encoding". `method` is empty when the
    request is not known. `rights` is None when nobody looked for them.
    """

    url: str
    fetched_at: str
    status: int
    response_headers: Fields
    body: bytes = field(repr=False)
    method: str = "GET"
    http_version: str = "HTTP/1.1"
    request_headers: Fields = ()
    ip_address: str = ""
    flags: tuple[str, ...] = ()
    rights: Words | None = None

    def header(self, name: str) -> str:
        """Return the first header of that name, or an empty string."""
        return next((v for n, v in self.response_headers if n.lower() == name.lower()), "")

    @property
    def request_target(self) -> str:
        """Return the target of the request line (RFC 9112, 3.2.1)."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a WARC record lies: file name within the archive's `.warc` folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored response, as extraction needs it: where it lies, and what was known when it was fetched."""

    id: int
    url: str
    requested_url: str
    source_id: str
    fetched_at: str
    location: Location
    lead: Lead
    rights: Words | None = None
    parts: tuple["Part", ...] = ()
    is_whole: bool = True  # no further part is known of that could not be had


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of an article that is spread over several, in the order of reading: part 2, 3 and so on."""

    url: str
    fetched_at: str
    location: Location


ZoneSource = Literal["explicit", "source", "assumed", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One candidate for a date, kept whether chosen or not.

    `value` is the instant in UTC; with precision "day" it is midnight of the day as the outlet states it, with "month"
    or "year" that of its first day.
    """

    field: Literal["published", "modified"]
    raw: str
    value: str
    precision: Precision
    method: str  # json-ld, meta, microdata, time, feed, sitemap, listing, api, url, text, http-header
    zone_source: ZoneSource
    zone: str = ""  # the offset as stated, "+05:30"
    chosen: bool = False
    weight: float = 0.0  # the worth of its place, by which a date was chosen (crawler.extract.dates.ranking)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something an article speaks of, and how often (or how strongly)."""

    id: str
    weight: float
    kind: str = ""
    name: str = ""
    steps: tuple[tuple[str, str], ...] = ()  # of an instrument: what became of it, and the words that say so


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What the article is about. `relevant` is the verdict for the focus of its source."""

    relevance: float
    relevant: bool
    topics: tuple[Mention, ...] = ()
    actors: tuple[Mention, ...] = ()
    countries: tuple[Mention, ...] = ()
    instruments: tuple[Mention, ...] = ()
    document_type: str = ""


# What an article is by its form, where that is not continuous prose.
Form = Literal["", "live-blog", "interview", "transcript", "photo-gallery"]
FORMS = get_args(Form)


@dataclass(frozen=True, slots=True)
class Article:
    """One publication at one outlet, as extracted from one capture."""

    url: str
    title: str
    text: str
    authors: tuple[str, ...] = ()
    published_at: str = ""
    published_precision: Precision | Literal[""] = ""
    published_method: str = ""
    published_zone: str = ""
    modified_at: str = ""
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    image_url: str = ""
    form: Form = ""
    access: Access = ""
    evidence: tuple[Evidence, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)  # field -> method that gave it
    enrichment: Enrichment | None = None
    blocks: tuple[TextBlock, ...] = ()  # the structure of the text
    links: tuple[Link, ...] = ()
    attachments: tuple[Lead, ...] = ()  # documents of the site, which are articles themselves
    lines: tuple[int, ...] = ()  # digests of its lines: from them is learnt what repeats at a source
    sample: bytes = field(default=b"", repr=False)  # what its page teaches of the layout of the source's pages
    rights: Words | None = None


WITHOUT_HEADLINE = "page without its headline"  # what a site serves in place of its articles: a notice, an error


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a capture is not an article. `reason` is a short stable phrase, fit for grouping.

    An article that is of no interest teaches the layout of its source's pages all the same (`sample`).
    """

    state: Literal["not-article", "irrelevant", "blocked", "gone", "failed"]
    reason: str
    sample: bytes = field(default=b"", repr=False, compare=False)
