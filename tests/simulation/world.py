"""The web and the user of a simulation: what happens when, each crawl at its time, and what must be true at the end."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.clock import instant
from archive.db.connection import connect_to_read
from archive.reports.health import health
from tests.command import run_command
from tests.faults.faults import Fault
from tests.simulation.outlet import Outlet, Story

ROOT = Path(__file__).parents[2]
DAY_H = 24
AFTER_CRAWL = timedelta(minutes=30)  # when somebody looks at the health of the sources


@dataclass(frozen=True)
class Event:
    """What happens on a day to the outlet of this name, or to the user (empty)."""

    day: float
    name: str
    happen: Callable[["World"], None]


def switch(day: float, name: str, flag: str, value: object) -> Event:
    """Return the event that sets a flag of an outlet."""
    return Event(day, f"{name} {flag} {value}", lambda world: setattr(world.outlets[name], flag, value))


def move(world: "World", name: str) -> None:
    """Move an outlet to another site, with all it has; the old one leads there for good."""
    old, new = world.outlets[name], world.outlets[f"{name}-new"]
    new.stories, new.rhythm = old.stories, old.rhythm
    old.moved_to, old.stories, old.rhythm = new, [], (0,) * 7


@dataclass(frozen=True)
class Break:
    """A fault that the health of the source has to name, by one of these conditions, within a day of its begin."""

    name: str
    first: float
    last: float
    conditions: tuple[str, ...]
    within_h: float = 24


@dataclass(frozen=True)
class Seen:
    """The verdict on a source at a moment."""

    day: float
    name: str
    condition: str
    reason: str
    is_alarming: bool


@dataclass
class World:
    """`step_h` hours lie between two crawls."""

    folder: Path
    start: datetime
    step_h: float
    outlets: dict[str, Outlet]
    patterns: dict[str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    now: datetime = field(init=False)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.start

    @property
    def archive(self) -> Path:
        return self.folder / "simulated.db"

    @property
    def day(self) -> float:
        return (self.now - self.start) / timedelta(days=1)

    def run(self, days: float, events: list[Event], report: Callable[[str], None] = lambda _: None) -> None:
        """Let time pass: events happen, outlets publish, a crawl reads what is due, health is judged."""
        for outlet in self.outlets.values():
            outlet.publish(self.start - timedelta(days=7), self.start - timedelta(hours=self.step_h))
        waiting = sorted(events, key=lambda event: event.day)
        step = timedelta(hours=self.step_h)
        while self.day < days:
            while waiting and waiting[0].day <= self.day:
                event = waiting.pop(0)
                report(f"day {self.day:g}: {event.name}")
                event.happen(self)
            for outlet in self.outlets.values():
                outlet.now = self.now
                outlet.publish(self.now - step, self.now)
                outlet.count_hours(self.step_h)
            self.crawl()
            self.judge()
            self.now += step

    def crawl(
        self, *, at: datetime | None = None, kill_after_s: float | None = None, fault: Fault | None = None
    ) -> None:
        """Crawl what is due, at the time of the simulation; kill the process after some seconds, if asked to."""
        catalogue = self.folder / "catalogue.toml"
        catalogue.write_text("\n".join(self._tables()), "utf-8")
        arguments = ["crawl", "--due", "--catalogue", str(catalogue), "--only-catalogue", "--allow-private"]
        arguments += ["--archive", str(self.archive), "--workers", "1", "--quiet"]
        try:
            done = run_command(
                arguments,
                folder=ROOT,
                environment=os.environ,
                timeout=kill_after_s or 300,
                at=at or self.now,
                fault=fault,
            )
        except subprocess.TimeoutExpired:
            if kill_after_s is None:
                self.failures.append(f"day {self.day:g}: the crawl hangs")
            return
        if "Traceback" in done.stderr:
            self.failures.append(f"day {self.day:g}: {done.stderr[-2000:]}")

    def judge(self) -> None:
        with closing(connect_to_read(self.archive)) as db:
            for state in health(db, instant(self.now + AFTER_CRAWL)):
                is_alarming = state.is_alarming and state.is_wrong
                self.seen.append(Seen(self.day, state.source_id, state.condition, state.reason, is_alarming))

    def _tables(self) -> Iterator[str]:
        for name, outlet in self.outlets.items():
            if name.endswith("-new"):  # where another one has moved to
                continue
            keys: dict[str, Any] = {"id": name, "name": name.title(), "homepage": f"{outlet.site.url}/"}
            keys |= {"country": "US", "languages": ["en"], "kind": "trade-press", "focus": "space-policy", "delay": 0}
            if name in self.patterns:
                keys["article_url_re"] = self.patterns[name]
            lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
            yield f'[[source]]\n{lines}\n[[source.feed]]\nurl = "{outlet.site.url}/feed"\n'

    # What must be true at the end.

    def lost(self) -> list[str]:
        """Return the stories that could be read for a day while they were listed and are not in the archive, whole."""
        with closing(connect_to_read(self.archive)) as db:
            texts = "\n".join(text for (text,) in db.execute("select title || text from articles").fetchall())
        return [
            f"{outlet.name}: {story.path} of {story.published:%Y-%m-%d %H:%M}"
            for outlet in self.outlets.values()
            for story in outlet.stories
            if story.readable_h > DAY_H and not _is_in(story, texts)
        ]

    def doubled(self) -> list[str]:
        """Return the titles that a source has twice."""
        with closing(connect_to_read(self.archive)) as db:
            rows = db.execute("select source_id, title from articles group by 1, 2 having count(*) > 1").fetchall()
        return [f"{source}: {title}" for source, title in rows]

    def unnamed(self, breaks: list[Break]) -> list[str]:
        """Return the breaks that no verdict named in time."""
        missing = []
        for broken in breaks:
            until = broken.first + (broken.within_h + self.step_h) / DAY_H
            verdicts = [s for s in self.seen if s.name == broken.name and broken.first <= s.day <= until]
            if not any(verdict.condition in broken.conditions for verdict in verdicts):
                said = sorted({f"{v.condition} ({v.reason})" for v in verdicts})
                missing.append(f"{broken.name} from day {broken.first:g}: {', '.join(said)}")
        return missing

    def false_alarms(self, breaks: list[Break], after_days: float = 3) -> list[str]:
        """Return the alarms at times without a break, one for each time that an alarm begins."""
        alarms: list[str] = []
        for name in self.outlets:
            open_since: float | None = None
            for verdict in (v for v in self.seen if v.name == name):
                excused = any(b.name == name and b.first <= verdict.day <= b.last + after_days for b in breaks)
                if verdict.is_alarming and not excused and open_since is None:
                    alarms.append(f"{name} on day {verdict.day:g}: {verdict.condition} ({verdict.reason})")
                open_since = verdict.day if verdict.is_alarming else None
        return alarms

    def dear_looks(self) -> list[str]:
        """Return the stories that were sent whole more often than they changed, and once more for each failed crawl."""
        return [
            f"{outlet.name}: {story.path} was sent {story.sent} times in {len(story.states)} states"
            for outlet in self.outlets.values()
            for story in outlet.stories
            if story.sent > 2 * len(story.states)
        ]


def _is_in(story: Story, texts: str) -> bool:
    return story.last_words.capitalize() in texts
