"""The codebook of a snapshot and its Frictionless data package, both from the same description of the tables."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.snapshot.readme import About
from archive.snapshot.tables import Table
from archive.snapshot.verify import sha256
from archive.text import counted

_NOTES = """\
- Times are UTC, ISO 8601 with `Z`. Where `published_precision` is `day`, `month` or `year`, only
  that part of `published_at` counts.
- CSV files are UTF-8, comma-separated, with one line of column names (RFC 4180). Cells are exact: nothing is escaped
  for spreadsheets, so import them as text instead of opening them by double click.
- `text_hash` is the SHA-256 of the text after NFKC, case folding and with runs of white space as one space.
- Every file but SHA256SUMS is listed there; `spacebeat snapshot verify` or `sha256sum -c` checks them.
"""


def codebook(about: About, tables: Mapping[str, Table], rows: Mapping[str, int]) -> str:
    """Write CODEBOOK.md: every file and every column."""
    parts = [f"# Codebook: {about.title}\n", _summary(about), "## Notes\n", _NOTES]
    for file, table in tables.items():
        parts.append(f"## {file}\n\n{table.title}; {counted(rows[file], 'row')}.\n")
        lines = [f"| `{c.name}` | {c.kind} | {c.description.replace('|', '/')} |" for c in table.columns]
        parts.append("\n".join(["| column | type | meaning |", "| --- | --- | --- |", *lines]) + "\n")
    return "\n".join(parts)


def _summary(about: About) -> str:
    query = json.dumps(about.query, ensure_ascii=False) if about.query else "all articles, copies left out"
    text = "Texts are left out; hashes are kept." if about.shareable else "Texts are part of it."
    return (
        f"{counted(about.articles, 'article')}, seen from {about.first_seen_at} to {about.last_seen_at}.\n"
        f"Query: `{query}`\n"
        f"Crawled from {about.first_run_at} to {about.last_run_at}. {text}\n"
        f"Made with Spacebeat {about.spacebeat}, schema {about.schema}.\n"
    )


def data_package(about: About, tables: Mapping[str, Table], folder: Path) -> str:
    """Write datapackage.json after the Data Package standard, version 1 (specs.frictionlessdata.io)."""
    package = {
        "profile": "data-package",
        "name": "spacebeat-snapshot",
        "title": about.title,
        "version": about.released,
        "resources": [_resource(file, table, folder / file) for file, table in tables.items()],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(file: str, table: Table, path: Path) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.title,
        "path": file,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }
    if path.suffix == ".parquet":
        return resource | {
            "profile": "data-resource",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }
    schema: dict[str, Any] = {
        "fields": [_field(column.name, column.kind, column.description) for column in table.columns]
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.columns[0].name == "article_id":
        schema["foreignKeys"] = [{"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["id"]}}]
    form = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return resource | form | {"dialect": {"lineTerminator": "\r\n"}, "schema": schema}


def _field(name: str, kind: str, description: str) -> dict[str, str]:
    return {"name": name, "type": kind, "description": description}
