"""Snapshots: a frozen, citable data set of a selection. The same archive gives the same bytes: no clock, no paths."""

from archive.snapshot.compare import Expected, compare, expected_texts
from archive.snapshot.verify import SnapshotError, verify
from archive.snapshot.write import write_snapshot

__all__ = ["Expected", "SnapshotError", "compare", "expected_texts", "verify", "write_snapshot"]
