"""Values that the Tab key completes: sources of the catalogue, and what the archive can be filtered by.

A completion prints nothing but values: where there is no archive, or it cannot be read, there are none.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from archive.reports.values import Kind

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_MOST = 500  # values that a shell is offered


def complete_source(context: click.Context, _: click.Parameter, start: str) -> list[CompletionItem]:
    """Return the sources of the catalogue whose id begins so, with their names."""
    from archive.errors import SpacebeatError
    from crawler.catalogue.load import load_catalogue

    files = [Path(file) for file in context.params.get("catalogue") or ()]
    try:
        catalogue = load_catalogue(files, builtin=not context.params.get("only_catalogue"))
    except (SpacebeatError, OSError):
        return []
    return _starting(((source.id, source.name) for source in catalogue), start)


def complete_value(kind: "Kind") -> Completion:
    """Return the completion of values of a kind in the archive, the most frequent first."""

    def complete(context: click.Context, _: click.Parameter, start: str) -> list[CompletionItem]:
        from archive.db.connection import connect_to_read
        from archive.errors import SpacebeatError
        from archive.reports.values import values_of

        archive = context.params.get("archive") or os.environ.get("SPACEBEAT_ARCHIVE") or "spacebeat.db"
        try:
            db = connect_to_read(Path(archive))
        except (SpacebeatError, sqlite3.Error, OSError):
            return []
        try:
            return _starting(((value.id, value.name) for value in values_of(db, kind)), start)
        except sqlite3.Error:
            return []
        finally:
            db.close()

    return complete


def _starting(values: Iterable[tuple[str, str]], start: str) -> list[CompletionItem]:
    asked = start.casefold()
    found = (CompletionItem(id_, help=name) for id_, name in values if id_.casefold().startswith(asked))
    return [item for item, _ in zip(found, range(_MOST), strict=False)]
