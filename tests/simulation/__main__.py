"""A simulated year: `python -m tests.simulation [DAYS [SEED]]`. It takes an hour or so, and prints what went wrong.

Each outlet breaks in a way of real sites every few weeks, chosen by the seed. Four change for good: one moves to
another site, one moves its feed, one gives its articles addresses that fit its pattern no longer until the user repairs
it, and one begins to tag the links of its feed. Crawls are killed or find the disk full, and one has a wrong clock.
"""

import errno
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.faults.faults import Call, library
from tests.loopback import site_server
from tests.simulation.outlet import Outlet
from tests.simulation.world import Break, Event, World, move, switch

START = datetime(2026, 1, 5, 6, tzinfo=UTC)  # a Monday
RHYTHMS = ((3, 3, 3, 3, 3, 0, 0), (1, 0, 1, 0, 1, 0, 0), (6, 6, 6, 6, 6, 2, 2), (0, 0, 1, 0, 0, 0, 0))
REST = 25  # days between two breaks of one outlet
LONGEST = 45  # days that a fault and its end take at most

# A flag of an outlet, for how many days it is set, and the conditions that name it (none: it has to do no harm).
FAULTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "outage": ((2, 10), ("failing",)),
    "wall": ((5, 20), ("blocked",)),
    "robots_closed": ((3, 15), ("blocked",)),
    "teaser": ((10, 20), ("blocked",)),
    "shell": ((5, 15), ("changed", "failing")),
    "without_dates": ((10, 30), ("changed",)),
    "silent": ((20, 40), ("quiet",)),
    "late_pages_h": ((5, 30), ()),
}
BY_PAGES = ("wall", "teaser", "shell", "without_dates")  # seen only when the outlet has published some articles
KILLS = 12
FULL_DISKS = 6
MOVES, FEED_MOVES, IS_REDESIGNED, TAGS = "outlet-4", "outlet-6", "outlet-8", "outlet-10"


def main() -> int:
    given = sys.argv[1:]
    days, seed = float(given[0] if given else 365), int(given[1] if len(given) > 1 else 1)
    print(f"{days:g} days, seed {seed}", flush=True)
    chosen = random.Random(seed)
    with site_server() as new_site, tempfile.TemporaryDirectory() as folder:
        outlets = {f"outlet-{n}": Outlet(f"outlet-{n}", new_site(), RHYTHMS[n % len(RHYTHMS)]) for n in range(16)}
        outlets[f"{MOVES}-new"] = Outlet(f"{MOVES}-new", new_site(), (0,) * 7)
        patterns = {IS_REDESIGNED: f"^{outlets[IS_REDESIGNED].site.url}/news/"}
        world = World(Path(folder), START, 6, outlets, patterns)
        change = days * chosen.uniform(0.4, 0.6)
        plan = [
            item
            for name, outlet in outlets.items()
            if not name.endswith("-new")
            for item in _faults(outlet, change if name in (MOVES, FEED_MOVES, IS_REDESIGNED) else days, chosen)
        ]
        plan += _changes_for_good(change, outlets)
        events = [event for event, _ in plan] + list(_accidents(days, chosen))
        breaks = [broken for _, broken in plan if broken]
        world.run(days, events, lambda line: print(line, flush=True))
        findings = {
            "crawls that broke": world.failures,
            "articles lost": world.lost(),
            "articles twice": world.doubled(),
            "articles requested too often": world.dear_looks(),
            "breaks without a name": world.unnamed([broken for broken in breaks if broken.conditions]),
            "false alarms": world.false_alarms(breaks),
        }
    stories = sum(len(outlet.stories) for outlet in outlets.values())
    print(f"{stories} articles at {len(outlets)} outlets, {len(breaks)} breaks")
    for name, found in findings.items():
        print(f"{name}: {len(found)}")
        for line in found[:20]:
            print(f"  {line}")
    return int(any(findings.values()))


def _faults(outlet: Outlet, days: float, chosen: random.Random) -> Iterator[tuple[Event, Break | None]]:
    """Yield the begin of each fault with the break that it is, and its end."""
    name, day = outlet.name, chosen.uniform(15, 45)
    while day < days - LONGEST:
        fault = chosen.choice(list(FAULTS))
        (least, most), conditions = FAULTS[fault]
        end = day + chosen.uniform(least, most)
        value: object = 5.0 if fault == "late_pages_h" else True
        calm: object = 0.0 if fault == "late_pages_h" else False
        begin = switch(day, name, fault, value)
        # Silence is named once five stories are missing; what pages show, when four of them have been seen.
        week_h = 24 * 7 / sum(outlet.rhythm)
        slow = 5 * week_h + 96 if fault == "silent" else 24
        pages_h = 4 * week_h + 96
        within_h = pages_h if fault in BY_PAGES else slow
        yield begin, Break(name, day, end, conditions if end - day > within_h / 24 else (), within_h)
        yield switch(end, name, fault, calm), None
        day = end + REST + chosen.uniform(0, 20)


def _changes_for_good(day: float, outlets: dict[str, Outlet]) -> Iterator[tuple[Event, Break | None]]:
    """Yield what happens to the outlets that are not what they were after this day."""
    repaired = {IS_REDESIGNED: f"^{outlets[IS_REDESIGNED].site.url}/"}
    repair = day + 12
    yield Event(day, f"{MOVES} moves", partial(move, name=MOVES)), Break(MOVES, day, day + 400, ("moved",))
    yield (
        switch(day, FEED_MOVES, "feed_moved_to", "/rss.xml"),
        Break(FEED_MOVES, day, day + 400, ("moved",)),
    )
    yield switch(day + 40, FEED_MOVES, "gone", {"/feed"}), None
    yield switch(day, TAGS, "query", "?utm_source=rss&utm_medium=feed"), None
    yield (
        switch(day, IS_REDESIGNED, "form", "/stories/{n}-of-space"),
        Break(IS_REDESIGNED, day, repair, ("changed",), within_h=96),
    )
    yield Event(repair, f"the user repairs {IS_REDESIGNED}", lambda world: world.patterns.update(repaired)), None


def _accidents(days: float, chosen: random.Random) -> Iterator[Event]:
    """Yield crawls that are killed, those on a full disk, and one by a clock that is wrong."""
    for _ in range(KILLS):
        seconds = chosen.uniform(0.5, 6)
        yield Event(chosen.uniform(1, days), "killed", partial(World.crawl, kill_after_s=seconds))
    for _ in range(FULL_DISKS if library() else 0):
        number = chosen.randrange(400)
        yield Event(chosen.uniform(1, days), "full disk", partial(_crawl_on_full_disk, number=number))
    ahead = timedelta(days=400)
    yield Event(days / 3, "wrong clock", lambda world: world.crawl(at=world.now + ahead))


def _crawl_on_full_disk(world: World, number: int) -> None:
    """Crawl while each call that changes a file fails from this one on."""
    world.crawl(fault=Call(world.folder, number, errno.ENOSPC, lasts=True))


if __name__ == "__main__":
    sys.exit(main())
