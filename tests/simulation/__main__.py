"""A simulated year: `python -m tests.simulation [DAYS [SEED]]`. It takes an hour or so, and prints what went wrong.

Each outlet breaks in a way of real sites every few weeks, chosen by the seed. Crawls are killed, and one has a wrong
clock.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.loopback import site_server
from tests.simulation.outlet import Outlet
from tests.simulation.world import Break, Event, World, switch

START = datetime(2026, 1, 5, 6, tzinfo=UTC)  # a Monday
RHYTHMS = ((3, 3, 3, 3, 3, 0, 0), (1, 0, 1, 0, 1, 0, 0), (6, 6, 6, 6, 6, 2, 2), (0, 0, 1, 0, 0, 0, 0))
REST = 25  # days between two breaks of one outlet

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


def main() -> int:
    given = sys.argv[1:]
    days, seed = float(given[0] if given else 365), int(given[1] if len(given) > 1 else 1)
    print(f"{days:g} days, seed {seed}", flush=True)
    chosen = random.Random(seed)
    with site_server() as new_site, tempfile.TemporaryDirectory() as folder:
        outlets = {f"outlet-{n}": Outlet(f"outlet-{n}", new_site(), RHYTHMS[n % len(RHYTHMS)]) for n in range(16)}
        world = World(Path(folder), START, 6, outlets)
        plan = [item for name in outlets for item in _faults(name, outlets[name], days, chosen)]
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


def _faults(name: str, outlet: Outlet, days: float, chosen: random.Random) -> Iterator[tuple[Event, Break | None]]:
    """Yield the begin of each fault with the break that it is, and its end."""
    day = chosen.uniform(15, 45)
    while day < days - REST:
        fault = chosen.choice(list(FAULTS))
        (least, most), conditions = FAULTS[fault]
        end = day + chosen.uniform(least, most)
        value: object = 5.0 if fault == "late_pages_h" else True
        calm: object = 0.0 if fault == "late_pages_h" else False
        begin = switch(day, name, fault, value)
        # Silence is named by the rhythm of the outlet; what pages show, when three of them have been seen.
        slow = 14 * 24 if fault == "silent" else 24
        pages_h = 24 * 7 * 4 / max(1, sum(outlet.rhythm)) + 96
        within_h = pages_h if fault in BY_PAGES else slow
        yield begin, Break(name, day, end, conditions if end - day > within_h / 24 else (), within_h)
        yield switch(end, name, fault, calm), None
        day = end + REST + chosen.uniform(0, 20)


def _accidents(days: float, chosen: random.Random) -> Iterator[Event]:
    """Yield crawls that are killed, and one by a clock that is wrong."""
    for _ in range(KILLS):
        seconds = chosen.uniform(0.5, 6)
        yield Event(chosen.uniform(1, days), "killed", partial(World.crawl, kill_after_s=seconds))
    ahead = timedelta(days=400)
    yield Event(days / 3, "wrong clock", lambda world: world.crawl(at=world.now + ahead))


if __name__ == "__main__":
    sys.exit(main())
