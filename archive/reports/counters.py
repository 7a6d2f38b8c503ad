"""Counters too slow to compute at a million rows, kept by triggers as articles are added, changed and deleted.

A chart or a facet then reads a few thousand small rows. What an article counts under is the day it was published,
or first seen where no date is known (`WHEN`); a week is named by its Monday, a month as YYYY-MM. `articles` counts
all articles, `copies` those among them whose text was seen elsewhere first.

The triggers hold as long as links are written by `insert … on conflict do update`: `insert or replace` takes the
old row away without firing a trigger (sqlite.org/lang_conflict.html).
"""

import sqlite3

from sqlite_utils import Database

WHEN = "coalesce(published_at, first_seen_at)"


def _when(row: str) -> str:
    return f"coalesce({row}.published_at, {row}.first_seen_at)"


WHEN_OF_A = _when("a")  # of articles called `a`, in a query over several tables


def _month(row: str) -> str:
    return f"coalesce(strftime('%Y-%m', {_when(row)}), '')"


def _week(row: str) -> str:
    return f"coalesce(date({_when(row)}, 'weekday 0', '-6 days'), '')"


TABLES = """
create table source_weeks (
  week text not null,
  source_id text not null,
  articles integer not null,
  copies integer not null,
  primary key (week, source_id)
) strict, without rowid;

create table source_months (
  month text not null,
  source_id text not null,
  language text not null,
  articles integer not null,
  copies integer not null,
  primary key (month, source_id, language)
) strict, without rowid;

create table topic_weeks (
  week text not null,
  topic_id text not null,
  articles integer not null,
  copies integer not null,
  primary key (week, topic_id)
) strict, without rowid;

create table country_months (
  month text not null,
  country text not null,
  articles integer not null,
  copies integer not null,
  primary key (month, country)
) strict, without rowid;

create table added_days (
  day text primary key,
  articles integer not null
) strict, without rowid;

create index articles_when on articles(coalesce(published_at, first_seen_at));

create index articles_source_when on articles(source_id, coalesce(published_at, first_seen_at));

create index articles_copied_when on articles(coalesce(published_at, first_seen_at), copy_of, source_id)
  where copy_of is not null;

create index articles_first_seen on articles(first_seen_at);

create index urls_advertised on urls(source_id, first_seen_at, state) where found_by <> '';

create index revisions_edits on revisions(observed_at) where number > 1
"""


def _upsert(table: str, keys: str, select: str, sign: int) -> str:
    """Build one statement that adds `sign` times what `select` returns: the key columns, then whether it is a copy."""
    names = keys.split(", ")
    return (
        f"insert into {table} ({keys}, articles, copies) "
        f"select {', '.join(names)}, {sign}, {sign} * copy from ({select}) where true "
        f"on conflict ({keys}) do update set articles = articles + excluded.articles, copies = copies + excluded.copies"
    )


def _of_article(row: str, sign: int) -> list[str]:
    """Build the statements that count the article `row` (`new` or `old`) in or out of the tables by source."""
    copy = f"{row}.copy_of is not null as copy"
    week = f"select {_week(row)} as week, {row}.source_id as source_id, {copy}"
    month = f"select {_month(row)} as month, {row}.source_id as source_id, {row}.language as language, {copy}"
    return [
        _upsert("source_weeks", "week, source_id", week, sign),
        _upsert("source_months", "month, source_id, language", month, sign),
    ]


def _of_links(row: str, sign: int) -> list[str]:
    """Build the statements that count all topics and countries of the article `row` in or out."""
    copy = f"{row}.copy_of is not null as copy"
    topics = f"select {_week(row)} as week, topic_id, {copy} from article_topics where article_id = {row}.id"
    countries = f"select {_month(row)} as month, country, {copy} from article_countries where article_id = {row}.id"
    return [
        _upsert("topic_weeks", "week, topic_id", topics, sign),
        _upsert("country_months", "month, country", countries, sign),
    ]


def _of_one_link(table: str, row: str, sign: int) -> str:
    article = f"from articles a where a.id = {row}.article_id"
    copy = "a.copy_of is not null as copy"
    if table == "article_topics":
        select = f"select {_week('a')} as week, {row}.topic_id as topic_id, {copy} {article}"
        return _upsert("topic_weeks", "week, topic_id", select, sign)
    select = f"select {_month('a')} as month, {row}.country as country, {copy} {article}"
    return _upsert("country_months", "month, country", select, sign)


def _added(row: str, sign: int) -> str:
    return (
        f"insert into added_days values (substr({row}.first_seen_at, 1, 10), {sign}) "
        "on conflict (day) do update set articles = articles + excluded.articles"
    )


def _trigger(name: str, event: str, statements: list[str], when: str = "") -> str:
    body = "".join(f"  {statement};\n" for statement in statements)
    return f"create trigger {name} after {event} {when} begin\n{body}end"


def _triggers() -> list[str]:
    counted = ("source_id", "language", "copy_of", "published_at", "first_seen_at")
    moved = " or ".join(f"new.{column} is not old.{column}" for column in counted)
    links = ("article_topics", "article_countries")
    return [
        _trigger("tally_insert", "insert on articles", [*_of_article("new", 1), _added("new", 1)]),
        _trigger("tally_delete", "delete on articles", [*_of_article("old", -1), _added("old", -1)]),
        _trigger(
            "tally_update",
            f"update of {', '.join(counted)} on articles",
            [
                *(_of_article("old", -1) + _of_links("old", -1) + [_added("old", -1)]),
                *(_of_article("new", 1) + _of_links("new", 1) + [_added("new", 1)]),
            ],
            f"when {moved}",
        ),
        *(_trigger(f"tally_{t}_insert", f"insert on {t}", [_of_one_link(t, "new", 1)]) for t in links),
        *(_trigger(f"tally_{t}_delete", f"delete on {t}", [_of_one_link(t, "old", -1)]) for t in links),
    ]


COUNTS = {
    "source_weeks": f"select {_week('a')}, source_id, count(*), count(copy_of) from articles a group by 1, 2",
    "source_months": (
        f"select {_month('a')}, source_id, language, count(*), count(copy_of) from articles a group by 1, 2, 3"
    ),
    "topic_weeks": (
        f"select {_week('a')}, topic_id, count(*), count(copy_of) from article_topics l "
        "join articles a on a.id = l.article_id group by 1, 2"
    ),
    "country_months": (
        f"select {_month('a')}, l.country, count(*), count(copy_of) from article_countries l "
        "join articles a on a.id = l.article_id group by 1, 2"
    ),
    "added_days": "select substr(first_seen_at, 1, 10), count(*) from articles group by 1",
}

TALLIES: tuple[str, ...] = (
    *(statement.strip() for statement in TABLES.split(";\n\n")),
    *_triggers(),
    *(f"insert into {table} {select}" for table, select in COUNTS.items()),
)


def number_of_articles(connection: sqlite3.Connection) -> int:
    """Count all articles, from the counter with the fewest rows; each has a day on which it was first seen."""
    return int(connection.execute("select coalesce(sum(articles), 0) from added_days").fetchone()[0])


def used_languages(connection: sqlite3.Connection) -> list[str]:
    """List the languages of the articles, from one to the next in their index: no other entry is read."""
    rows = connection.execute(
        """
        with recursive used(language) as (
          select min(language) from articles where language > ''
          union all select (select min(a.language) from articles a where a.language > used.language)
          from used where language is not null
        )
        select language from used where language is not null
        """
    )
    return [row[0] for row in rows]


def rebuild(db: Database) -> None:
    """Recompute all counters; the caller holds the transaction."""
    for table, select in COUNTS.items():
        db.execute(f"delete from {table}")
        db.execute(f"insert into {table} {select}")


def drifted(db: Database) -> list[str]:
    """List the tables whose counts are not those of the articles. Reads the whole archive."""
    return [
        table
        for table, select in COUNTS.items()
        if db.execute(
            f"select exists (select * from {table} where articles > 0 except {select}) "
            f"or exists ({select} except select * from {table})"
        ).fetchone()[0]
    ]
