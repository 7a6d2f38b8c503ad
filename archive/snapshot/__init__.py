"""Snapshots: a frozen, citable data set of a selection. The same archive gives the same bytes: no clock, no paths."""

from archive.snapshot.compare import Expected, compare, expected_texts, extractors_of, sources_of
from archive.snapshot.refetched import OUTCOMES, Refetched, failed_sources, refetched, tally
from archive.snapshot.verify import SnapshotError, verify
from archive.snapshot.write import write_snapshot

__all__ = [
    "OUTCOMES",
    "Expected",
    "Refetched",
    "SnapshotError",
    "compare",
    "expected_texts",
    "extractors_of",
    "failed_sources",
    "refetched",
    "sources_of",
    "tally",
    "verify",
    "write_snapshot",
]
