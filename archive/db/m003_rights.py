"""Columns and table for the usage terms that pages and hosts state, so that reserved texts can be found.

`rights` is a JSON array of terms, null where a page was archived before they were recorded. `withheld` is the reason
why the body of a capture is not in its record.
"""

RIGHTS_COLUMNS = (
    "alter table captures add column rights text",
    "alter table captures add column withheld text not null default ''",
    "alter table articles add column rights text",
    """
    create table tdmrep (
      origin text primary key,
      status integer not null,
      body blob not null,
      fetched_at text not null,
      etag text not null,
      last_modified text not null
    ) strict
    """,
)
