"""One table of a catalogue file. The names of the fields are the keys that a user writes."""

from typing import Literal

from msgspec import Struct

Kind = Literal["agency", "government", "multilateral", "think-tank", "academia", "trade-press", "general-press"]
Focus = Literal["space-policy", "space", "general"]


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address that lists articles."""

    url: str
    enabled: bool = True
    note: str = ""


class Api(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A JSON interface that lists articles; `type` names its dialect."""

    type: Literal["wordpress", "govuk"]


class Listing(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An HTML page that lists articles. `link` is a CSS selector for article links, `pages` how many to follow."""

    link: str = ""
    pages: int = 1


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """CSS selectors for a site that the general method misreads; `until` is the last day they hold (YYYY-MM-DD)."""

    until: str = ""
    body: str = ""
    title: str = ""
    date: str = ""
    authors: str = ""
    drop: str = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One outlet. Required: id, name, homepage, country, languages, kind, focus and at least one endpoint."""

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
    enabled: bool = True
    disabled_reason: str = ""
    licence: str = ""
    licence_note: str = ""
    paywall: str = ""
    access: tuple[str, ...] = ()
    article_url_re: str = ""
    exclude_url_re: str = ""
    delay: float | None = None  # seconds between two requests to one host
    tags: tuple[str, ...] = ()
    notes: str = ""
    rule: tuple[Rule, ...] = ()
    feed: tuple[Endpoint, ...] = ()
    sitemap: tuple[Endpoint, ...] = ()
    listing: tuple[Listing, ...] = ()
    api: tuple[Api, ...] = ()
