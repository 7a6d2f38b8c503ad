"""A small table as a CSV file to download, written as every CSV export is."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from datasette.utils.asgi import Response

from archive.export.csv import write_csv


def csv_download(rows: Iterable[dict[str, Any]], columns: Sequence[str], name: str) -> Response:
    """Return the rows as a file of this name. They are held in memory: a search is exported by search_export.py."""
    file = io.StringIO()
    write_csv(rows, columns, file)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(file.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")
