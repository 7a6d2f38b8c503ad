"""A week of a small web that breaks in the usual ways; `make simulate-year` is the long form."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.loopback import site_server
from tests.simulation.outlet import Outlet
from tests.simulation.world import Break, Event, World, move, switch

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
NAMES = frozenset("steady walled moved moved-new renamed closed early tagged teasing redesigned".split())


def test_a_week_of_walls_moves_and_repairs_loses_no_article(tmp_path: Path) -> None:
    with site_server() as new_site:
        outlets = {name: Outlet(name, new_site()) for name in sorted(NAMES)}
        outlets["moved-new"].rhythm = (0,) * 7
        outlets["early"].late_pages_h = 4  # the feed lists what is not there yet
        outlets["tagged"].query = "?utm_source=rss&utm_medium=feed"
        patterns = {name: f"^{outlets[name].site.url}/news/" for name in ("tagged", "moved", "redesigned")}
        repaired = {"redesigned": f"^{outlets['redesigned'].site.url}/"}
        world = World(tmp_path, MONDAY, 12, outlets, patterns)
        world.run(
            5,
            [
                Event(1, "moved", partial(move, name="moved")),
                *(switch(1, "walled", "wall", True), switch(2.5, "walled", "wall", False)),
                *(switch(1, "closed", "robots_closed", True), switch(2.5, "closed", "robots_closed", False)),
                *(switch(1, "renamed", "feed_moved_to", "/rss.xml"), switch(3, "renamed", "gone", {"/feed"})),
                switch(2, "teasing", "teaser", True),
                switch(1, "redesigned", "form", "/stories/{n}-of-space"),
                Event(3, "the user repairs a pattern", lambda world: world.patterns.update(repaired)),
            ],
        )
        assert world.failures == []
        assert world.lost() == []
        assert world.doubled() == []
        assert world.dear_looks() == []
        breaks = [
            Break("walled", 1, 2.5, ("blocked",)),
            Break("closed", 1, 2.5, ("blocked",)),
            Break("moved", 1, 7, ("moved",)),
            Break("renamed", 1, 7, ("moved",)),
            Break("teasing", 2, 7, ("blocked",), within_h=36),
            Break("redesigned", 1, 3, ("changed",), within_h=36),
        ]
        assert world.unnamed(breaks) == []
        assert world.false_alarms(breaks) == []
