"""Search by words and filters, newest or best first, at a cost that does not grow with the archive.

Matches are collected up to a number and a time limit. Few are sorted; many are found soon by scanning the index of
dates, so neither way reads all of them. Only the latest matches are ranked, since each has to be scored.
"""

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from datasette.utils import sqlite_timelimit

from archive.datasette.pages.article_list import by_ids, subjects
from archive.datasette.pages.search_totals import known_total
from archive.datasette.pages.snippets import snippets
from archive.datasette.pages.word_condition import ALL, EACH, cheaper_condition, count_up_to_frequent, exact
from archive.failures import is_interrupted
from archive.reports.counters import WHEN_OF_A, number_of_articles
from archive.search.filters import Selection
from archive.search.query_parser import has_prefix

BOUND = 10_000  # maximum number of matches that are counted and paged through
PAGE = 20
NARROW = 20_000  # articles left by days, a source or words, up to which other filters are tested for each article
WEIGHED = 10_000  # latest archived matches that are ranked
COUNTING, TIME_LIMIT = 120, 2_000  # milliseconds for counting matches, and for a page in total
COLLECTING, WALKING = 60, 150  # milliseconds for all matches, and for the latest where these are too many
TOO_LONG = "This takes too long. Add a word, a source or a date range."
_LISTED = re.compile(r"a\.id in \(select article_id from (\w+) where ")


Order = Literal["newest", "oldest", "best"]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `expression` is in FTS5's syntax, empty without words. Pages count from 1."""

    selection: Selection
    expression: str = ""
    order: Order = "newest"
    page: int = 1

    @property
    def only_words(self) -> bool:
        """Return whether there are no filters besides words and the choice to include copies."""
        return self.selection == Selection(include_copies=self.selection.include_copies)

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits.

    `total` is the number of matches, or None if neither a counter nor an index has it and they are too many to list;
    then `at_least` is BOUND if so many were met, 0 if time ran out. `ids` are all matches, if there are at most BOUND.
    `weighed` is how many of the latest matches were ranked, 0 if all were.
    """

    hits: list[dict[str, Any]]
    total: int | None
    ids: tuple[int, ...] = ()
    weighed: int = 0
    at_least: int = 0

    @property
    def is_listed(self) -> bool:
        """Return whether `ids` are all matches."""
        return self.total == len(self.ids)


def find(connection: sqlite3.Connection, query: Query, public: bool) -> Found:
    """Find one page of hits. Raises sqlite3.OperationalError when it takes too long."""
    started = time.monotonic()
    where, values = query.selection.where()
    with sqlite_timelimit(connection, TIME_LIMIT):
        frequency = count_up_to_frequent(connection, query.expression)
        if _is_narrow(connection, query, frequency):
            where = _probing(where)
        total = known_total(connection, query.selection, query.expression)
    with sqlite_timelimit(connection, COUNTING):
        many = total is not None and total > BOUND
        matches, more = ([], True) if many else _matches(connection, query, where, values, frequency, BOUND)
    if not more:
        total = len(matches)
    with sqlite_timelimit(connection, TIME_LIMIT - 1000 * (time.monotonic() - started)):
        weighed = 0
        if query.order == "best" and query.expression:
            ids, weighed = _best(connection, query, where, values)
        elif more:
            ids = list(_walked(connection, query, where, values, frequency, PAGE))
        else:
            ordered = sorted(matches, reverse=query.order != "oldest")
            ids = [article_id for _, article_id in ordered[query.offset : query.offset + PAGE]]
        found = hits_of(connection, ids, query.expression, public)
    listed = () if more else tuple(article_id for _, article_id in matches)
    return Found(found, total, listed, weighed, BOUND if len(matches) == BOUND else 0)


def latest(connection: sqlite3.Connection, query: Query, number: int) -> tuple[list[int], bool]:
    """Return the ids of the latest matches, at most BOUND, and whether there are more, as far as time allows.

    Order and page of the query make no difference.
    """
    query = replace(query, order="newest", page=1)
    where, values = query.selection.where()
    with sqlite_timelimit(connection, TIME_LIMIT):
        frequency = count_up_to_frequent(connection, query.expression)
        is_narrow = _is_narrow(connection, query, frequency)
        many = not is_narrow and _are_many(connection, query, frequency)
    if is_narrow:
        where = _probing(where)
    most = NARROW if is_narrow else BOUND
    with sqlite_timelimit(connection, WALKING if is_narrow else COLLECTING):
        matches, more = ([], True) if many else _matches(connection, query, where, values, frequency, most)
    if not more:
        return [one for _, one in sorted(matches)[-number:]], len(matches) > number
    ids: list[int] = []
    with sqlite_timelimit(connection, WALKING):
        try:
            ids.extend(_walked(connection, query, where, values, frequency, number))
        except sqlite3.OperationalError as error:
            if not is_interrupted(error):
                raise
    return ids, True


def hits_of(connection: sqlite3.Connection, ids: Sequence[int], expression: str, public: bool) -> list[dict[str, Any]]:
    """Read at most PAGE articles as hits, in the same order, with what of them matches the expression."""
    ids = ids[:PAGE]
    passages = snippets(connection, expression, ids, public)
    about = subjects(connection, ids)
    return [hit | {"snippet": passages.get(hit["id"], "")} | about[hit["id"]] for hit in by_ids(connection, ids)]


def matching(query: Query) -> tuple[str, list[Any]]:
    """Return the condition over `articles a` for all matches, words included, and its values."""
    where, values = query.selection.where()
    if not query.expression:
        return where, values
    return f"{ALL} and {where}", [query.expression, *values]


def _probing(where: str) -> str:
    """Rewrite conditions to test each article for its topics etc., instead of listing all articles of a topic."""
    return _LISTED.sub(r"exists (select 1 from \1 where article_id = a.id and ", where)


def _is_narrow(connection: sqlite3.Connection, query: Query, frequency: int) -> bool:
    """Return whether days, a source or words alone leave few articles, according to the counters."""
    chosen = query.selection
    if chosen.since or chosen.until or chosen.sources:
        source = "source_id = ? and" if chosen.sources else ""
        (left,) = connection.execute(
            f"select coalesce(sum(articles), 0) from source_weeks where {source} week between date(?, '-6 days') and ?",
            [*chosen.sources[:1], chosen.since or "0001-01-07", chosen.until or "9999"],
        ).fetchone()
        return bool(left <= NARROW)
    return bool(query.expression) and frequency <= NARROW


def _are_many(connection: sqlite3.Connection, query: Query, frequency: int) -> bool:
    """Return whether there are far more than BOUND matches, according to the counters, as far as they have the filters.

    The words are taken for as frequent among what the filters leave as in all articles.
    """
    left = known_total(connection, query.selection, "") or 0
    if left <= BOUND or not query.expression:
        return left > BOUND
    many = 2 * BOUND * number_of_articles(connection)
    return left * frequency > many or left * exact(connection, query.expression, frequency) > many


def _matches(
    connection: sqlite3.Connection, query: Query, where: str, values: Sequence[Any], frequency: int, most: int
) -> tuple[list[tuple[str, int]], bool]:
    """Collect time and id of the matches found in time, up to a number, and whether there are more."""
    condition, given = f"articles a where {where}", list(values)
    if query.expression and query.only_words:
        # Reads the matches of the words only until there are enough.
        condition = f"articles_fts f cross join articles a on a.id = f.rowid where articles_fts match ? and {where}"
        given.insert(0, query.expression)
    elif query.expression:
        condition += f" and {EACH if frequency > NARROW and not has_prefix(query.expression) else ALL}"
        given.append(query.expression)
    found: list[tuple[str, int]] = []
    try:
        for row in connection.execute(f"select {WHEN_OF_A}, a.id from {condition} limit {most + 1}", given):
            found.append(tuple(row))
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        return found, True
    return found[:most], len(found) > most


def _best(connection: sqlite3.Connection, query: Query, where: str, values: Sequence[Any]) -> tuple[list[int], int]:
    """Return the ids of a page, best first, and WEIGHED if not all matches were ranked, else 0."""
    row = connection.execute(
        f"select rowid from articles_fts where articles_fts match ? order by rowid desc limit 1 offset {WEIGHED}",
        [query.expression],
    ).fetchone()
    sql = f"""
        select f.rowid from articles_fts f cross join articles a on a.id = f.rowid
        where articles_fts match ? and f.rowid > ? and {where} order by f.rank limit {PAGE} offset {query.offset}
    """
    ids = [found[0] for found in connection.execute(sql, [query.expression, row[0] if row else 0, *values])]
    return ids, WEIGHED if row else 0


def _walked(
    connection: sqlite3.Connection, query: Query, where: str, values: Sequence[Any], frequency: int, number: int
) -> Iterator[int]:
    """Yield the ids of a page, newest or oldest first, by scanning the index of dates."""
    way = "asc" if query.order == "oldest" else "desc"
    condition, given = _probing(where), list(values)
    if query.expression:  # after the filters, which cost less for an article
        condition += f" and {cheaper_condition(connection, query.expression, frequency, query.offset + number)}"
        given.append(query.expression)
    table = f"articles a {_index(query.selection)}"
    sql = f"select a.id from {table} where {condition} order by {WHEN_OF_A} {way}, a.id {way}"
    return (row[0] for row in connection.execute(f"{sql} limit {number} offset {query.offset}", given))


def _index(selection: Selection) -> str:
    """Name the index in the order of the page: the planner prefers one by source or language, and sorts its rows."""
    if selection.seen_since or selection.seen_until:  # may be far apart in the order of publication
        return ""
    return f"indexed by articles_{'source_when' if len(selection.sources) == 1 else 'when'}"
