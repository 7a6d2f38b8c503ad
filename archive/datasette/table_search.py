"""What is typed into the search box of a Datasette table, in the language of all other searches."""

import re

from archive.errors import SpacebeatError


def table_search(query: str | None) -> str:
    """An expression for FTS5; what cannot be read is searched for word by word."""
    from archive.search import match_expression
    from archive.search_index import fold

    try:
        return match_expression(query or "")
    except SpacebeatError:
        return " ".join(f'"{word}"' for word in re.findall(r"\w+", fold(query or ""))) or '""'
