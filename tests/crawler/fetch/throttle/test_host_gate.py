import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Barrier, BrokenBarrierError
from time import monotonic

import pytest

from crawler.fetch.hosts import Hosts
from crawler.fetch.throttle.host_gate import CrawlStoppedError, HostGate, host_of
from crawler.fetch.throttle.pauses import HostPausedError, Pause


class Pauses:
    """A store in memory with the two methods that the gate requires."""

    def __init__(self, *pauses: Pause) -> None:
        self.pauses = list(pauses)

    def load(self) -> list[Pause]:
        return self.pauses

    def save(self, pause: Pause) -> None:
        self.pauses.append(pause)


@pytest.fixture(autouse=True)
def gate(crawl) -> HostGate:
    crawl.hosts = Hosts(HostGate(Pauses()))
    return crawl.hosts.gate


def in_seconds(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Example.org/a", "https://example.org/b"),
        ("http://example.org:80/", "https://example.org:443/"),
        ("http://example.org./", "http://example.org/"),
    ],
)
def test_http_and_https_of_a_name_are_one_host(one: str, other: str) -> None:
    assert host_of(one) == host_of(other)


def test_another_port_is_another_host() -> None:
    assert host_of("http://example.org:8080/") == "example.org:8080"


def test_two_crawls_never_request_one_host_at_once(crawl, site, new_answer) -> None:
    for number in range(12):
        site.pages[f"/{number}"] = new_answer(b"story", wait=0.01)
    crawl.side_by_side([[f"{site.url}/{n}" for n in range(start, 12, 3)] for start in range(3)])
    assert len(site.log) == 12
    assert site.busiest == 1
    assert site.connections == 1


def test_the_delay_is_kept_between_crawls_too_and_jitter_only_adds_to_it(crawl, site) -> None:
    site.pages.update({f"/{number}": b"story" for number in range(8)})
    crawl.side_by_side([[f"{site.url}/{n}" for n in range(start, 8, 2)] for start in range(2)], DOWNLOAD_DELAY=0.05)
    assert len(site.gaps()) == 7
    assert min(site.gaps()) >= 0.05


def test_hosts_do_not_wait_for_each_other(crawl, new_site, new_answer) -> None:
    """None is answered before all are asked."""
    sites = [new_site(f"127.0.0.{number}") for number in (1, 2, 3)]
    all_asked = Barrier(len(sites), timeout=20)

    def answer(_: object) -> object:
        with suppress(BrokenBarrierError):
            all_asked.wait()
        return new_answer(b"story")

    for each in sites:
        each.pages["/"] = answer
    crawl(*(f"{each.url}/" for each in sites))
    assert not all_asked.broken


def test_a_crawl_delay_is_kept(crawl, site, gate) -> None:
    site.pages.update({f"/{number}": b"story" for number in range(4)})
    gate.keep_distance(host_of(site.url), 0.06)
    crawl(*(f"{site.url}/{number}" for number in range(4)))
    assert min(site.gaps()) >= 0.06


def test_the_longer_of_two_crawl_delays_is_kept(crawl, site, gate) -> None:
    site.pages.update({f"/{number}": b"story" for number in range(3)})
    gate.keep_distance(host_of(site.url), 0.06, "https://example.org")
    gate.keep_distance(host_of(site.url), 0.0, "http://example.org")
    crawl(*(f"{site.url}/{number}" for number in range(3)))
    assert min(site.gaps()) >= 0.06


def test_the_first_request_of_a_run_keeps_the_delay_after_the_previous_run(crawl, site) -> None:
    site.pages["/"] = b"story"
    started = monotonic()
    crawl.hosts = Hosts(HostGate(since=started))
    crawl(f"{site.url}/", DOWNLOAD_DELAY=0.5)
    assert site.log[0].at - started >= 0.5


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_no_request_is_sent_in_a_long_pause(crawl, site, new_answer, status, as_date) -> None:
    value = format_datetime(in_seconds(3600), usegmt=True) if as_date else "3600"
    site.pages["/1"] = new_answer(status=status, headers={"Retry-After": value})
    site.pages["/2"] = b"story"
    first, second = crawl(f"{site.url}/1", f"{site.url}/2", RETRY_TIMES=0)
    assert first.status == status
    assert isinstance(second, HostPausedError)
    assert site.paths() == ["/1"]
    pause = second.pause
    assert (pause.host, pause.reason) == (host_of(site.url), f"HTTP {status}")
    assert in_seconds(3590) < pause.not_before < in_seconds(3610)
    assert str(second).startswith(f"{pause.host} asked to be left alone until ")


def test_a_short_pause_is_waited_out(crawl, site, new_answer) -> None:
    site.pages["/1"] = new_answer(status=429, headers={"Retry-After": "0.3"})
    site.pages["/2"] = b"story"
    first, second = crawl(f"{site.url}/1", f"{site.url}/2", RETRY_TIMES=0)
    assert (first.status, second.status) == (429, 200)
    assert site.gaps()[0] >= 0.3


def test_pauses_grow_with_consecutive_429_responses(crawl, site, new_answer, gate) -> None:
    site.pages["/"] = new_answer(status=429)
    site.pages["/other"] = b"story"
    crawl(f"{site.url}/", SPACEBEAT_RETRY_WAIT=0.05)
    first, second = site.gaps()
    assert first >= 0.05
    assert second >= 0.1
    assert gate.paused(host_of(site.url)) is not None
    crawl(f"{site.url}/other")
    assert gate.paused(host_of(site.url)) is None
    assert site.gaps()[2] >= 0.2


def left(gate: HostGate) -> float:
    """Return the seconds that the host is still to be left alone, 0 when it is not."""
    pause = gate.paused("example.org")
    return round(pause.seconds_left()) if pause else 0


def test_pauses_without_a_stated_length_double_with_each_refusal_in_a_row(gate) -> None:
    lengths = []
    for _ in range(3):
        gate.pause_if_asked("example.org", 429, None, 60)
        lengths.append(left(gate))
    assert lengths == [60, 120, 240]
    for status, retry_after in ((200, None), (503, None), (429, 5.0)):  # no refusal of that kind
        gate = HostGate()
        gate.pause_if_asked("example.org", 429, None, 60)
        gate.pause_if_asked("example.org", status, retry_after, 60)
        gate.pause_if_asked("example.org", 429, None, 70)
        assert left(gate) == 70


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [(429, 30.0, 30), (503, 30.0, 30), (503, None, 0), (200, 30.0, 0), (403, 30.0, 0), (503, 0.0, 0)],
)
def test_a_pause_is_asked_for_by_429_and_503(status: int, retry_after: float | None, seconds: int) -> None:
    gate = HostGate()
    gate.pause_if_asked("example.org", status, retry_after, 60)
    assert left(gate) == seconds


def test_a_pause_is_at_most_a_day(crawl, site, new_answer, gate) -> None:
    site.pages["/"] = new_answer(status=503, headers={"Retry-After": "99999999"})
    crawl(f"{site.url}/", RETRY_TIMES=0)
    pause = gate.paused(host_of(site.url))
    assert pause is not None
    assert pause.not_before < in_seconds(86_500)


def test_a_pause_outlives_the_process(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(status=503, headers={"Retry-After": "3600"})
    store = Pauses()
    crawl.hosts = Hosts(HostGate(store))
    crawl(f"{site.url}/", RETRY_TIMES=0)
    crawl.hosts = Hosts(HostGate(Pauses(*store.pauses)))
    (error,) = crawl(f"{site.url}/", RETRY_TIMES=0)
    assert isinstance(error, HostPausedError)
    assert len(site.log) == 1


def test_a_pause_that_is_over_is_forgotten(crawl, site) -> None:
    site.pages["/"] = b"story"
    gate = HostGate(Pauses(Pause(host_of(site.url), in_seconds(-1), "HTTP 503")))
    crawl.hosts = Hosts(gate)
    (response,) = crawl(f"{site.url}/")
    assert response.status == 200
    assert gate.paused(host_of(site.url)) is None


def test_a_shorter_pause_does_not_end_a_longer_one(gate) -> None:
    gate.pause("example.org", 3600, "HTTP 503")
    gate.pause("example.org", 10, "HTTP 503")
    pause = gate.paused("example.org")
    assert pause is not None
    assert pause.not_before > in_seconds(3000)


def test_a_host_without_a_pause_or_with_one_that_is_over_is_not_paused() -> None:
    assert HostGate().paused("example.org") is None
    assert HostGate(Pauses(Pause("example.org", in_seconds(-1), "HTTP 503"))).paused("example.org") is None


def test_a_longer_pause_takes_the_place_of_a_shorter_one_and_is_stored() -> None:
    store = Pauses()
    gate = HostGate(store)
    for seconds in (10, 3600, 10):
        gate.pause("example.org", seconds, "HTTP 503")
    assert left(gate) == 3600
    assert [round(pause.seconds_left()) for pause in store.pauses] == [10, 3600]


def test_a_pause_that_starts_while_others_wait_applies_to_them_too(loop, gate) -> None:
    async def visit() -> list[BaseException | None]:
        async def first() -> None:
            async with gate.turn("example.org", 0):
                await asyncio.sleep(0.02)
                gate.pause("example.org", 3600, "HTTP 429")

        async def later() -> None:
            async with gate.turn("example.org", 0):
                pass

        return list(await asyncio.gather(first(), later(), later(), return_exceptions=True))

    kinds = [type(outcome) for outcome in loop.run(visit())]
    assert kinds == [type(None), HostPausedError, HostPausedError]


def test_a_failed_request_releases_the_turn(loop, gate) -> None:
    async def visit() -> str:
        with pytest.raises(OSError, match="broken"):
            async with gate.turn("example.org", 0):
                raise OSError("broken")
        async with gate.turn("example.org", 0):
            return "had its turn"

    assert loop.run(visit(), timeout=2) == "had its turn"


def test_a_stopped_crawl_does_not_wait_for_its_turns(crawl, site, gate) -> None:
    site.pages.update({f"/{number}": b"story" for number in range(4)})
    gate.keep_distance(host_of(site.url), 3600)
    started = monotonic()
    outcomes = crawl(*(f"{site.url}/{number}" for number in range(4)), stop_after=0.2)
    assert monotonic() - started < 3
    assert [type(outcome) for outcome in outcomes[1:]] == [CrawlStoppedError] * 3
    assert site.paths() == ["/0"]
