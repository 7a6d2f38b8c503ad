"""Dossier of one instrument: when it was first mentioned, what became of it, and where it is reported.

Everything is counted in one statement over the articles that cite the instrument. That takes about 15 µs an article, so
a page may limit it to the latest ones; the first mention is looked for among all. The steps are those that enrichment
found in the words next to the citations; their days are those of the first reports, not of the events.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.clock import known_day
from archive.codes import CodeKind, name_of
from archive.reports.counters import WHEN_OF_A

_CITING = "select article_id from article_instruments where instrument_id = :id order by article_id desc limit :limit"
_COUNTS = f"""
with found as materialized (
  select a.id, a.source_id, a.language, a.copy_of is not null as copy, substr({WHEN_OF_A}, 1, 10) as day
  from ({_CITING}) l cross join articles a on a.id = l.article_id
)
select 'day', day, '', count(*) from found group by 2
union all select 'copies', '', '', coalesce(sum(copy), 0) from found
union all select 'sources', s.id, s.name, count(*) from found f join sources s on s.id = f.source_id group by 2
union all select 'outlet_countries', s.country, '', count(*)
  from found f join sources s on s.id = f.source_id group by 2
union all select 'languages', language, '', count(*) from found where language <> '' group by 2
union all select 'countries', l.country, '', count(*)
  from found f cross join article_countries l on l.article_id = f.id group by 2
union all select 'topics', t.id, t.name, count(*)
  from found f cross join article_topics l on l.article_id = f.id join topics t on t.id = l.topic_id group by 2
union all select 'actors', t.id, t.name, count(*)
  from found f cross join article_actors l on l.article_id = f.id join actors t on t.id = l.actor_id group by 2
union all select 'instruments', t.id, t.name, count(*)
  from found f cross join article_instruments l on l.article_id = f.id and l.instrument_id <> :id
  join instruments t on t.id = l.instrument_id group by 2
"""
_FACETS = ("sources", "outlet_countries", "languages", "countries", "topics", "actors", "instruments")
_CODES: Mapping[str, CodeKind] = {"outlet_countries": "countries", "countries": "countries", "languages": "languages"}
_MENTIONED = "a.id, a.url, a.title, a.language, s.name, a.published_at, a.published_precision, a.first_seen_at"
_EXTREME = f"""
select {_MENTIONED}
from article_instruments l cross join articles a on a.id = l.article_id join sources s on s.id = a.source_id
where l.instrument_id = ? order by {WHEN_OF_A} WAY, a.id WAY limit 1
"""
_STEPS = f"""
select t.step, t.words, {_MENTIONED}
from (select * from instrument_steps where instrument_id = ? limit ?) t
cross join articles a on a.id = t.article_id join sources s on s.id = a.source_id
order by t.step, {WHEN_OF_A}, a.id
"""
_SAME_STEP_DAYS = 45  # within which reports of a step are of one event, such as one session of a dialogue
_ORDER = {
    step: place
    for place, step in enumerate(
        "introduced passed vetoed rejected adopted signed joined ratified in-force held ended".split()
    )
}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One article that cites the instrument. `moment` is its publication, or first capture if that is not known."""

    id: int
    url: str
    title: str
    language: str
    source_name: str
    moment: str
    precision: str
    is_dated: bool

    @property
    def day(self) -> str:
        """Return the day, or the month or year of which no more is known."""
        return known_day(self.moment, self.precision)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that articles report within a few weeks. `words` are those of the first of them."""

    step: str
    words: str
    first: Mentioned
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Count:
    """A value and the number of articles with it."""

    id: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the archive knows of one instrument.

    `counted` is how many of its `articles` the counts are of, the latest archived; `days` are articles by day.
    `steps` are in the order of their first reports; `sources` and `outlet_countries` say who reports, the other
    counts what is named in the same articles.
    """

    id: str
    name: str
    kind: str
    articles: int
    counted: int
    copies: int
    first: Mentioned
    last: Mentioned
    steps: tuple[Step, ...]
    days: Mapping[str, int]
    sources: tuple[Count, ...]
    outlet_countries: tuple[Count, ...]
    languages: tuple[Count, ...]
    countries: tuple[Count, ...]
    topics: tuple[Count, ...]
    actors: tuple[Count, ...]
    instruments: tuple[Count, ...]


def dossier(connection: sqlite3.Connection, instrument_id: str, limit: int = -1) -> Dossier | None:
    """Read the dossier of an instrument, counted over its `limit` latest articles; None if no article cites it."""
    row = connection.execute(
        "select id, name, kind, (select count(*) from article_instruments where instrument_id = i.id) "
        "from instruments i where id = ?",
        [instrument_id],
    ).fetchone()
    if row is None or not row[3]:
        return None
    id_, name, kind, articles = row
    counts: dict[str, list[Count]] = {name: [] for name in ("day", "copies", *_FACETS)}
    for facet, value, label, number in connection.execute(_COUNTS, {"id": instrument_id, "limit": limit}):
        counts[facet].append(Count(value or "", _name(facet, value or "", label), number))
    days = {day.id: day.articles for day in counts["day"]}
    ranked = {facet: tuple(sorted(counts[facet], key=lambda one: (-one.articles, one.id))) for facet in _FACETS}
    return Dossier(
        id_,
        name,
        kind,
        articles,
        counted=sum(days.values()),
        copies=counts["copies"][0].articles,
        first=_extreme(connection, instrument_id, "asc"),
        last=_extreme(connection, instrument_id, "desc"),
        steps=_steps(connection, instrument_id, limit),
        days=days,
        sources=ranked["sources"],
        outlet_countries=ranked["outlet_countries"],
        languages=ranked["languages"],
        countries=ranked["countries"],
        topics=ranked["topics"],
        actors=ranked["actors"],
        instruments=ranked["instruments"],
    )


def _steps(connection: sqlite3.Connection, instrument_id: str, limit: int) -> tuple[Step, ...]:
    """Read the reported steps; a report long after the one before is of another event of its kind."""
    events: list[list[tuple[str, str, Mentioned]]] = []
    for step, words, *row in connection.execute(_STEPS, [instrument_id, limit]):
        report = (step, words, _mentioned(row))
        if events and events[-1][-1][0] == step and _days(events[-1][-1][2], report[2]) <= _SAME_STEP_DAYS:
            events[-1].append(report)
        else:
            events.append([report])
    steps = [Step(*event[0], len(event), len({report[2].source_name for report in event})) for event in events]
    return tuple(sorted(steps, key=lambda one: (one.first.moment[:10], _ORDER.get(one.step, 99), one.first.id)))


def _days(earlier: Mentioned, later: Mentioned) -> int:
    return (date.fromisoformat(later.moment[:10]) - date.fromisoformat(earlier.moment[:10])).days


def _name(facet: str, value: str, name: str) -> str:
    return (name_of(_CODES[facet], value) or value) if facet in _CODES else name


def _extreme(connection: sqlite3.Connection, instrument_id: str, way: str) -> Mentioned:
    found = connection.execute(_EXTREME.replace("WAY", way), [instrument_id]).fetchone()
    return _mentioned(found)


def _mentioned(row: Sequence[Any]) -> Mentioned:
    id_, url, title, language, source_name, published_at, precision, first_seen_at = row
    moment, is_dated = published_at or first_seen_at, bool(published_at)
    return Mentioned(id_, url, title, language, source_name, moment, precision or "second", is_dated)


TIMELINE = ("reported", "event", "words", "articles", "outlets", "source", "title", "url")


def timeline_rows(found: Dossier) -> Iterator[dict[str, Any]]:
    """Yield the first mention and all steps as rows with the columns TIMELINE."""
    mention = Step("first-mention", "", found.first, 1, 1)
    for one in (mention, *found.steps):
        first = (one.first.source_name, one.first.title, one.first.url)
        values = (one.first.day, one.step, one.words, one.articles, one.outlets, *first)
        yield dict(zip(TIMELINE, values, strict=True))
