import gzip
from datetime import UTC, datetime, timedelta
from time import monotonic

import brotli
import pytest

from crawler.fetch.hosts import Hosts
from crawler.fetch.robots.policy import ROBOTS, RobotsDisallowedError
from crawler.fetch.site_files import SiteFile, SiteFileCache, origin_of
from crawler.fetch.throttle.host_gate import HostGate
from crawler.fetch.throttle.pauses import HostPausedError


@pytest.fixture(autouse=True)
def store(crawl, new_store):
    store = new_store()
    crawl.hosts = Hosts(robots=SiteFileCache(ROBOTS, store))
    return store


@pytest.fixture
def obedient(crawl, site):
    """Return a crawl of paths of the site that obeys robots.txt."""
    site.pages.update({"/a": b"story", "/b": b"story", "/c": b"story"})

    def run(*paths: str, **settings):
        return crawl(*(site.url + path for path in paths), ROBOTSTXT_OBEY=True, **settings)

    return run


def reasons(outcomes) -> list[str]:
    return [getattr(outcome, "reason", "") for outcome in outcomes]


def next_process(crawl, store) -> None:
    crawl.hosts = Hosts(crawl.hosts.gate, SiteFileCache(ROBOTS, store))


def test_a_disallowed_page_is_not_fetched_and_has_a_reason(obedient, site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /a"
    forbidden, fetched = obedient("/a", "/b")
    assert isinstance(forbidden, RobotsDisallowedError)
    assert forbidden.reason == "robots.txt"
    assert fetched.body == b"story"
    assert site.paths() == ["/robots.txt", "/b"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429])
def test_a_4xx_allows_everything_whatever_its_body(obedient, site, new_answer, status) -> None:
    site.pages["/robots.txt"] = new_answer(b"User-agent: *\nDisallow: /", status=status)
    (response,) = obedient("/a", SPACEBEAT_RETRY_WAIT=0)
    assert response.status == 200


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_5xx_forbids_everything(obedient, site, new_answer, status) -> None:
    site.pages["/robots.txt"] = new_answer(b"", status=status)
    assert reasons(obedient("/a", "/b")) == ["robots.txt unreachable"] * 2
    assert set(site.paths()) == {"/robots.txt"}
    assert site.count("/robots.txt") == 2  # one retry for both pages together


def test_no_response_forbids_everything(obedient, site, new_answer) -> None:
    site.pages["/robots.txt"] = new_answer(raw=b"")
    assert reasons(obedient("/a")) == ["connection lost"]


def test_a_timeout_forbids_everything(obedient, site, new_answer) -> None:
    site.pages["/robots.txt"] = new_answer(b"", wait=5)
    assert reasons(obedient("/a", DOWNLOAD_TIMEOUT=0.1)) == ["timeout"]


def test_robots_txt_may_become_available_again_within_the_run(obedient, site, new_answer) -> None:
    site.pages["/robots.txt"] = [new_answer(status=503), new_answer(b"User-agent: *\nDisallow: /b")]
    assert reasons(obedient("/a", "/b")) == ["", "robots.txt"]


@pytest.mark.parametrize("hops", [1, 5])
def test_redirects_are_followed_and_the_rules_apply_to_the_first_host(
    obedient, site, new_site, new_answer, hops
) -> None:
    other = new_site("127.0.0.2")
    site.pages["/robots.txt"] = new_answer(status=301, headers={"Location": f"{other.url}/1"})
    for hop in range(1, hops):
        other.pages[f"/{hop}"] = new_answer(status=302, headers={"Location": f"/{hop + 1}"})
    other.pages[f"/{hops}"] = b"User-agent: *\nDisallow: /a"
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]


@pytest.mark.parametrize(
    "target", ["/robots.txt", "ftp://127.0.0.1/", "file:///etc/hostname", "http://127.0.0.1:abc/", "http://["]
)
def test_endless_or_invalid_redirects_allow_everything(obedient, site, new_answer, target) -> None:
    site.pages["/robots.txt"] = new_answer(status=302, headers={"Location": target})
    (response,) = obedient("/a")
    assert response.status == 200
    assert site.count("/robots.txt") <= 6


def test_one_request_serves_all_crawls_of_the_process(crawl, site, new_answer) -> None:
    site.pages.update({"/robots.txt": new_answer(b"User-agent: *\nDisallow: /b", wait=0.05), "/a": b"1", "/b": b"2"})
    groups = [[f"{site.url}/a", f"{site.url}/b"] for _ in range(3)]
    outcomes = crawl.side_by_side(groups, ROBOTSTXT_OBEY=True)
    assert [reasons(group) for group in outcomes] == [["", "robots.txt"]] * 3
    assert site.count("/robots.txt") == 1


def test_each_origin_has_its_own_robots_txt(crawl, new_site) -> None:
    sites = [new_site(), new_site("127.0.0.2")]
    for each in sites:
        each.pages.update({"/robots.txt": b"", "/a": b"story"})
    crawl(*(f"{each.url}/a" for each in sites), ROBOTSTXT_OBEY=True)
    assert [each.count("/robots.txt") for each in sites] == [1, 1]


def test_a_redirected_page_is_checked_at_its_new_site(obedient, site, new_site, new_answer) -> None:
    other = new_site("127.0.0.2")
    other.pages.update({"/robots.txt": b"User-agent: *\nDisallow: /", "/x": b"story"})
    site.pages["/moved"] = new_answer(status=301, headers={"Location": f"{other.url}/x"})
    assert reasons(obedient("/moved")) == ["robots.txt"]
    assert other.paths() == ["/robots.txt"]


def test_the_next_run_sends_validators_and_a_304_keeps_the_copy(crawl, obedient, site, new_answer, store) -> None:
    date = "Sun, 22 Nov 2026 10:00:00 GMT"
    site.pages["/robots.txt"] = new_answer(
        b"User-agent: *\nDisallow: /a", headers={"ETag": '"1"', "Last-Modified": date}
    )
    obedient("/a")
    next_process(crawl, store)
    site.pages["/robots.txt"] = new_answer(status=304)
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]
    request = [request for request in site.log if request.path == "/robots.txt"][-1]
    assert request.headers["if-none-match"] == '"1"'
    assert request.headers["if-modified-since"] == date


@pytest.mark.parametrize(("age_h", "verdict"), [(2, ["robots.txt", ""]), (25, ["robots.txt unreachable"] * 2)])
def test_a_copy_is_valid_for_a_day_when_the_site_does_not_respond(
    obedient, site, new_answer, store, age_h, verdict
) -> None:
    fetched_at = datetime.now(UTC) - timedelta(hours=age_h)
    store.save(SiteFile(origin_of(site.url), 200, b"User-agent: *\nDisallow: /a", fetched_at))
    site.pages["/robots.txt"] = new_answer(status=500)
    assert reasons(obedient("/a", "/b")) == verdict
    assert store.copies[origin_of(site.url)].fetched_at == fetched_at


def test_an_endless_robots_txt_is_read_to_its_limit(obedient, site, new_answer) -> None:
    site.pages["/robots.txt"] = new_answer(b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 400_000)
    assert reasons(obedient("/a", "/b", DOWNLOAD_MAXSIZE=1_000_000)) == ["robots.txt", ""]


def bomb(size: int) -> bytes:
    return b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 60_000 + b"Disallow: /b\n" + b"\0" * size


@pytest.mark.parametrize(
    ("encodings", "pack"),
    [
        ("gzip", gzip.compress),
        ("br", lambda body: brotli.compress(body, quality=3)),
        ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    ],
)
def test_a_robots_txt_that_is_a_decompression_bomb_is_read_to_its_limit(
    obedient, site, new_answer, encodings, pack
) -> None:
    site.pages["/robots.txt"] = new_answer(pack(bomb(40_000_000)), headers={"Content-Encoding": encodings})
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]
    assert site.count("/robots.txt") == 1


def test_a_compressed_robots_txt_that_breaks_off_has_no_half_rule(obedient, site, new_answer) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /a\nDisallow: /b/c\n", compresslevel=0)
    site.pages["/robots.txt"] = new_answer(packed[:-12], headers={"Content-Encoding": "gzip"})
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]


def test_a_robots_txt_in_another_encoding_than_declared_is_read(obedient, site, new_answer) -> None:
    site.pages["/robots.txt"] = new_answer(b"User-agent: *\nDisallow: /a", headers={"Content-Encoding": "gzip"})
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]


def test_a_long_error_page_before_robots_txt_takes_nothing_of_its_limit(obedient, site, new_answer) -> None:
    filler = b"# filler\n" * 40_000
    site.pages["/robots.txt"] = [
        new_answer(filler, status=503),
        new_answer(filler + b"User-agent: *\nDisallow: /a\n"),
    ]
    assert reasons(obedient("/a", "/b")) == ["robots.txt", ""]


def test_the_crawl_delay_is_kept_between_requests(obedient, site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.1"
    obedient("/a", "/b")
    assert site.gaps()[1] >= 0.1


def test_the_crawl_delay_of_an_earlier_run_applies_to_robots_txt_too(crawl, obedient, site, store) -> None:
    store.save(SiteFile(origin_of(site.url), 200, b"User-agent: *\nCrawl-delay: 0.5", datetime.now(UTC)))
    site.pages["/robots.txt"] = b""
    started = monotonic()
    crawl.hosts = Hosts(HostGate(since=started), crawl.hosts.robots)
    obedient("/a")
    assert site.log[0].at - started >= 0.5


def test_a_crawl_delay_is_honoured_up_to_a_limit(obedient, site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 3600"
    obedient("/a", "/b", SPACEBEAT_CRAWL_DELAY_MAX=0.05)
    assert 0.05 <= site.gaps()[1] < 5


def test_rules_are_available_from_the_cache(crawl, obedient, site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.02"
    assert crawl.hosts.robots.loaded(site.url) is None
    obedient("/a")
    policy = crawl.hosts.robots.loaded(f"{site.url}/any")
    assert policy is not None
    assert policy.rules.crawl_delay == 0.02


def test_a_pause_is_not_a_disallow(crawl, obedient, site, new_answer, new_store) -> None:
    site.pages["/robots.txt"] = new_answer(status=503, headers={"Retry-After": "3600"})
    obedient("/a")
    next_process(crawl, new_store())
    (error,) = obedient("/a")
    assert isinstance(error, HostPausedError)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("HTTPS://Example.org:443/a?b", "https://example.org"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("http://[::1]:80/", "http://[::1]"),
    ],
)
def test_an_origin_has_one_spelling(url: str, origin: str) -> None:
    assert origin_of(url) == origin
