"""Result of reading one endpoint, whatever its kind."""

from collections.abc import Mapping, Sized
from dataclasses import dataclass, field

from archive.errors import SpacebeatError
from archive.records import Lead


class EndpointError(SpacebeatError):
    """The body of an endpoint is not what its kind promises."""


_FEWEST = 3  # entries without an address that show that it is kept elsewhere


def check_addresses(leads: Sized, entries: Sized, url: str) -> None:
    """Raise EndpointError when none of several entries has an address: the format has changed, or a path is wrong."""
    if not leads and len(entries) >= _FEWEST:
        raise EndpointError(f"{url} lists nothing with the address of an article: {len(entries)} entries have none")


@dataclass(frozen=True, slots=True)
class Found:
    """Leads in the order of the endpoint, newest first where it has dates.

    `more` are further addresses of the same endpoint (child sitemaps, next pages); `ttl_s` is the time in
    seconds for which the endpoint asks not to be polled again, 0 when it states none. `nofollow` are the
    addresses of articles that the page asks robots not to follow, which are not among the leads.
    `left_out` counts the entries beyond the bound of what is read at once. `breaks_off` means that the document has no
    end, so that entries may be missing which it will have the next time without being a newer one.
    `more_modified` is the `lastmod`, as stated, of those child sitemaps whose index states one. `misfits` counts the
    links of a page that were left out because they do not fit the source's pattern of articles.
    """

    leads: tuple[Lead, ...]
    more: tuple[str, ...] = ()
    ttl_s: int = 0
    nofollow: tuple[str, ...] = ()
    left_out: int = 0
    breaks_off: bool = False
    more_modified: Mapping[str, str] = field(default_factory=dict)
    misfits: int = 0
