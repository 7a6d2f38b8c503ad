"""Template variables of every page: layout, URLs of static files, and formatting functions."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from archive.datasette import formatting
from archive.datasette.accessible import mend
from archive.datasette.charts.svg import longest_label
from archive.datasette.pages.page_html import with_archive
from archive.datasette.pages.questions import answer_cells, columns_of_numbers, draw
from archive.datasette.plugin_state import archive_argument, desk_of, other_archive
from archive.datasette.public_profile import HIDDEN_TABLES
from archive.datasette.queries import questions
from archive.datasette.security import NONCE

STATIC = Path(__file__).parent / "static"


def page_context(datasette: Any, request: Any) -> dict[str, Any]:
    desk = desk_of(datasette)
    if not desk.archives:
        return {"layout": "default:base.html", "desk": None, "nonce": "", "refused_tables": ()}
    other = other_archive(datasette, request)
    suffix = archive_argument(other)
    return {
        "layout": "desk/layout.html",
        "desk": desk,
        "archive_name": other or desk.archives[0],
        "other_archive": other,
        "nonce": (request.scope.get(NONCE) if request else "") or "",
        "desk_file": lambda name: datasette.urls.path(f"/-/spacebeat/{name}?{_digest(name)}"),
        "link": lambda path: datasette.urls.path(path),
        "link_in_archive": lambda path: datasette.urls.path(path) + suffix,
        "in_archive": lambda html: Markup(with_archive(html, datasette.urls.instance(), other)) if other else html,
        "refused_tables": HIDDEN_TABLES if desk.public else (),
        "words": formatting,
        "questions": questions(),
        "mend": mend,
        "question_chart": draw,
        "answer_cells": answer_cells,
        "columns_of_numbers": columns_of_numbers,
        "longest_label": longest_label,
    }


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
