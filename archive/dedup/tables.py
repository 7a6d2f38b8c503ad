"""The tables of copies and of lineage, for migrations: every command that opens an archive imports this module.

So nothing is imported here; the modules that fill the tables need numpy, which costs a search half of its start-up.
"""

# Raised whenever `shingles` or the choice of hashes changes: then `CopyIndex.is_current` is false till a rebuild.
COPY_SCHEME = 1

COPY_TABLES = (
    """
    create table copy_shingles (
      hash integer not null,
      article_id integer not null,
      primary key (hash, article_id)
    ) strict, without rowid
    """,
    """
    create table copy_scheme (
      version integer not null
    ) strict
    """,
    f"insert into copy_scheme (version) values ({COPY_SCHEME})",
)

_QUOTATION_TABLE = """
    create table quotation_shingles (
      hash integer not null,
      article_id integer not null,
      primary key (hash, article_id)
    ) strict, without rowid
    """

# Raised whenever the rows would come out otherwise; `lineage.is_current` is false till a rebuild.
LINEAGE_SCHEME = 3

LINEAGE_TABLES = (
    """
    create table lineage (
      article_id integer primary key references articles(id),
      root_id integer not null references articles(id),
      kept_of_root real not null,
      share_of_article real not null,
      words integer not null,
      time_evidence text not null,
      passages text not null
    ) strict
    """,
    "create index lineage_root on lineage(root_id)",
    _QUOTATION_TABLE,
    "create table lineage_scheme (version integer not null) strict",
    # Nothing has to be traced in a new archive; an older one is at the next repair.
    f"insert into lineage_scheme select {LINEAGE_SCHEME} where not exists (select 1 from articles)",
)
