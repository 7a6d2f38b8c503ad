"""Datasette metadata of an archive: titles, descriptions, sort order and sortable columns."""

from typing import Any

from archive.datasette.plugin_state import Desk
from archive.db.column_descriptions import COLUMN_DESCRIPTIONS, TABLE_DESCRIPTIONS

HIDDEN = (
    *("vectors", "vector_bits", "vector_encoder"),
    *("template_lines", "layouts", "layout_samples"),
    "copy_scheme",
    "copy_shingles",
    "lineage_scheme",
    "quotation_shingles",
    "alarms",
    "found_endpoints",
    "endpoint_searches",
    "source_rules",
    "stale_files",
    "host_pauses",
    "robots",
    "saved_searches",
    "_sqlite_migrations",
    # Progress of crawls and imports, and counters kept by triggers: for the program, not for readers.
    *("forgotten", "ingests", "list_pages", "tdmrep", "advertised_urls"),
    *("source_weeks", "source_months", "topic_weeks", "country_months", "added_days"),
)
UNITS = {
    "runs": {"bytes": "byte"},
    "captures": {"warc_length": "byte"},
    "polls": {"interval_s": "second"},
}
LABELS = {"sources": "name", "articles": "title", "actors": "name", "topics": "name", "instruments": "name"}
# Only columns with an index: any other would sort all rows for one page.
SORTABLE = {
    "articles": ["id", "published_at", "first_seen_at"],
    "unique_articles": ["published_at"],
    "urls": [],
    "captures": ["id"],
    "revisions": ["id"],
    "date_evidence": [],
    "links": ["article_id"],
    "lineage": ["article_id", "root_id"],
    "article_actors": ["article_id", "actor_id"],
    "article_countries": ["article_id", "country"],
    "article_topics": ["article_id", "topic_id"],
    "article_instruments": ["article_id", "instrument_id"],
    "instrument_steps": ["article_id"],
}
NEWEST_FIRST = {
    "articles": "published_at",
    "unique_articles": "published_at",
    "runs": "id",
    "captures": "id",
    "revisions": "id",
}


def metadata(desk: Desk) -> dict[str, Any]:
    """Return the metadata, as new dictionaries each time, since Datasette merges into them."""
    if not desk.archives:
        return {}
    return {
        "title": "Spacebeat",
        "description": "The world's space-policy news, to search, check and cite.",
        "databases": {name: _archive() for name in desk.archives},
    }


def _archive() -> dict[str, Any]:
    tables = {name: _table(name) for name in TABLE_DESCRIPTIONS}
    return {
        "description": "Tables, views and questions of this archive. All times are UTC.",
        "tables": tables | {name: {**tables.get(name, {}), "hidden": True} for name in HIDDEN},
    }


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = {
        "description": TABLE_DESCRIPTIONS[name],
        "columns": dict(COLUMN_DESCRIPTIONS.get(name, {})),
    }
    if name in LABELS:
        table["label_column"] = LABELS[name]
    if name in SORTABLE:
        table["sortable_columns"] = list(SORTABLE[name])
    if name in UNITS:
        table["units"] = dict(UNITS[name])
    if name in NEWEST_FIRST:
        table["sort_desc"] = NEWEST_FIRST[name]
    if name in ("articles", "unique_articles"):
        table |= {"size": 50, "fts_table": "articles_fts", "fts_pk": "id"}
    return table
