"""The order of a merge: files first, then the new database next to the old one, then one transaction."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import connect
from archive.dedup.groups import regroup
from archive.errors import ArchiveError
from archive.merge.articles import merge_articles
from archive.merge.captures import merge_captures
from archive.merge.matching import find_members, find_places
from archive.merge.report import MergeReport
from archive.merge.staging import Stage, open_inputs, staged
from archive.merge.tables import latest, merge_keyed, merge_marks, merge_runs, merge_urls
from archive.merge.vectors import merge_vectors
from archive.merge.warc_files import Adopted, adopt, remove_unused
from archive.removal.forget import erase_traces, remove_covered
from archive.warc.records import folder_of

# Tables that are computed from others are not merged but rebuilt: by `regroup`, by triggers, by SQLite.
DERIVED = (
    *("copy_", "lineage", "quotation_", "articles_fts", "_sqlite_migrations", "sqlite_"),
    *("source_weeks", "source_months", "topic_weeks", "country_months", "added_days"),
    "stale_files",
)
COUNTED = ("sources", "articles", "revisions", "captures", "urls", "runs", "polls", "date_evidence")


def merge(target: Path, others: Sequence[Path]) -> MergeReport:
    """Unite archives into `target`, which is made if it is not there; the others stay as they are.

    A kill leaves the target as it was, or merged. Who reads it meanwhile goes on reading the state before.
    Raises ArchiveLockedError when one of them is being written, ArchiveError when one cannot be read.
    """
    with open_inputs(target, others) as inputs:
        before = _counts(inputs[0].db)
        old_files = _files(inputs[0].db)
        files = adopt(inputs, inputs[0].path)
        with staged(inputs[0].path, inputs) as stage:
            _unite(stage, files, folder_of(inputs[0].path))
            _check(stage.out)
            rows, new_files = _counts(stage.out), _files(stage.out)
            inputs[0].db.close()  # so that the writer is the last to leave, and takes the log with it
            _publish(stage.out, inputs[0].path)
        adopted = {file.name for file in files.values()}
        remove_unused(inputs[0].path, (old_files | adopted) - new_files)
    added = {table: rows[table] - before[table] for table in rows}
    return MergeReport(rows, added, tuple(sorted(set(stage.conflicts), key=repr)))


def _unite(stage: Stage, files: Mapping[tuple[int, str], Adopted], folder: Path) -> None:
    merge_keyed(stage, "sources", ["id"], latest(), tell=True)
    for table in ("actors", "topics", "instruments"):
        merge_keyed(stage, table, ["id"], latest(), tell=True)
    merge_keyed(stage, "polls", ["source_id", "url"], latest("checked_at"))
    merge_keyed(stage, "host_pauses", ["host"], latest("not_before"))
    merge_keyed(stage, "robots", ["origin"], latest("fetched_at"))
    merge_keyed(stage, "tdmrep", ["origin"], latest("fetched_at"))
    merge_keyed(stage, "alarms", ["source_id", "condition", "began_at"], latest("end_reported_at", "ended_at"))
    merge_keyed(stage, "list_pages", ["source_id", "walk", "url"], latest("read_at"))
    merge_keyed(stage, "ingests", ["fingerprint", "scope"], latest("updated_at"))
    merge_keyed(stage, "template_lines", ["source_id", "digest"], latest("articles"))
    merge_keyed(stage, "layouts", ["source_id", "version"], latest("is_used", "learnt_at"))
    merge_runs(stage)
    merge_captures(stage, files)
    find_members(stage)
    find_places(stage)
    merge_articles(stage)
    merge_urls(stage)
    merge_marks(stage)
    merge_keyed(stage, "forgotten", ["kind", "key"], latest("forgotten_at"))
    is_changed = remove_covered(stage.out, folder)
    stage.out.execute("delete from stale_files")
    regroup(stage.out.conn)
    merge_vectors(stage)
    stage.out.conn.commit()
    if is_changed:
        erase_traces(stage.out)


def _check(out: Database) -> None:
    """Refuse to put in place what is not whole."""
    problems = out.execute("pragma foreign_key_check").fetchall()
    (verdict,) = out.execute("pragma quick_check").fetchone()
    if problems or verdict != "ok":
        raise ArchiveError(f"the merged archive would not be whole ({problems[:1] or verdict}); run 'spacebeat doctor'")


def _publish(out: Database, target: Path) -> None:
    """Copy all pages in one write transaction (sqlite.org/backup.html): it is seen by others whole or not at all."""
    db = connect(target)
    out.conn.backup(db.conn)
    db.execute("pragma wal_checkpoint(passive)")
    db.close()


def _counts(db: Database) -> dict[str, int]:
    return {table: int(db.execute(f"select count(*) from {table}").fetchone()[0]) for table in COUNTED}


def _files(db: Database) -> set[str]:
    return {name for (name,) in db.execute("select distinct warc_file from captures where warc_file <> ''").fetchall()}
