"""The texts that a snapshot was made of, to compare with what the outlets show today."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from archive.records import Source
from archive.snapshot.verify import SnapshotError
from archive.text import text_hash
from archive.urls.canonical import url_key

_COLUMNS = ("url", "title", "text_hash", "source_id")


@dataclass(frozen=True, slots=True)
class Expected:
    """One article of a snapshot; `text_hash` is that of archive.text."""

    url: str
    title: str
    text_hash: str
    source_id: str = ""


def expected_texts(folder: Path) -> Iterator[Expected]:
    """Yield the articles of a snapshot in their order. Raises SnapshotError when there is no table of articles."""
    csv.field_size_limit(sys.maxsize)
    if (folder / "articles.parquet").exists():
        yield from _from_parquet(folder / "articles.parquet")
        return
    try:
        with (folder / "articles.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Expected(row["url"], row["title"], row["text_hash"], row["source_id"])
    except (OSError, KeyError) as error:
        raise SnapshotError(f"{folder} has no articles that can be read: {error}") from error


def sources_of(folder: Path) -> dict[str, Source]:
    """Read the outlets of a snapshot by id. Raises SnapshotError when there is no table of them."""
    try:
        with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: _source(row) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError) as error:
        raise SnapshotError(f"{folder} has no sources that can be read: {error}") from error


def extractors_of(folder: Path) -> tuple[str, ...]:
    """Read the versions that the texts were extracted with. Raises SnapshotError when the snapshot does not say."""
    try:
        return tuple(json.loads((folder / "query.json").read_text("utf-8"))["extractors"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SnapshotError(f"{folder} does not say how it was made: {error}") from error


def compare(expected: Expected, text: str | None) -> Literal["same", "changed", "gone"]:
    """Return what became of an article; `text` is what is found today, None when there is nothing."""
    if text is None:
        return "gone"
    return "same" if text_hash(text) == expected.text_hash else "changed"


def _source(row: dict[str, str]) -> Source:
    named = ("id", "name", "homepage", "country", "kind", "focus", "licence")
    return Source(languages=tuple(json.loads(row["languages"])), **{name: row[name] for name in named})


def _from_parquet(path: Path) -> Iterator[Expected]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(columns=[*_COLUMNS]):
        for row in batch.to_pylist():
            yield Expected(*(row[name] for name in _COLUMNS))


# What became of the articles of a snapshot, read from an archive into which their addresses were fetched again.

Outcome = Literal["same", "changed", "gone", "blocked", "failed", "unasked"]
OUTCOMES: tuple[Outcome, ...] = ("same", "changed", "gone", "blocked", "failed", "unasked")

_WITHOUT_TEXT: dict[str, Outcome] = {"gone": "gone", "not-article": "gone", "blocked": "blocked", "pending": "unasked"}


@dataclass(frozen=True, slots=True)
class Refetched:
    """One article and its outcome; `reason` adds why, where known, `asked_at` when it was requested.

    "gone" is what the outlet reports as gone, and an address at which no article is shown any more.
    """

    expected: Expected
    outcome: Outcome
    reason: str = ""
    asked_at: str = ""


def refetched(db: Database, expected: Iterable[Expected]) -> Iterator[Refetched]:
    """Yield what became of each article, in their order. Raises UrlError for an address that is none."""
    for article in expected:
        row = db.execute(
            """
            select u.state, u.reason, coalesce(u.last_tried_at, ''), a.text, coalesce(a.access, '')
            from urls u left join articles a on a.id = u.article_id
            where u.url_key = ? order by u.article_id is null, u.source_id <> ?, u.id limit 1
            """,
            [url_key(article.url), article.source_id],
        ).fetchone()
        state, reason, asked_at, text, access = row or ("pending", "", "", None, "")
        outcome, why = _judged(article, state, reason, text, access)
        yield Refetched(article, outcome, why, asked_at)


def tally(results: Iterable[Refetched]) -> dict[str, dict[Outcome, int]]:
    """Count the articles of each source by outcome."""
    counts: dict[str, dict[Outcome, int]] = {}
    for result in results:
        of_source = counts.setdefault(result.expected.source_id, dict.fromkeys(OUTCOMES, 0))
        of_source[result.outcome] += 1
    return counts


def failed_sources(counts: Mapping[str, Mapping[Outcome, int]]) -> Sequence[str]:
    """List the sources of which articles were requested and none was fetched, gone or closed."""
    return [
        source
        for source, of_source in counts.items()
        if of_source["failed"] and of_source["failed"] + of_source["unasked"] == sum(of_source.values())
    ]


def _judged(article: Expected, state: str, reason: str, text: str | None, access: str) -> tuple[Outcome, str]:
    if text is None or state == "gone":
        return _WITHOUT_TEXT.get(state, "failed"), reason
    if access == "withheld":
        return "blocked", reason
    outcome = compare(article, text)
    if outcome == "changed" and access in ("excerpt", "paywalled"):
        return outcome, access  # perhaps only less of the same text is shown
    return outcome, reason
