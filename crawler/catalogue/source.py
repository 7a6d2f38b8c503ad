"""One table of a catalogue file. The names of the fields are the keys that a user writes.

The description of each key is what docs/reference/catalogue-keys.md says of it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Kind = Literal["agency", "government", "multilateral", "think-tank", "academia", "trade-press", "general-press"]
Focus = Literal["space-policy", "space", "general"]
Paywall = Literal["", "none", "partial", "hard-metered", "hard", "consent-wall"]


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address that lists articles.

    `url` may hold `{yyyy}`, `{mm}` and `{dd}` (crawler.catalogue.url_templates fills them in). `lang` is the
    language of the entries where they do not state one.
    """

    url: Annotated[str, Meta(description="The address; may hold `{yyyy}`, `{mm}` and `{dd}`.")]
    enabled: Annotated[bool, Meta(description="Whether crawls read it.")] = True
    lang: Annotated[str, Meta(description="Language of its entries, where they state none (ISO 639-1).")] = ""
    scope: Annotated[str, Meta(description="What part of the outlet it lists, in a word.")] = ""


class Api(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A JSON interface that lists articles.

    `type` names a dialect of crawler/discovery/apis.toml. With the type `json` the paths of the fields are stated
    here, in JMESPath (jmespath.org): `data.items`, `authors[0].name`, `title || headline`; `authors` and `tags` may
    point into every element of an array (`authors[].name`). `utc(x)` marks a time that is in UTC without saying so.
    """

    type: Annotated[
        str,
        Meta(description="Dialect of `crawler/discovery/apis.toml` (`wordpress`, …), or `json` with these paths."),
    ]
    items: Annotated[str, Meta(description="Path of the array of entries.")] = ""
    link: Annotated[str, Meta(description="Path of an entry's address.")] = ""
    link_url: Annotated[
        str, Meta(description="Address of an article, with `{link}` for what is at `link`, such as an id or a slug.")
    ] = ""
    title: Annotated[str, Meta(description="Path of its headline.")] = ""
    published: Annotated[str, Meta(description="Path of its publication time.")] = ""
    modified: Annotated[str, Meta(description="Path of its last change.")] = ""
    authors: Annotated[str, Meta(description="Path of its authors; `authors[].name` for one of every element.")] = ""
    summary: Annotated[str, Meta(description="Path of its summary.")] = ""
    html: Annotated[str, Meta(description="Path of its full text.")] = ""
    language: Annotated[str, Meta(description="Path of its language.")] = ""
    section: Annotated[str, Meta(description="Path of its section.")] = ""
    tags: Annotated[str, Meta(description="Path of its tags.")] = ""
    image: Annotated[str, Meta(description="Path of its image.")] = ""
    next: Annotated[str, Meta(description="Path of the address of the next page.")] = ""
    page: Annotated[str, Meta(description="Parameter that numbers the pages; the first is 1.")] = ""
    next_page: Annotated[str, Meta(description="Path of the number of the next page, for `page`.")] = ""
    offset: Annotated[str, Meta(description="Parameter that says how many entries to skip.")] = ""
    size: Annotated[
        str, Meta(description="Parameter that asks for a number of entries; a page with fewer is the last.")
    ] = ""
    total: Annotated[str, Meta(description="Path of the number of all entries, for `offset`.")] = ""


class Listing(Endpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An HTML page that lists articles.

    `link` is a CSS selector for article links (or for elements that hold them), `pages` how many pages to
    read. `page` is the address of a further page, with `{n}` for its number, which starts at `first` and
    grows by `step`. Where links are script calls, `id_re` takes an article's id out of the call and `id_url`
    (with `{id}`) makes its address.
    """

    link: Annotated[str, Meta(description="CSS selector of article links, or of elements that hold them.")] = ""
    pages: Annotated[int, Meta(description="How many pages of the list to read.")] = 1
    page: Annotated[str, Meta(description="Address of a further page, with `{n}` for its number.")] = ""
    first: Annotated[int, Meta(description="Number of the first page.")] = 1
    step: Annotated[int, Meta(description="Difference between two page numbers.")] = 1
    id_re: Annotated[str, Meta(description="Regular expression whose group is the article's id in a script call.")] = ""
    id_url: Annotated[str, Meta(description="Address of an article, with `{id}`.")] = ""


class Numbered(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Articles whose addresses differ by a number: `url` holds `{n}`, from `first` to `last`.

    Without `last` the highest number that any endpoint listed is taken.
    """

    url: Annotated[str, Meta(description="Address of an article, with `{n}` for its number.")]
    first: Annotated[int, Meta(description="First number.")] = 1
    last: Annotated[int, Meta(description="Last number; 0: the highest that an endpoint listed.")] = 0


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """CSS selectors for a site that the general method misreads; `until` is their last day (YYYY-MM-DD)."""

    until: Annotated[str, Meta(description="Last day on which it holds (YYYY-MM-DD).")] = ""
    body: Annotated[str, Meta(description="CSS selector of the text.")] = ""
    title: Annotated[str, Meta(description="CSS selector of the headline.")] = ""
    date: Annotated[str, Meta(description="CSS selector of the publication date.")] = ""
    authors: Annotated[str, Meta(description="CSS selector of the authors.")] = ""
    drop: Annotated[str, Meta(description="CSS selector of what is no part of the text.")] = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One outlet. Required: id, name, homepage, country, languages, kind, focus and at least one endpoint.

    One that is `unverified` needs no endpoint: its crawl searches the site for some. `access` holds flags of
    crawler/catalogue/access.toml; `render` means that its pages need a browser.
    """

    id: Annotated[
        str, Meta(description="Short name, `^[a-z0-9][a-z0-9_-]{0,63}$`; also the name of the Scrapy spider.")
    ]
    name: Annotated[str, Meta(description="Name of the outlet.")]
    homepage: Annotated[str, Meta(description="Address of its home page.")]
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2, or `INT`.")]
    languages: Annotated[tuple[str, ...], Meta(description="ISO 639-1, the main one first.")]
    kind: Annotated[Kind, Meta(description="Kind of outlet.")]
    focus: Annotated[
        Focus, Meta(description="`space-policy`: every article is kept; `space` and `general`: filtered by relevance.")
    ]
    name_native: Annotated[str, Meta(description="Name as the outlet writes it.")] = ""
    timezone: Annotated[str, Meta(description="IANA name, for times without a zone.")] = ""
    date_order: Annotated[
        Literal["DMY", "MDY", "YMD", ""],
        Meta(description="`DMY`, `MDY` or `YMD`, if it does not follow from the country."),
    ] = ""
    enabled: Annotated[bool, Meta(description="Whether a crawl without source names includes it.")] = True
    unverified: Annotated[
        bool, Meta(description="Its endpoints are not known for certain: crawls search the site for those that work.")
    ] = False
    disabled_reason: Annotated[str, Meta(description="Why not.")] = ""
    watch: Annotated[
        Literal["", "edits"],
        Meta(description="`edits`: its endpoints are polled every hour, so that quick edits of articles are seen."),
    ] = ""
    render: Annotated[bool, Meta(description="Whether its pages need a browser.")] = False
    documents: Annotated[
        bool,
        Meta(
            description="Whether documents (PDF, DOCX, ODT) of its site are read, too: by a crawl those that its "
            "articles link to, by an `ingest` all, whether or not `article_url_re` matches."
        ),
    ] = False
    licence: Annotated[str, Meta(description="Terms under which its texts may be shared.")] = ""
    licence_note: Annotated[str, Meta(description="Where these terms are stated.")] = ""
    paywall: Annotated[Paywall, Meta(description="`none`, `partial`, `hard-metered`, `hard` or `consent-wall`.")] = ""
    access: Annotated[tuple[str, ...], Meta(description="Flags of `crawler/catalogue/access.toml`.")] = ()
    article_url_re: Annotated[
        str,
        Meta(description="Only addresses that match are articles; matched with either scheme, with and without `www`."),
    ] = ""
    exclude_url_re: Annotated[str, Meta(description="Addresses that match are not articles.")] = ""
    delay: Annotated[float | None, Meta(description="Seconds between two requests to one host; 1 if not set.")] = None
    tags: Annotated[tuple[str, ...], Meta(description="Words to find it by.")] = ()
    notes: Annotated[str, Meta(description="Remark for maintainers.")] = ""
    numbered: Annotated[
        Numbered | None, Meta(description="Articles whose addresses differ by a number: `[source.numbered]`.")
    ] = None
    rule: Annotated[
        tuple[Rule, ...], Meta(description="Selectors where the general method fails: `[[source.rule]]`.")
    ] = ()
    feed: Annotated[tuple[Endpoint, ...], Meta(description="RSS, Atom and JSON feeds: `[[source.feed]]`.")] = ()
    sitemap: Annotated[tuple[Endpoint, ...], Meta(description="Sitemaps and indexes: `[[source.sitemap]]`.")] = ()
    listing: Annotated[tuple[Listing, ...], Meta(description="Pages that list articles: `[[source.listing]]`.")] = ()
    api: Annotated[tuple[Api, ...], Meta(description="JSON interfaces: `[[source.api]]`.")] = ()

    def endpoints(self) -> tuple[tuple[str, Endpoint], ...]:
        """Return all endpoints with their kind, enabled or not, in the order in which they are worth asking."""
        kinds = (("feed", self.feed), ("api", self.api), ("sitemap", self.sitemap), ("listing", self.listing))
        return tuple((kind, endpoint) for kind, endpoints in kinds for endpoint in endpoints)
