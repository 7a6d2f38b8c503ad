"""Filters that select articles, shared by exports, searches and snapshots."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from sqlite_utils import Database

from archive.clock import is_day
from archive.codes import CodeKind, code_of, english_names
from archive.errors import WrongUsageError
from archive.records import Access

FULL = "full"
ACCESS = tuple(filter(None, get_args(Access)))


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of articles; empty fields do not filter. Days are YYYY-MM-DD and inclusive.

    `search` is a query as in archive.search.query_parser; `seen_since` and `seen_until` are days of the first capture;
    `ids` are single articles; `after_id` selects articles archived after that one.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    seen_since: str = ""
    seen_until: str = ""
    search: str = ""
    include_copies: bool = False
    ids: tuple[int, ...] = ()
    after_id: int = 0

    def where(self) -> tuple[str, list[Any]]:
        """Return the condition over `articles a` and its values. Raises QueryError for a malformed search."""
        parts: list[str] = []
        values: list[Any] = []
        for condition, value in self._single().items():
            if value:
                parts.append(condition)
                values.append(value)
        for condition, allowed in self._lists().items():
            if allowed:
                parts.append(condition.replace("MARKS", ", ".join("?" * len(allowed))))
                values.extend(allowed)
        if self.search:
            from archive.search.query_parser import match_expression

            parts.append("a.id in (select rowid from articles_fts where articles_fts match ?)")
            values.append(match_expression(self.search))
        if not self.include_copies:
            parts.append("a.copy_of is null")
        return " and ".join(parts) or "1", values

    def _single(self) -> dict[str, str | int]:
        day = "coalesce(a.published_at, a.first_seen_at)"
        return {
            f"{day} >= ?": self.since,
            f"{day} < date(?, '+1 day')": self.until,
            "a.first_seen_at >= ?": self.seen_since,
            "a.first_seen_at < date(?, '+1 day')": self.seen_until,
            "a.id in (select value from json_each(?))": str(list(self.ids)) if self.ids else "",
            "a.id > ?": self.after_id,
        }

    def _lists(self) -> dict[str, tuple[str, ...]]:
        return {
            "a.source_id in (MARKS)": self.sources,
            "a.language in (MARKS)": self.languages,
            "a.source_id in (select id from sources where kind in (MARKS))": self.kinds,
            "a.access in (MARKS)": self.access + ("",) * (FULL in self.access),  # empty: nothing is known to be missing
            "a.id in (select article_id from article_countries where country in (MARKS))": self.countries,
            "a.id in (select article_id from article_topics where topic_id in (MARKS))": self.topics,
            "a.id in (select article_id from article_actors where actor_id in (MARKS))": self.actors,
            "a.id in (select article_id from article_instruments where instrument_id in (MARKS))": self.instruments,
        }


_HINTS = 5  # values that are worth naming


class UnknownValueError(WrongUsageError):
    """A filter has a value that the archive does not have; `plain` says so without a command that lists all."""

    def __init__(self, message: str, kind: str, near: Iterable[str]) -> None:
        names = list(dict.fromkeys(near))
        is_near = 0 < len(names) <= _HINTS
        self.plain = f"{message}; did you mean {' or '.join(names)}?" if is_near else message
        super().__init__(self.plain if is_near else f"{message}; 'spacebeat list {kind}' shows all of them")


_DASH = re.compile("[\u2010-\u2015\u2212]")
_WORD = re.compile(r"\w+")


def resolve(db: Database, selection: Selection) -> Selection:
    """Replace names with ids. Raises WrongUsageError for a value that the archive does not have.

    A misspelt value would select nothing, which looks like a result; so would a first day after the last.
    """
    for day in (selection.since, selection.until, selection.seen_since, selection.seen_until):
        if day and not is_day(day):
            raise WrongUsageError(f"{day!r} is not a day; write it as year-month-day: 2026-03-04")
    if selection.since and selection.until and selection.since > selection.until:
        raise WrongUsageError(f"since {selection.since} is later than until {selection.until}")
    return replace(
        selection,
        countries=tuple(_code("countries", value) for value in selection.countries),
        languages=tuple(_code("languages", value) for value in selection.languages),
        sources=tuple(find_id(db, "sources", value) for value in selection.sources),
        topics=tuple(find_id(db, "topics", value) for value in selection.topics),
        actors=tuple(find_id(db, "actors", value) for value in selection.actors),
        instruments=tuple(find_id(db, "instruments", value) for value in selection.instruments),
        kinds=tuple(_one_of("kind of source", _kinds(db), value) for value in selection.kinds),
        access=tuple(_one_of("access", ACCESS, value) for value in selection.access),
    )


def _kinds(db: Database) -> tuple[str, ...]:
    return tuple(row[0] for row in db.execute("select distinct kind from sources order by 1").fetchall())


def _one_of(what: str, allowed: Sequence[str], value: str) -> str:
    if value.casefold() in allowed:
        return value.casefold()
    raise WrongUsageError(f"{value!r} is no {what} of this archive; choose among {', '.join(allowed) or 'none'}")


def find_id(db: Database, table: str, value: str) -> str:
    """Return the id for an id, a name or a part of one name. Raises WrongUsageError for one that there is not.

    Case and dashes make no difference, and of names with several words neither does their order: "France–India
    Strategic Space Dialogue" is "India-France Strategic Space Dialogue".
    """
    ids: dict[str, str] = {}
    for key, name in db.execute(f"select id, name from {table}"):
        ids |= {_folded(name): key, _folded(key): key}
    asked = _folded(value)
    if asked in ids:
        return ids[asked]
    within = {key for name, key in ids.items() if asked and asked in name}
    if not within and len(words := set(_WORD.findall(asked))) > 1:
        within = {key for name, key in ids.items() if words <= set(_WORD.findall(name))}
    if len(within) == 1:  # "strategic space dialogue": part of one name only
        return within.pop()
    near = sorted(within) or [ids[one] for one in difflib.get_close_matches(asked, ids, n=3)]
    raise UnknownValueError(f"the archive has no {value!r} among its {table}", table, near)


def _folded(name: str) -> str:
    return _DASH.sub("-", name.casefold()).strip()


def _code(kind: CodeKind, value: str) -> str:
    if code := code_of(kind, value):
        return code
    names = {name.casefold(): name for name in english_names(kind).values()}
    near = [names[one] for one in difflib.get_close_matches(value.casefold(), names, n=2)]
    what = {"countries": "country (France or FR)", "languages": "language (French or fr)"}[kind]
    raise UnknownValueError(f"{value!r} is no {what}", kind, near)
