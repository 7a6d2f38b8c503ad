"""Collect the rights of a page that was just fetched: declared by the page, and by its host."""

from scrapy.http import Response

from archive.records import Fields, Lead
from crawler.fetch.hosts import Hosts
from crawler.fetch.rights.exchange import by_name
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.meta_tags import meta_elements
from crawler.fetch.rights.policy import Rights, permission, rights_of

_REPLAYED = "x-archive-orig-"  # prefix of the original header fields in a replay of a web archive


def rights_of_answer(response: Response, hosts: Hosts) -> Rights:
    """Return the rights of a page that was just fetched.

    They are declared by the page, and by its host in robots.txt and tdmrep.json.
    """
    robots = hosts.robots.loaded(response.url)
    return rights_of(
        response.url,
        by_name(_fields(response)),
        meta_elements(response.body),
        hosts.tdm.loaded(response.url) or (),
        robots.rules.usage(response.url) if robots is not None else (),
    )


def rights_of_replay(response: Response, lead: Lead) -> Rights:
    """Return the rights that an outlet declared for a page that a web archive replays.

    Declarations of the web archive about itself are ignored.
    """
    fields = [(name.lower(), value) for name, value in _fields(response)]
    sent = tuple((name.removeprefix(_REPLAYED), value) for name, value in fields if name.startswith(_REPLAYED))
    return rights_of(lead.url, by_name(sent), meta_elements(response.body))


def may_follow(response: Response, kind: str, basis: Basis, hosts: Hosts) -> bool:
    """Return whether the links of an endpoint's page may be followed.

    Only an HTML listing can restrict it.
    """
    return kind != "listing" or permission(rights_of_answer(response, hosts), basis).follow


def _fields(response: Response) -> Fields:
    return tuple((n.decode("latin-1"), v.decode("latin-1")) for n, values in response.headers.items() for v in values)
