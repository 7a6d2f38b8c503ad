"""What the tallies cost an article that is added: the same batches into two archives, one without the triggers.

python -m benchmarks.desk.tally_cost [BATCHES]
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from sqlite_utils import Database

from archive.db.connection import connect, transaction
from archive.reports.counters import TALLIES
from benchmarks.desk.make_archive import BATCH, Writer, _add, _catalogue


def main(batches: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sides = {name: _archive(Path(folder) / f"{name}.db", name == "with") for name in ("without", "with")}
        times: dict[str, list[float]] = {name: [] for name in sides}
        for batch in range(batches):
            for name, (db, writer) in sides.items():
                rows = [writer.article(batch * BATCH + number) for number in range(1, BATCH + 1)]
                start = time.process_time()
                with transaction(db):
                    _add(db, writer, rows)
                times[name].append((time.process_time() - start) / BATCH)
        cost = {name: 1e6 * median(values) for name, values in times.items()}
        print(f"{cost['without']:.0f} µs an article without, {cost['with']:.0f} µs with the tallies and their indexes")
        print(f"ratio {median(b / a for a, b in zip(*times.values(), strict=True)):.3f}")


def _archive(path: Path, tallied: bool) -> tuple[Database, Writer]:
    db, writer = connect(path), Writer(1, 10)
    with transaction(db):
        if not tallied:
            _untally(db)
        _catalogue(db, writer)
    return db, writer


def _untally(db: Database) -> None:
    """Take away what the migration brought, where the schema has it already."""
    for statement in TALLIES:
        kind, name = statement.split()[1:3]
        if kind in ("trigger", "index") and db.execute("select 1 from sqlite_master where name = ?", [name]).fetchone():
            db.execute(f"drop {kind} {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
