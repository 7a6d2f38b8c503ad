"""Score a folder of labelled pages: `python -m benchmarks.extraction FOLDER [--half N] [--ours]`.

Prints quality and CPU time a page for ours and for each open extractor that is installed. All read the same
page one after the other in one process, so that the times can be compared whatever else the machine does;
`x` is the time as a multiple of trafilatura's with metadata. A second table has all fields of our articles by half of
the outlets, and what of the bodies is missing or too much, by the kind of the block. Ours is learnt from labelled
pages: on a folder it was learnt from, `benchmarks.extraction.train --folds N` reads each page with a model that has not
seen its outlet.
"""

import argparse
import logging
import statistics
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.extraction import fields, score
from benchmarks.extraction import pages as labelled
from benchmarks.extraction.peers import Reader, available

_REFERENCE = "trafilatura + metadata"
_HEAD = f"{'':28}{'pages':>6}{'F1':>8}{'P':>8}{'R':>8}{'<.5':>5}{'>=.99':>6}{'with':>7}{'w/out':>7}{'ms':>8}{'x':>6}"


@dataclass(slots=True)
class Tally:
    """What one extractor reached; times are CPU seconds."""

    f1: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    wanted: list[float] = field(default_factory=list)
    unwanted: list[float] = field(default_factory=list)
    seconds: float = 0.0
    pages: int = 0
    failed: int = 0

    def add(self, page: labelled.LabelledPage, text: str) -> None:
        if page.bodies:
            precision, recall, f1 = score.body(page.bodies, text)
            self.f1.append(f1)
            self.recall.append(recall)
            if precision is not None:
                self.precision.append(precision)
        wanted, unwanted = score.segments(page.truth.get("with") or [], page.truth.get("without") or [], text)
        if wanted is not None:
            self.wanted.append(wanted)
        if unwanted is not None:
            self.unwanted.append(unwanted)


def measure(pages: Sequence[labelled.LabelledPage], readers: dict[str, Reader]) -> dict[str, Tally]:
    tallies = {name: Tally() for name in readers}
    for name, reader in readers.items():
        _timed(reader, pages[0], tallies[name])  # a first call loads models and data
        tallies[name] = Tally()
    for page in pages:
        for name, reader in readers.items():
            tallies[name].add(page, _timed(reader, page, tallies[name]))
    return tallies


def _timed(reader: Reader, page: labelled.LabelledPage, tally: Tally) -> str:
    start = time.process_time()
    try:
        return reader(page.body, page.url)
    except Exception:  # any library's any failure counts as no text
        tally.failed += 1
        return ""
    finally:
        tally.seconds += time.process_time() - start
        tally.pages += 1


def line(name: str, tally: Tally, reference: float) -> str:
    def mean(values: list[float]) -> str:
        return f"{statistics.mean(values):.4f}" if values else "-"

    share = [f"{statistics.mean(values):.3f}" if values else "-" for values in (tally.wanted, tally.unwanted)]
    ms = 1000 * tally.seconds / max(tally.pages, 1)
    failed = f"  {tally.failed} failed" if tally.failed else ""
    return (
        f"{name:28}{len(tally.f1):6}{mean(tally.f1):>8}{mean(tally.precision):>8}{mean(tally.recall):>8}"
        f"{sum(value < 0.5 for value in tally.f1):5}{sum(value >= 0.99 for value in tally.f1):6}"
        f"{share[0]:>7}{share[1]:>7}{ms:8.1f}{ms / reference if reference else 0:6.2f}{failed}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the outlets of one half (by hash)")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    parser.add_argument("--ours", action="store_true", help="without the other extractors")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = [page for page in labelled.read(chosen.folder) if chosen.half in (None, labelled.fold(page.site, 2))]
    pages = pages[: chosen.limit]
    if not chosen.ours:
        compare(pages)
    for row in fields.measure(pages):
        print(row)


def compare(pages: Sequence[labelled.LabelledPage]) -> None:
    """Print the table of all extractors."""
    readers, missing = available()
    tallies = measure(pages, readers)
    reference = tallies.get(_REFERENCE)
    ms = 1000 * reference.seconds / max(reference.pages, 1) if reference else 0.0
    print(_HEAD)
    for name, tally in tallies.items():
        print(line(name, tally, ms))
    print(*missing, "", sep="\n")


if __name__ == "__main__":
    main()
