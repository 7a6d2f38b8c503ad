"""Where the text is on the pages of each source, as learnt: samples of full readings, and the layouts made of them.

Content and meaning are those of `crawler/extract/body/layout.py`; here are only bytes with names. A layout by which an
article was read is never removed: the article's provenance names it, and with it the reading can be repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import now
from archive.records import Article, Rejection

_METHOD = "layout "  # before the version, in the provenance of an article's text


@dataclass(frozen=True, slots=True)
class LayoutState:
    """The newest layout of a source, the one whose samples are no longer kept, and the samples since that one."""

    latest: bytes = b""
    base: bytes = b""
    samples: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLayout:
    """A layout to be stored. `is_base`: the samples that it was learnt from are to be removed."""

    source_id: str
    version: str
    rules: bytes
    is_base: bool


def state(db: Database, source_id: str, extractor: str) -> LayoutState:
    """Return what this version of the extractor has learnt of a source."""
    latest, base = (
        db.execute(
            f"select rules from layouts where source_id = ? and extractor = ? {condition}"
            " order by learnt_at desc, number desc, version limit 1",
            [source_id, extractor],
        ).fetchone()
        for condition in ("", "and is_base = 1")
    )
    rows = db.execute(
        "select sample from layout_samples where source_id = ? and extractor = ? order by id", [source_id, extractor]
    )
    return LayoutState(latest[0] if latest else b"", base[0] if base else b"", tuple(sample for (sample,) in rows))


def note(db: Database, extractor: str, results: Iterable[tuple[str, Article | Rejection]]) -> None:
    """Keep the samples of new readings, and the layouts by which some were read; the caller holds the transaction."""
    samples, used = [], set()
    for source_id, result in results:
        if result.sample:
            samples.append((source_id, extractor, result.sample))
        if isinstance(result, Article) and (version := result.provenance.get("text", "").partition(_METHOD)[2]):
            used.add((source_id, version))
    db.conn.executemany("insert into layout_samples (source_id, extractor, sample) values (?, ?, ?)", samples)
    db.conn.executemany("update layouts set is_used = 1 where source_id = ? and version = ? and is_used = 0", used)


def save(db: Database, layout: NewLayout, extractor: str) -> None:
    """Store a layout, and remove those before it by which nothing was read; the caller holds the transaction.

    The one before it stays for now: pages that are in hand may be read by it.
    """
    source_id = layout.source_id
    db.execute(
        "delete from layouts where source_id = ? and is_used = 0 and is_base = 0"
        " and number < (select max(number) from layouts where source_id = ?)",
        [source_id, source_id],
    )
    if layout.is_base:
        db.execute("update layouts set is_base = 0 where source_id = ?", [source_id])
        db.execute("delete from layout_samples where source_id = ?", [source_id])
    db.execute(
        """
        insert into layouts (source_id, version, number, extractor, learnt_at, rules, is_base)
        select ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6 from layouts where source_id = ?1
        on conflict do update set number = excluded.number, is_base = excluded.is_base
        """,
        [source_id, layout.version, extractor, now(), layout.rules, layout.is_base],
    )
