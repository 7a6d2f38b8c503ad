"""Public profile, which hides texts that may not be shared under their licence.

SQLite calls the authorizer for every column that a statement reads (sqlite.org/c3ref/set_authorizer.html). It returns
"treat as NULL" for the texts, for any statement: table pages, JSON, CSV, filters, facets, canned queries. Only the
views `shown_text`, `shown_revision` and `shown_links`, which exist in the connection and not in the file, read them.
They return the full text if the licence is open and otherwise the beginning, without its structure. A summary counts as
text, since some feeds put complete articles in it.
"""

import re
import sqlite3
from typing import Any

TEXTS = {
    "articles": {"text", "summary", "blocks"},
    "links": {"text"},
    "revisions": {"text", "replaced"},
    "urls": {"lead"},
    "robots": {"body"},
}
HIDDEN_TABLES = frozenset(
    "alarms found_endpoints endpoint_searches source_rules forgotten stale_files host_pauses robots"
    " template_lines layouts layout_samples vectors vector_bits vector_encoder"
    " articles_fts articles_fts_data articles_fts_idx articles_fts_content articles_fts_docsize"
    " articles_fts_config _sqlite_migrations".split()
)
EXCERPT = 280  # characters shown of a closed text, about two sentences, and at most a third of it
_OPEN = re.compile(
    r"(cc0|cc[- ]by(-sa|-nd)?([- ]\d\.\d)?|public[- ]domain\S*|us-gov|ogl\S*|etalab\S*|kogl-type-1|libre-uso-mx"
    r"|jp-gov-std-terms\S*|eu-reuse\S*|pib-reuse-with-attribution|reuse-es-gob)",
    re.IGNORECASE,
)
_VIEWS = {"shown_text", "shown_revision", "shown_links"}


def is_open(licence: str, paywall: str) -> bool:
    """Return whether full texts of a source may be shown. A licence that has to be checked per item is not open."""
    parts = licence.replace(" (CC BY compatible)", "").split(" / ")
    return paywall in ("", "none") and all(_OPEN.fullmatch(part.strip()) for part in parts)


def is_refused(action: str, resource: Any) -> bool:
    """Return whether the public profile denies this Datasette permission."""
    if action == "view-table":
        return resource[1] in HIDDEN_TABLES
    return action in ("execute-sql", "view-database-download")


def guard(connection: sqlite3.Connection) -> None:
    """Restrict the connection so that statements read texts only through the two views."""
    connection.create_function("is_open", 2, is_open, deterministic=True)
    for view, table, key, blocks in (
        ("shown_text", "articles", "id", "t.blocks"),
        ("shown_revision", "revisions", "article_id", "null"),
    ):
        connection.execute(
            f"""
            create temp view {view} as
            select t.id, is_open(s.licence, s.paywall) as whole,
              case when is_open(s.licence, s.paywall) then t.text
                else substr(t.text, 1, min({EXCERPT}, length(t.text) / 3)) end as text,
              case when is_open(s.licence, s.paywall) then a.summary
                else substr(a.summary, 1, {EXCERPT}) end as summary,
              case when is_open(s.licence, s.paywall) then {blocks} end as blocks
            from main.{table} t join main.articles a on a.id = t.{key} join main.sources s on s.id = a.source_id
            """
        )
    connection.execute(
        """
        create temp view shown_links as
        select l.* from main.links l join main.articles a on a.id = l.article_id
        join main.sources s on s.id = a.source_id where is_open(s.licence, s.paywall)
        """
    )
    connection.set_authorizer(_authorize)


def _authorize(action: int, table: str | None, column: str | None, schema: str | None, via: str | None) -> int:
    if action == sqlite3.SQLITE_READ and column in TEXTS.get(table or "", ()) and via not in _VIEWS:
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_OK
