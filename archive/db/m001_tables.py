"""Tables of the first migration. Do not edit: each change is a later migration (archive/db/migrations.py).

The names and columns are the public contract (docs/reference/schema.md). All tables are STRICT; JSON columns hold
arrays.
"""

FIRST_TABLES = """
create table sources (
  id text primary key,
  name text not null,
  homepage text not null,
  country text not null,
  languages text not null,
  kind text not null,
  focus text not null,
  licence text not null default '',
  paywall text not null default ''
) strict;

create table runs (
  id integer primary key,
  source_id text not null references sources(id),
  kind text not null default 'crawl',
  started_at text not null,
  finished_at text,
  outcome text not null default 'running',
  reason text not null default '',
  polled integer not null default 0,
  discovered integer not null default 0,
  fetched integer not null default 0,
  new integer not null default 0,
  revised integer not null default 0,
  unchanged integer not null default 0,
  copies integer not null default 0,
  rejected integer not null default 0,
  failed integer not null default 0,
  bytes integer not null default 0
) strict;

create index runs_source_started on runs(source_id, started_at);

create table captures (
  id integer primary key,
  url text not null,
  source_id text not null references sources(id),
  run_id integer references runs(id),
  requested_url text not null,
  fetched_at text not null,
  status integer not null,
  content_type text not null default '',
  payload_digest text not null,
  warc_file text not null,
  warc_offset integer not null,
  warc_length integer not null,
  outcome text,
  origin text not null default ''
) strict;

create index captures_url on captures(url);

create index captures_digest on captures(payload_digest);

create index captures_waiting on captures(id) where outcome is null;

create table articles (
  id integer primary key,
  url text not null unique,
  url_key text not null unique,
  source_id text not null references sources(id),
  title text not null,
  authors text not null default '[]',
  published_at text,
  published_precision text,
  published_method text,
  published_zone text,
  modified_at text,
  language text not null default '',
  section text not null default '',
  tags text not null default '[]',
  summary text not null default '',
  image_url text not null default '',
  word_count integer not null,
  text text not null,
  text_hash text not null,
  copy_of integer references articles(id),
  similarity real,
  relevance real,
  document_type text not null default '',
  access text not null default '',
  provenance text not null default '{}',
  extractor text not null default '',
  first_seen_at text not null,
  last_seen_at text not null,
  capture_id integer references captures(id)
) strict;

create index articles_source_published on articles(source_id, published_at);

create index articles_published on articles(published_at);

create index articles_text_hash on articles(text_hash);

create index articles_copy_of on articles(copy_of) where copy_of is not null;

create index articles_language on articles(language);

create index articles_capture on articles(capture_id);

create table urls (
  url text primary key,
  url_key text not null,
  source_id text not null references sources(id),
  article_id integer references articles(id),
  state text not null,
  reason text not null default '',
  first_seen_at text not null,
  last_tried_at text,
  next_try_at text,
  attempts integer not null default 0,
  endpoint text not null default '',
  found_by text not null default '',
  capture_id integer references captures(id),
  lead text,
  lead_modified text not null default ''
) strict;

create index urls_key on urls(url_key);

create index urls_waiting on urls(source_id)
  where (state = 'pending' and capture_id is null) or next_try_at is not null;

create index urls_source_state on urls(source_id, state);

create index urls_article on urls(article_id);

create table revisions (
  id integer primary key,
  article_id integer not null references articles(id),
  number integer not null,
  observed_at text not null,
  title text not null,
  text text not null,
  text_hash text not null,
  change text not null,
  capture_id integer references captures(id),
  extractor text not null default '',
  replaced text not null default '{}',
  unique (article_id, number)
) strict;

create table date_evidence (
  article_id integer not null references articles(id),
  field text not null,
  raw text not null,
  value text not null,
  precision text not null,
  method text not null,
  zone_source text not null,
  zone text not null default '',
  chosen integer not null
) strict;

create index date_evidence_article on date_evidence(article_id);

create table polls (
  url text not null,
  source_id text not null references sources(id),
  kind text not null,
  etag text not null default '',
  last_modified text not null default '',
  body_hash text not null default '',
  checked_at text,
  next_due_at text,
  interval_s integer not null default 3600,
  overlap real,
  failures integer not null default 0,
  confirmed integer not null default 0,
  parent text not null default '',
  stated_modified text not null default '',
  resume_from integer,
  reason text not null default '',
  primary key (source_id, url)
) strict;

create table list_pages (
  source_id text not null references sources(id),
  walk text not null,
  url text not null,
  kind text not null,
  endpoint text not null,
  depth integer not null default 0,
  barren integer not null default 0,
  state text not null default 'pending',
  reason text not null default '',
  entries integer not null default 0,
  leads_hash text not null default '',
  read_at text,
  primary key (source_id, walk, url)
) strict;

create table host_pauses (
  host text primary key,
  not_before text not null,
  reason text not null
) strict;

create table robots (
  origin text primary key,
  status integer not null,
  body blob not null,
  fetched_at text not null,
  etag text not null,
  last_modified text not null
) strict;

create table saved_searches (
  name text primary key,
  last_article_id integer not null default 0,
  last_run_at text not null
) strict;

create table template_lines (
  source_id text not null,
  digest integer not null,
  articles integer not null,
  last_article integer not null default 0,
  primary key (source_id, digest)
) strict, without rowid;

create table actors (
  id text primary key,
  name text not null,
  type text not null default '',
  country text not null default ''
) strict;

create table article_actors (
  article_id integer not null references articles(id),
  actor_id text not null references actors(id),
  count integer not null,
  primary key (article_id, actor_id)
) strict, without rowid;

create index article_actors_actor on article_actors(actor_id);

create table article_countries (
  article_id integer not null references articles(id),
  country text not null,
  count integer not null,
  primary key (article_id, country)
) strict, without rowid;

create index article_countries_country on article_countries(country);

create table topics (
  id text primary key,
  name text not null
) strict;

create table article_topics (
  article_id integer not null references articles(id),
  topic_id text not null references topics(id),
  score real not null,
  primary key (article_id, topic_id)
) strict, without rowid;

create index article_topics_topic on article_topics(topic_id);

create table instruments (
  id text primary key,
  kind text not null,
  name text not null
) strict;

create table article_instruments (
  article_id integer not null references articles(id),
  instrument_id text not null references instruments(id),
  count integer not null,
  primary key (article_id, instrument_id)
) strict, without rowid;

create index article_instruments_instrument on article_instruments(instrument_id);

create view unique_articles as
  select * from articles where copy_of is null;

create view advertised_urls as
  select * from urls u where found_by <> '' and not exists (
    select 1 from urls t where t.url_key = u.url_key and t.found_by <> '' and t.rowid < u.rowid
  );

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
  from advertised_urls group by source_id, day;

create view source_health as
  select s.id as source_id, s.name,
    (select max(finished_at) from runs r where r.source_id = s.id and r.kind = 'crawl' and r.outcome = 'done')
     as last_success_at,
    (select outcome from runs r where r.source_id = s.id and r.kind = 'crawl'
     order by started_at desc, id desc limit 1) as last_outcome,
    (select reason from runs r where r.source_id = s.id and r.kind = 'crawl'
     order by started_at desc, id desc limit 1) as last_reason,
    (select new from runs r where r.source_id = s.id and r.kind = 'crawl'
     order by started_at desc, id desc limit 1) as last_new,
    (select avg(new) from runs r where r.source_id = s.id and r.kind = 'crawl' and r.outcome = 'done') as usual_new,
    (select min(next_due_at) from polls p where p.source_id = s.id and p.parent = '') as next_due_at,
    (select min(started_at) from runs r where r.source_id = s.id and r.kind = 'crawl') as first_run_at
  from sources s;

create table ingests (
  fingerprint text not null,
  scope text not null,
  file text not null,
  phase text not null,
  part integer not null,
  offset integer not null,
  captured integer not null,
  known integer not null,
  elsewhere integer not null,
  unfit integer not null,
  unresolved integer not null,
  damaged integer not null,
  updated_at text not null,
  primary key (fingerprint, scope)
) strict
"""
