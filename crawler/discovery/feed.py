"""Feeds of all versions: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; broken ones too.

feedparser reads the XML. It gets a body that is already decoded, cut to size and free of declarations,
and is set to leave markup alone: its sanitiser costs most of its time, and nothing here is ever shown as HTML.
"""

from io import BytesIO
from typing import Any

from archive.records import Lead
from crawler.discovery.decode import breaks_off, content_of, from_root, in_words, text_of, without_cut_address
from crawler.discovery.feed_entry import lead_of, stated_ids
from crawler.discovery.feed_window import cut
from crawler.discovery.json_feed import read_json_feed
from crawler.discovery.references import mend_references
from crawler.discovery.result import EndpointError, Found, check_addresses
from crawler.discovery.text import language
from crawler.discovery.urls import clean

MAX_TTL_S = 30 * 86_400
_PERIOD_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_FOLLOWED = ("next", "prev-archive")  # RFC 5005
# What a parser of broken feeds is known to let through.
_CRASHES = (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError, ArithmeticError)


def read_feed(body: bytes, url: str, content_type: str = "") -> Found:
    """Return the entries of a feed, each address once; `more` is the next page where the feed names one (RFC 5005).

    A DTD is left out before parsing, so no entity that it declares is expanded or loaded. Raises EndpointError when the
    body is no feed, or is too large.
    """
    text = text_of(body, url, content_type)
    content = content_of(text)
    if content == "json":
        return read_json_feed(text, url)
    if content != "feed":
        raise EndpointError(f"{url} {in_words(_REFUSALS.get(content, 'is not a feed'), text)}")
    is_cut_off = breaks_off(text)
    whole = mend_references(from_root(text))
    root, left_out = cut(without_cut_address(whole) if is_cut_off else whole)
    parsed = _parsed(root, url)
    feed = parsed.feed
    spoken = language(dict.get(feed, "language"))
    ids = stated_ids(root)
    found: dict[str, Lead] = {}
    for entry in parsed.entries:
        lead = lead_of(entry, url, ids, spoken, is_atom=str(parsed.version).startswith("atom"))
        if lead:
            found.setdefault(lead.url, lead)
    check_addresses(found, parsed.entries, url)
    return Found(
        leads=tuple(found.values()), more=_more(feed, url), ttl_s=_ttl(feed), left_out=left_out, breaks_off=is_cut_off
    )


_REFUSALS = {
    "html": "is an HTML page, not a feed",
    "sitemap": "is a sitemap, not a feed",
    "text": "is plain text, not a feed",
    "empty": "is empty",
}


def _parsed(text: str, url: str) -> Any:
    import feedparser  # a process that only fetches does not need it

    # A stream, because feedparser would open what it takes for an address or a file name.
    stream = BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _CRASHES as error:
        raise EndpointError(f"{url} is a feed that cannot be read ({type(error).__name__}: {error})") from error


def _more(feed: Any, url: str) -> tuple[str, ...]:
    named = [link for link in _links(feed) if link.get("rel") in _FOLLOWED]
    links = [clean(str(link.get("href", "")), url) for link in named]
    return tuple(dict.fromkeys(link for link in links if link and link != url))


def _links(feed: Any) -> list[dict[str, Any]]:
    return [link for link in dict.get(feed, "links") or () if isinstance(link, dict)]


def _ttl(feed: Any) -> int:
    """Return the longest time in seconds for which the feed promises not to change (RSS 2.0, RSS syndication)."""
    minutes = str(dict.get(feed, "ttl") or "").strip()
    ttl = int(minutes) * 60 if minutes.isdecimal() and len(minutes) < 9 else 0
    period = _PERIOD_S.get(str(dict.get(feed, "sy_updateperiod") or "").strip().lower(), 0)
    often = str(dict.get(feed, "sy_updatefrequency") or "1").strip()
    frequency = max(1, int(often)) if often.isdecimal() and len(often) < 9 else 1
    return min(max(ttl, period // frequency), MAX_TTL_S)
