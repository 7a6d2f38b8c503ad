"""An outlet that publishes by a rhythm of the week, on a real server, and can be broken in the ways of real sites."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Any

from tests.loopback import Answer, Asked, Site

_HTML = "text/html; charset=utf-8"
LISTED = 15  # stories that a feed shows
_WORDS = (
    "agency orbit launch treaty debris spectrum licence ministry satellite delegation budget parliament station rocket"
    " engineers contract schedule committee spokesman industry partner mission payload lunar regulation export control"
    " weather science observation navigation commercial security hearing senator proposal draft meeting capital week"
    " programme costs delay review report office director telescope antenna ground segment operator insurance market"
    " investors company workers factory region harbour island mountain desert coast railway customs border minister"
    " summit alliance signature ratification amendment clause annex protocol observers majority minority vote"
).split()


@dataclass
class Story:
    """One article. `readable_h` counts the hours in which it could be read while it was listed.

    `sent` counts how often its page was sent whole, `states` the different pages that were.
    """

    outlet: str
    number: int
    published: datetime
    path: str
    readable_h: float = 0
    exists_from: datetime | None = None
    sent: int = 0
    states: set[bytes] = field(default_factory=set)

    @property
    def last_words(self) -> str:
        """The end of the text: who has it has the whole article."""
        return " ".join(random.Random(f"{self.outlet} end {self.number}").choices(_WORDS, k=16))


@dataclass
class Outlet:
    """`rhythm` is the number of stories on each day of the week, Monday first. The flags break the site."""

    name: str
    site: Site
    rhythm: tuple[int, ...] = (3, 3, 3, 3, 3, 0, 0)
    stories: list[Story] = field(default_factory=list)
    form: str = "/news/story-{n}"
    feed_path: str = "/feed"
    query: str = ""  # what the links of the feed have behind the path
    moved_to: "Outlet | None" = None  # where all of the site leads, for good
    feed_moved_to: str = ""
    gone: frozenset[str] | set[str] = frozenset()
    outage: bool = False
    wall: bool = False
    teaser: bool = False
    shell: bool = False
    robots_closed: bool = False
    feed_frozen: bool = False
    silent: bool = False
    without_dates: bool = False
    late_pages_h: float = 0  # hours for which a listed page does not exist yet
    now: datetime = field(default_factory=datetime.now)
    _frozen: list[Story] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site.pages = _Pages(self.answer)

    def publish(self, begin: datetime, end: datetime) -> None:
        """Publish what falls between two moments: stories come at equal distances from 08:00 to 18:00."""
        day = begin.replace(hour=0, minute=0, second=0)
        while day < end and not self.silent:
            number = self.rhythm[day.weekday()]
            for place in range(number):
                moment = day + timedelta(hours=8 + 10 * place / number)
                if begin <= moment < end:
                    n = len(self.stories) + 1
                    path = self.form.format(n=n)
                    exists = moment + timedelta(hours=self.late_pages_h)
                    story = Story(self.name, n, moment, path, exists_from=exists)
                    self.stories.append(story)
            day += timedelta(days=1)

    def listed(self) -> list[Story]:
        if self.feed_frozen:
            self._frozen = self._frozen or self.stories[-LISTED:]
            return self._frozen
        return self.stories[-LISTED:]

    def count_hours(self, hours: float) -> None:
        """Count the time for those stories that a reader, and a crawler, could read."""
        site_is_up = not (self.outage or self.wall or self.shell or self.robots_closed)
        if site_is_up and not self.teaser:
            for story in self.stories[-LISTED:]:
                if story.exists_from is None or story.exists_from <= self.now:
                    story.readable_h += hours

    def answer(self, asked: Asked) -> Answer:
        """Return what the site answers now."""
        path = asked.path.partition("?")[0]
        if self.outage:
            return Answer(b"", status=503)
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /\n" if self.robots_closed else b"", status=200)
        if self.moved_to:
            return Answer(b"", status=301, headers={"Location": self.moved_to.site.url + asked.path})
        if path in self.gone:
            return Answer(b"", status=410)
        if path == self.feed_path:
            if self.feed_moved_to:
                return Answer(b"", status=301, headers={"Location": self.site.url + self.feed_moved_to})
            return _conditional(self.feed(), "application/rss+xml", asked)
        if path == self.feed_moved_to:
            return _conditional(self.feed(), "application/rss+xml", asked)
        return Answer(self.home(), headers={"Content-Type": _HTML}) if path == "/" else self.answer_story(path, asked)

    def answer_story(self, path: str, asked: Asked) -> Answer:
        """Return the page of a story, and count what was sent."""
        story = next((story for story in self.stories if story.path == path), None)
        if story is None or (story.exists_from and story.exists_from > self.now):
            return Answer(b"not found", status=404)
        if self.wall:
            return Answer(b"", status=403)
        page = self.page(story)
        answer = _conditional(page, _HTML, asked)
        if answer.status == 200 and not self.shell:  # a page without a text is no article yet: it is asked for again
            story.sent += 1
            story.states.add(page)
        return answer

    def home(self) -> bytes:
        feed = self.feed_moved_to or self.feed_path
        link = f"<link rel='alternate' type='application/rss+xml' href='{feed}'>"
        return f"<html><head><title>{self.name.title()}</title>{link}</head><body><h1>Home</h1></body></html>".encode()

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>{escape(_title(self.name, s.number))}</title>"
            f"<link>{self.site.url}{s.path}{escape(self.query)}</link>"
            + ("" if self.without_dates else f"<pubDate>{format_datetime(s.published)}</pubDate>")
            + "</item>"
            for s in reversed(self.listed())
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()

    def page(self, story: Story) -> bytes:
        title = escape(_title(self.name, story.number))
        if self.shell:
            return b"<html><head><title>Loading</title><script src='/app.js'></script></head><body></body></html>"
        paragraphs = _paragraphs(self.name, story.number)
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "author": {"@type": "Person", "name": "Ana Ruiz"},
        }
        if not self.without_dates:
            data["datePublished"] = story.published.isoformat()
        if self.teaser:
            data["isAccessibleForFree"] = False
            paragraphs = paragraphs[:1]
        else:
            paragraphs = [*paragraphs, f"{story.last_words.capitalize()}."]
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        return (
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
            f"<script type='application/ld+json'>{json.dumps(data)}</script></head><body>"
            f"<nav><a href='/'>Home</a></nav><main><article><h1>{title}</h1><div class='entry-content'>{body}</div>"
            "</article></main></body></html>"
        ).encode()


class _Pages(dict[str, Any]):
    """All paths of a site, answered by a function."""

    def __init__(self, answer: Callable[[Asked], Answer]) -> None:
        super().__init__()
        self._answer = answer

    def get(self, path: str, default: Any = None) -> Any:
        return self._answer


def _conditional(body: bytes, kind: str, asked: Asked) -> Answer:
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    if asked.headers.get("if-none-match") == etag:
        return Answer(status=304, headers={"ETag": etag})
    return Answer(body, headers={"ETag": etag, "Content-Type": kind})


def _title(name: str, number: int) -> str:
    chosen = random.Random(f"{name} title {number}").sample(_WORDS, 5)
    return f"{' '.join(chosen).capitalize()} in space policy"


def _paragraphs(name: str, number: int) -> list[str]:
    source = random.Random(f"{name} {number}")
    return [
        " ".join(f"{' '.join(source.choices(_WORDS, k=14)).capitalize()} of the space agency." for _ in range(4))
        for _ in range(4)
    ]
