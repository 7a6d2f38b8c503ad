"""What pages said on their use, kept with captures and articles, and what hosts said of all their pages.

`rights` is a JSON array of plain words, null where a page was kept before they were read. `withheld` says why the body
of a capture is not in its record.
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
