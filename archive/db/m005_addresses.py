"""Addresses by source: one source's verdict on an address does not bind another.

The primary key of `urls` was the address, so that a refusal by one source's pattern or focus left nothing for another
source that wants the same page. Rows keep their number, on which `polls.resume_from` depends; it becomes the column
`id`, so that `vacuum` cannot change it.
"""

_COLUMNS = (
    "url, url_key, source_id, article_id, state, reason, first_seen_at, last_tried_at, next_try_at, attempts, "
    "endpoint, found_by, capture_id, lead, lead_modified"
)

ADDRESSES = (
    "drop view coverage",
    "drop view advertised_urls",
    """
    create table urls_by_source (
      id integer primary key,
      url text not null,
      url_key text not null,
      source_id text not null references sources(id),
      article_id integer references articles(id),
      state text not null,
      reason text not null default '',
      first_seen_at text not null,
      last_listed_at text,
      last_tried_at text,
      next_try_at text,
      attempts integer not null default 0,
      endpoint text not null default '',
      found_by text not null default '',
      capture_id integer references captures(id),
      lead text,
      lead_modified text not null default '',
      unique (source_id, url)
    ) strict
    """,
    f"insert into urls_by_source (id, {_COLUMNS}) select rowid, {_COLUMNS} from urls order by rowid",
    "drop table urls",
    "alter table urls_by_source rename to urls",
    "create index urls_key on urls(url_key, source_id)",
    "create index urls_url on urls(url)",
    """
    create index urls_waiting on urls(source_id)
      where (state = 'pending' and capture_id is null) or next_try_at is not null
    """,
    "create index urls_source_state on urls(source_id, state)",
    "create index urls_article on urls(article_id)",
    "create index urls_advertised on urls(source_id, first_seen_at, state) where found_by <> ''",
    """
    create view advertised_urls as
      select * from urls u where found_by <> '' and not exists (
        select 1 from urls t where t.url_key = u.url_key and t.source_id = u.source_id and t.found_by <> ''
          and t.id < u.id
      )
    """,
    """
    create view coverage as
      select source_id, substr(first_seen_at, 1, 10) as day,
        count(*) as advertised,
        sum(last_tried_at is not null) as fetched,
        sum(state = 'archived') as archived,
        sum(state = 'unchanged') as unchanged,
        sum(state in ('not-article', 'irrelevant')) as rejected,
        sum(state = 'blocked') as blocked,
        sum(state = 'gone') as gone,
        sum(state = 'failed') as failed,
        sum(state = 'pending') as pending,
        min(first_seen_at) as first_known_at,
        max(first_seen_at) as last_known_at,
        json_group_array(distinct endpoint) as endpoints
      from advertised_urls group by source_id, day
    """,
    """
    create table source_rules (
      source_id text not null references sources(id) on delete cascade,
      kind text not null,
      rule text not null,
      primary key (source_id, kind)
    ) strict
    """,
)
