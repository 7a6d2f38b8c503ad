"""What was said of the use of a page that was just fetched: by itself, and by its host."""

from scrapy.http import Response

from archive.records import Fields, Lead
from crawler.fetch.basis import Basis
from crawler.fetch.page_meta import meta_elements
from crawler.fetch.page_rights import by_name
from crawler.fetch.rights import Rights, permission, rights_of
from crawler.fetch.robots import process_robots
from crawler.fetch.tdm_cache import process_tdm

_REPLAYED = "x-archive-orig-"  # before the header fields that a web archive was sent with a page


def rights_of_answer(response: Response) -> Rights:
    """What was said of a page that was just fetched: by itself, and by its host in robots.txt and tdmrep.json."""
    robots = process_robots().known(response.url)
    return rights_of(
        response.url,
        by_name(_fields(response)),
        meta_elements(response.body),
        process_tdm().known(response.url),
        robots.usage(response.url) if robots is not None else (),
    )


def rights_of_replay(response: Response, lead: Lead) -> Rights:
    """What an outlet said of a page that a web archive shows; what the web archive says of itself is no word of it."""
    fields = [(name.lower(), value) for name, value in _fields(response)]
    sent = tuple((name.removeprefix(_REPLAYED), value) for name, value in fields if name.startswith(_REPLAYED))
    return rights_of(lead.url, by_name(sent), meta_elements(response.body))


def may_follow(response: Response, kind: str, basis: Basis) -> bool:
    """Whether the links of an endpoint's page may be followed. Only a listing of HTML has such a thing."""
    return kind != "listing" or permission(rights_of_answer(response), basis).follow


def _fields(response: Response) -> Fields:
    return tuple((n.decode("latin-1"), v.decode("latin-1")) for n, values in response.headers.items() for v in values)
