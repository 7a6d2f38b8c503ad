"""What Spacebeat uses of Datasette beyond its documented interface, and how versions of Datasette differ in it.

These names change without notice. docs/upgrading.md lists them, and tests/test_private_names.py lets no other module
have one, so that a new version of Datasette is a change of this module.

Datasette 1.0 has no class TableView: a table page is a function there, which reads its rows itself. Until
archive/datasette/tables/view.py replaces that function, `datasette<1` is required.
"""

from typing import Any

from datasette.filters import Filters
from datasette.views.base import DatasetteError
from datasette.views.index import IndexView
from datasette.views.row import RowView
from datasette.views.table import TableView

__all__ = [
    "DatasetteError",
    "IndexView",
    "RowView",
    "TableView",
    "disable_facet_suggestions",
    "filter_lookups",
    "plugin_settings",
]


def plugin_settings(datasette: Any, plugin: str) -> dict[str, Any]:
    """Return the settings of a plugin as they were given at start-up.

    `Datasette.plugin_config` calls the hook `get_metadata`, in which we are when we need them.
    """
    return (datasette._metadata_local.get("plugins") or {}).get(plugin) or {}


def disable_facet_suggestions(datasette: Any) -> None:
    """Stop suggesting facets: a suggestion tries each of 30 columns three times for 50 ms."""
    # There is no setting per table, and no public way to change one after start-up.
    if datasette._settings["suggest_facets"]:
        datasette._settings["suggest_facets"] = False


def filter_lookups(filters: Filters) -> list[tuple[str, str]]:
    """Return column and lookup of the filters that Datasette knows, in the order of their conditions."""
    return [(column, lookup) for column, lookup, _ in filters.selections() if lookup in filters._filters_by_key]
