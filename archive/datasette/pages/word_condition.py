"""The SQL condition that an article contains the words of a search, in the form that costs less for so many articles.

FTS5 either lists all articles with the words or tests one article for them, at a cost that does not depend on how many
there are. See sqlite.org/fts5.html.
"""

import sqlite3

from archive.datasette.pages.search_totals import known_total
from archive.reports.counters import number_of_articles
from archive.search.filters import Selection
from archive.search.query_parser import has_prefix

EACH = "exists (select 1 from articles_fts where articles_fts match ? and rowid = a.id)"  # tests each for the words
ALL = "a.id in (select rowid from articles_fts where articles_fts match ?)"  # lists all that contain them
FREQUENT = 200_000  # articles with the words, up to which they are counted at first
LISTED = 100  # articles with a word that FTS5 lists in the time in which it tests one for the word


def count_up_to_frequent(connection: sqlite3.Connection, expression: str) -> int:
    """Return the number of articles that contain the words, counted up to FREQUENT; 0 without words."""
    if not expression:
        return 0
    sql = f"select count(*) from (select 1 from articles_fts where articles_fts match ? limit {FREQUENT})"
    (found,) = connection.execute(sql, [expression]).fetchone()
    return int(found)


def exact(connection: sqlite3.Connection, expression: str, frequency: int) -> int:
    """Return the number of articles that contain the words, of which `frequency` are counted."""
    if frequency < FREQUENT:
        return frequency
    return known_total(connection, Selection(include_copies=True), expression) or 0


def cheaper_condition(connection: sqlite3.Connection, expression: str, frequency: int, wanted: int) -> str:
    """Return EACH or ALL, to find the first `wanted` matches in some order.

    The words are taken for as frequent among what the filters leave as in all articles.
    """
    if has_prefix(expression):
        return ALL
    tests = wanted * number_of_articles(connection)  # by `frequency`
    if LISTED * tests > frequency**2:
        frequency = exact(connection, expression, frequency)
    return ALL if LISTED * tests > frequency**2 else EACH
