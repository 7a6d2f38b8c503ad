"""Schema migrations, append only, each applied completely or not at all.

A later migration is tested from the stored archives of the earlier ones (python -m tests.make_stored_archive).
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.db.m001_tables import FIRST_TABLES
from archive.db.m003_rights import RIGHTS_COLUMNS
from archive.db.m005_addresses import ADDRESSES
from archive.db.m007_health import HEALTH
from archive.db.m014_vectors import VECTOR_TABLES
from archive.dedup.tables import COPY_TABLES, LINEAGE_TABLES
from archive.reports.counters import TALLIES
from archive.search.fts_index import SEARCH_TABLES

migrations = Migrations("spacebeat")


@migrations()
def m001_first_tables(db: Database) -> None:
    for statement in (*FIRST_TABLES.split(";\n\n"), *COPY_TABLES, *SEARCH_TABLES, *TALLIES):
        db.execute(statement)


@migrations()
def m002_parts(db: Database) -> None:
    """Add columns for articles on several pages: captures of further pages refer to that of the first."""
    for column in (
        "part_of integer references captures(id)",
        "part integer",
        "next_part text not null default ''",
        "part_failure text not null default ''",
    ):
        db.execute(f"alter table captures add column {column}")
    db.execute("create index captures_part on captures(part_of, part) where part_of is not null")
    db.execute("create index captures_unfinished on captures(source_id) where outcome is null and next_part <> ''")


@migrations()
def m003_rights(db: Database) -> None:
    for statement in RIGHTS_COLUMNS:
        db.execute(statement)


@migrations()
def m004_alarms(db: Database) -> None:
    """Add the periods in which a source had a problem, and whether they were reported (archive/store/alarms.py)."""
    db.execute(
        """
        create table alarms (
          source_id text not null references sources(id) on delete cascade,
          condition text not null,
          began_at text not null,
          reason text not null,
          ended_at text,
          begin_reported_at text,
          end_reported_at text,
          primary key (source_id, condition, began_at)
        ) strict
        """
    )


@migrations()
def m005_addresses(db: Database) -> None:
    for statement in ADDRESSES:
        db.execute(statement)


@migrations()
def m006_validators_and_moves(db: Database) -> None:
    """Add what a second request for a page is conditional on, and where an endpoint has moved to."""
    db.execute("alter table captures add column etag text not null default ''")
    db.execute("alter table captures add column last_modified text not null default ''")
    db.execute("alter table polls add column moved_to text not null default ''")


@migrations()
def m007_health(db: Database) -> None:
    for statement in HEALTH:
        db.execute(statement)


@migrations()
def m008_forgotten(db: Database) -> None:
    """Add what is forgotten for good, and the WARC files that were replaced and are to be deleted."""
    db.execute(
        """
        create table forgotten (
          kind text not null,
          key text not null,
          reason text not null,
          forgotten_at text not null,
          erased_at text,
          primary key (kind, key)
        ) strict
        """
    )
    db.execute("create table stale_files (name text primary key) strict")
    db.execute("alter table ingests add column forgotten integer not null default 0")


@migrations()
def m009_blocks(db: Database) -> None:
    """Add the structure of the texts: blocks with each article, and its links, to be asked by target."""
    db.execute("alter table articles add column blocks text")
    db.execute(
        """
        create table links (
          article_id integer not null references articles(id),
          number integer not null,
          target text not null,
          text text not null,
          block integer not null,
          start integer not null,
          primary key (article_id, number)
        ) strict, without rowid
        """
    )


@migrations()
def m010_arrivals(db: Database) -> None:
    """Index the arrivals of each source, from which each crawl and `status` judge its silence."""
    db.execute("create index articles_source_seen on articles(source_id, first_seen_at)")


@migrations()
def m011_steps(db: Database) -> None:
    """Add what became of each instrument according to an article; `spacebeat enrich` fills it for earlier articles."""
    db.execute(
        """
        create table instrument_steps (
          article_id integer not null references articles(id),
          instrument_id text not null references instruments(id),
          step text not null,
          words text not null,
          primary key (article_id, instrument_id, step)
        ) strict, without rowid
        """
    )
    db.execute("create index instrument_steps_instrument on instrument_steps(instrument_id, step)")


@migrations()
def m012_evidence_weight(db: Database) -> None:
    """Add the weight by which a date was chosen; 0 for what was read before."""
    db.execute("alter table date_evidence add column weight real not null default 0")


@migrations()
def m013_lineage(db: Database) -> None:
    for statement in LINEAGE_TABLES:
        db.execute(statement)


@migrations()
def m014_vectors(db: Database) -> None:
    for statement in VECTOR_TABLES:
        db.execute(statement)


@migrations()
def m015_wikidata(db: Database) -> None:
    """Add the Wikidata ids of actors; the next crawl fills them in."""
    db.execute("alter table actors add column wikidata text not null default ''")


@migrations()
def m016_layouts(db: Database) -> None:
    """Add what is learnt of where the text is on the pages of each source (archive/store/layouts.py)."""
    db.execute(
        """
        create table layouts (
          source_id text not null,
          version text not null,
          number integer not null,
          extractor text not null,
          learnt_at text not null,
          rules blob not null,
          is_base integer not null default 0,
          is_used integer not null default 0,
          primary key (source_id, version)
        ) strict
        """
    )
    db.execute(
        """
        create table layout_samples (
          id integer primary key,
          source_id text not null,
          extractor text not null,
          sample blob not null
        ) strict
        """
    )
    db.execute("create index layout_samples_source on layout_samples(source_id)")


@migrations()
def m017_next_search(db: Database) -> None:
    """Add when a site is searched for endpoints again: sooner, where it could not be reached."""
    db.execute("alter table endpoint_searches add column next_at text not null default ''")
    db.execute("update endpoint_searches set next_at = strftime('%Y-%m-%dT%H:%M:%SZ', searched_at, '+7 days')")


@migrations()
def m018_left_out(db: Database) -> None:
    """Add the day before which an endpoint's entries were left out; of earlier polls, anything may have been."""
    db.execute("alter table polls add column left_out_before text not null default ''")
    db.execute("update polls set left_out_before = substr(checked_at, 1, 10) where checked_at is not null")


@migrations()
def m019_groups(db: Database) -> None:
    """Add an index of the source and the group of each article, which are read of hundreds while one is added."""
    db.execute("create index articles_group on articles(id, source_id, copy_of)")
