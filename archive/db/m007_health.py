"""What the health of a source is judged by, and the endpoints that crawls found where its own ones fail."""

HEALTH = (
    "alter table polls add column failing_since text",
    "alter table polls add column listed integer not null default 0",
    "alter table sources add column retired_at text",
    """
    create table found_endpoints (
      source_id text not null references sources(id) on delete cascade,
      url text not null,
      kind text not null,
      dialect text not null default '',
      replaces text not null default '',
      found_at text not null,
      primary key (source_id, url)
    ) strict
    """,
    """
    create table endpoint_searches (
      source_id text primary key references sources(id) on delete cascade,
      searched_at text not null,
      outcome text not null default ''
    ) strict
    """,
)
