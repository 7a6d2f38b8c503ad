"""The readme of a snapshot: the query, the time it spans, the versions, and how to cite it."""

import json
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sqlite_utils import Database

from archive.db.migrations import migrations
from archive.export.rows import count
from archive.search.filters import Selection
from archive.text import counted


@dataclass(frozen=True, slots=True)
class About:
    """Everything here is read from the archive, nothing from the clock: a snapshot can be made again."""

    title: str
    query: dict[str, Any]
    articles: int
    shareable: bool
    first_run_at: str
    last_run_at: str
    first_seen_at: str
    last_seen_at: str
    spacebeat: str
    schema: str
    extractors: tuple[str, ...]

    @property
    def released(self) -> str:
        """Return the day of the latest event in the archive (YYYY-MM-DD)."""
        return max(self.last_run_at, self.last_seen_at, "1970-01-01")[:10]


def describe(db: Database, selection: Selection, *, title: str, shareable: bool) -> About:
    """Read what the snapshot is made of."""
    where, values = selection.where()
    seen = db.execute(f"select min(first_seen_at), max(last_seen_at) from articles a where {where}", values).fetchone()
    runs = db.execute("select min(started_at), max(coalesce(finished_at, started_at)) from runs").fetchone()
    extractors = db.execute(f"select distinct extractor from articles a where {where} order by 1", values).fetchall()
    return About(
        title=title,
        query={name: value for name, value in asdict(selection).items() if value},
        articles=count(db, selection),
        shareable=shareable,
        first_run_at=runs[0] or "",
        last_run_at=runs[1] or "",
        first_seen_at=seen[0] or "",
        last_seen_at=seen[1] or "",
        spacebeat=program_version(),
        schema=migrations._migrations[-1].name,
        extractors=tuple(name for (name,) in extractors if name),
    )


def program_version() -> str:
    try:
        return version("spacebeat")
    except PackageNotFoundError:
        return "0"


def query_json(about: About) -> str:
    return json.dumps(asdict(about), indent=2, ensure_ascii=False) + "\n"


def citation_cff(about: About) -> str:
    """Write CITATION.cff 1.2.0 (citation-file-format.github.io); scalars in JSON are scalars in YAML."""
    spanned = f"{counted(about.articles, 'article')} seen from {about.first_seen_at[:10]} to {about.last_seen_at[:10]}"
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it, and name the query of query.json.",
        "type": "dataset",
        "title": about.title,
        "abstract": f"{spanned}, collected with Spacebeat {about.spacebeat}.",
        "version": about.released,
        "date-released": about.released,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join([*lines, "authors:", '  - name: "The users of Spacebeat"']) + "\n"
