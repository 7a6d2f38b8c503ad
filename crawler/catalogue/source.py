"""One table of a catalogue file. The names of the fields are the keys that a user writes."""

from typing import Literal

from msgspec import Struct

Kind = Literal["agency", "government", "multilateral", "think-tank", "academia", "trade-press", "general-press"]
Focus = Literal["space-policy", "space", "general"]
Paywall = Literal["", "none", "partial", "hard-metered", "hard", "consent-wall"]

# What is known of an address: `ok` was fetched by somebody (`probed` is the day), `listed` occurs in public
# lists, `inferred` follows from article addresses, `guess` from the habits of its software; `doubtful` is
# contradicted, `stale` answers with old entries, `dead` is gone.
Status = Literal["", "ok", "listed", "inferred", "guess", "doubtful", "stale", "dead"]


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address that lists articles.

    `url` may hold `{yyyy}`, `{mm}` and `{dd}` (crawler.catalogue.url_templates fills them in). `lang` is the
    language of the entries where they do not state one, `evidence` the number of independent public lists
    that name the address.
    """

    url: str
    enabled: bool = True
    lang: str = ""
    scope: str = ""
    status: Status = ""
    evidence: int = 0
    probed: str = ""
    note: str = ""


class Api(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A JSON interface that lists articles.

    `type` names a dialect of crawler/discovery/apis.toml. With the type `json` the paths of the fields are stated
    here: dotted names, with a number for a place in an array (`data.items`, `authors.0.name`); `authors` and
    `tags` may point into every element of an array (`authors.*.name`).
    """

    type: str
    items: str = ""
    link: str = ""
    title: str = ""
    published: str = ""
    modified: str = ""
    authors: str = ""
    summary: str = ""
    html: str = ""
    language: str = ""
    section: str = ""
    tags: str = ""
    image: str = ""
    next: str = ""


class Listing(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An HTML page that lists articles.

    `link` is a CSS selector for article links (or for elements that hold them), `pages` how many pages to
    read. `page` is the address of a further page, with `{n}` for its number, which starts at `first` and
    grows by `step`. Where links are script calls, `id_re` takes an article's id out of the call and `id_url`
    (with `{id}`) makes its address.
    """

    link: str = ""
    pages: int = 1
    page: str = ""
    first: int = 1
    step: int = 1
    id_re: str = ""
    id_url: str = ""


class Numbered(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Articles whose addresses differ by a number: `url` holds `{n}`, from `first` to `last`.

    Without `last` the highest number that any endpoint listed is taken.
    """

    url: str
    first: int = 1
    last: int = 0


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """CSS selectors for a site that the general method misreads; `until` is their last day (YYYY-MM-DD)."""

    until: str = ""
    body: str = ""
    title: str = ""
    date: str = ""
    authors: str = ""
    drop: str = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One outlet. Required: id, name, homepage, country, languages, kind, focus and at least one endpoint.

    `priority` is 1 (core), 2 or 3 (optional); `access` holds flags of crawler/catalogue/access.toml; `cms`
    is the software of the site, as far as known; `render` means that its pages need a browser.
    """

    id: str
    name: str
    homepage: str
    country: str
    languages: tuple[str, ...]
    kind: Kind
    focus: Focus
    name_native: str = ""
    timezone: str = ""
    date_order: Literal["DMY", "MDY", "YMD", ""] = ""
    priority: Literal[1, 2, 3] = 2
    enabled: bool = True
    disabled_reason: str = ""
    cms: str = ""
    render: bool = False
    licence: str = ""
    licence_note: str = ""
    paywall: Paywall = ""
    access: tuple[str, ...] = ()
    article_url_re: str = ""
    exclude_url_re: str = ""
    delay: float | None = None  # seconds between two requests to one host
    tags: tuple[str, ...] = ()
    notes: str = ""
    numbered: Numbered | None = None
    rule: tuple[Rule, ...] = ()
    feed: tuple[Endpoint, ...] = ()
    sitemap: tuple[Endpoint, ...] = ()
    listing: tuple[Listing, ...] = ()
    api: tuple[Api, ...] = ()

    def endpoints(self) -> tuple[tuple[str, Endpoint], ...]:
        """Return all endpoints with their kind, enabled or not, in the order in which they are worth asking."""
        kinds = (("feed", self.feed), ("api", self.api), ("sitemap", self.sitemap), ("listing", self.listing))
        return tuple((kind, endpoint) for kind, endpoints in kinds for endpoint in endpoints)
