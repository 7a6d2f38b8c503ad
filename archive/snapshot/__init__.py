"""Snapshots: a frozen, citable data set of a selection. The same archive yields the same bytes: no clock, no paths."""

from archive.snapshot.rehydrated import (
    OUTCOMES,
    Expected,
    Refetched,
    compare,
    expected_texts,
    extractors_of,
    failed_sources,
    refetched,
    sources_of,
    tally,
)
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
