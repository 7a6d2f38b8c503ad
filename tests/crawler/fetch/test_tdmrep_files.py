from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request

from crawler.fetch.hosts import Hosts
from crawler.fetch.rights.tdm_file import TDMREP
from crawler.fetch.rights.tdmrep import Reservation, reservation_for
from crawler.fetch.site_file_middleware import MIND_TDM
from crawler.fetch.site_files import SiteFile, SiteFileCache, origin_of

PATH = "/.well-known/tdmrep.json"
FILE = b'[{"location": "/", "tdm-reservation": 1}]'


@pytest.fixture(autouse=True)
def store(crawl, new_store):
    store = new_store()
    crawl.hosts = Hosts(tdm=SiteFileCache(TDMREP, store))
    return store


def pages(site, *paths: str) -> list[Request]:
    for path in paths:
        site.pages[path] = b"<p>page"
    return [Request(f"{site.url}{path}", meta={MIND_TDM: True}) for path in paths]


def reservation_of(crawl, site) -> Reservation | None:
    return reservation_for(f"{site.url}/a", crawl.hosts.tdm.loaded(f"{site.url}/a") or ())


def test_a_site_is_asked_once_before_the_first_page_of_it(crawl, site, store) -> None:
    site.pages[PATH] = FILE
    crawl(*pages(site, "/a", "/b"))
    assert site.paths() == [PATH, "/a", "/b"]
    assert reservation_of(crawl, site) == Reservation(True)
    assert store.copies[origin_of(site.url)].body == FILE


def test_a_site_without_stored_pages_is_not_asked(crawl, site) -> None:
    site.pages |= {PATH: FILE, "/feed": b"feed"}
    crawl(f"{site.url}/feed")
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(("hours", "requests"), [(23, 0), (25, 1)])
def test_the_file_of_a_site_is_valid_for_a_day(crawl, site, store, hours: int, requests: int) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours)
    store.save(SiteFile(origin_of(site.url), 200, FILE, at, etag='"1"'))
    site.pages[PATH] = lambda request: answer_to(request.headers.get("if-none-match"))
    crawl(*pages(site, "/a"))
    assert site.count(PATH) == requests
    assert reservation_of(crawl, site) == Reservation(True)
    assert (store.copies[origin_of(site.url)].fetched_at > at) == bool(requests)


def answer_to(validator: str | None):
    from tests.loopback import Answer

    return Answer(status=304 if validator == '"1"' else 500)


@pytest.mark.parametrize("status", [404, 410, 403])
def test_the_absence_of_a_file_is_remembered_too(crawl, site, store, new_answer, status: int) -> None:
    site.pages[PATH] = new_answer(FILE, status)
    crawl(*pages(site, "/a"))
    crawl.hosts = Hosts(tdm=SiteFileCache(TDMREP, store))
    crawl(*pages(site, "/b"))
    assert site.count(PATH) == 1
    assert reservation_of(crawl, site) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_last_known_file_is_used_when_a_site_fails(crawl, site, store, new_answer, status: int) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=30)
    store.save(SiteFile(origin_of(site.url), 200, FILE, long_ago))
    site.pages[PATH] = new_answer(status=status)
    crawl(*pages(site, "/a", "/b"))
    assert site.count(PATH) == 1
    assert reservation_of(crawl, site) == Reservation(True)
    assert store.copies[origin_of(site.url)].fetched_at == long_ago


def test_a_file_disallowed_by_robots_txt_is_not_fetched(crawl, site) -> None:
    site.pages |= {PATH: FILE, "/robots.txt": b"User-agent: *\nDisallow: /.well-known/"}
    (page,) = crawl(*pages(site, "/a"), ROBOTSTXT_OBEY=True)
    assert page.status == 200
    assert PATH not in site.paths()
    assert reservation_of(crawl, site) is None


def test_a_page_disallowed_by_robots_txt_causes_no_request_for_the_file(crawl, site) -> None:
    site.pages |= {PATH: FILE, "/robots.txt": b"User-agent: *\nDisallow: /a"}
    crawl(*pages(site, "/a"), ROBOTSTXT_OBEY=True)
    assert site.paths() == ["/robots.txt"]


def test_after_a_redirect_the_file_of_the_other_site_is_used(crawl, site, new_site, new_answer) -> None:
    other = new_site()
    other.pages |= {PATH: FILE, "/b": b"<p>page"}
    requests = pages(site, "/a")
    site.pages["/a"] = new_answer(status=302, headers={"Location": f"{other.url}/b"})
    crawl(*requests)
    assert other.paths() == [PATH, "/b"]
    assert reservation_of(crawl, other) == Reservation(True)


def test_an_endless_file_reserves_nothing_and_delays_no_page(crawl, site) -> None:
    site.pages[PATH] = b"[" + b" " * (2 << 20)
    (page,) = crawl(*pages(site, "/a"))
    assert page.status == 200
    assert reservation_of(crawl, site) is None


@pytest.mark.parametrize("location", ["/\\ud800", "\\udfff*$", "/\\ud83d/\\ude80"])
def test_an_entry_with_half_a_character_costs_itself_alone(crawl, site, location) -> None:
    half = f'{{"location": "{location}", "tdm-reservation": 0}}'
    rule = f'{{"location": "/a", "tdm-reservation": 1, "tdm-policy": "{location}"}}'
    site.pages[PATH] = f"[{half}, {rule}]".encode()
    (page,) = crawl(*pages(site, "/a"))
    assert page.status == 200
    assert reservation_of(crawl, site) == Reservation(True)
