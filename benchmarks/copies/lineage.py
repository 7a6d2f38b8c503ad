"""Score the tracing of lineage on pairs made from real texts, and its cost.

    python -m benchmarks.copies.lineage FOLDER [--pairs N] [--seed S] [--real]

FOLDER holds `docs.jsonl.gz` (one object a line: id, text); texts that resemble another one there are left out. Each
pair takes one text as a release and another as the outlet's own words: the release is cut, reordered, quoted in part or
woven in sentence by sentence, so that root and shares are known. A third of the releases are archived after the report,
with an hour of publication that says they were first; the rest of the texts stand for the archive around.

--real takes reports that nobody made up instead: agency copies, and reports of one event by different outlets, as
`pairs.jsonl.gz` in FOLDER lists them. The first of a pair is taken for the earlier one; what they share is counted by
comparing all runs of four words of the two, without the index or the alignment.
"""

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.dedup.shingles import shingles
from benchmarks.copies import real_pairs
from benchmarks.copies.archive_of_texts import add_article, open_archive

_SENTENCE = re.compile(r"[^.!?。！？]{1,2000}[.!?。！？]{0,3}\s{0,4}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A release and what an outlet made of it: kind of change, share kept, share of the report."""

    kind: str
    release: str
    report: str
    kept: float
    share: float


def main() -> None:
    """Print roots and shares by kind of change, and the time of an article."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action="store_true", help="reports of outlets on one event, as they are")
    options = parser.parse_args()
    if options.real:
        real_pairs.report(options.folder)
        return
    chance = random.Random(options.seed)
    texts = _unlike(options.folder)
    chance.shuffle(texts)
    pairs = [
        _pair(kind, release, other_text, chance)
        for kind, release, other_text in zip(_KINDS * options.pairs, texts[::2], texts[1::2], strict=False)
    ][: options.pairs]
    _score(pairs, texts[2 * options.pairs :], chance)


def _unlike(folder: Path) -> list[str]:
    """Return texts of 150 words and more, no two of which share a twentieth of their words."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    kept: list[str] = []
    known: set[int] = set()
    for text in texts:
        cut = shingles(text)
        hashes = set(cut.hashes.tolist())
        if len(cut) >= 150 and len(hashes & known) < 0.05 * len(hashes) and len(_SENTENCE.findall(text)) > 8:
            kept.append(text)
            known |= hashes
        if len(kept) == 1500:
            break
    return kept


def _pair(kind: str, release: str, other_text: str, chance: random.Random) -> Pair:
    theirs = [s.strip() for s in _SENTENCE.findall(release) if len(shingles(s)) >= 8]
    ours = [s.strip() for s in _SENTENCE.findall(other_text)]
    taken, report = _MAKERS[kind](theirs, ours, chance)
    words = sum(len(shingles(sentence)) for sentence in taken)
    return Pair(
        kind, release, " ".join(report), words / len(shingles(release)), words / len(shingles(" ".join(report)))
    )


def _cut(theirs: list[str], ours: list[str], chance: random.Random) -> tuple[list[str], list[str]]:
    taken = theirs[: max(3, len(theirs) // 2)]
    return taken, [*taken, ours[0]]


def _reorder(theirs: list[str], ours: list[str], chance: random.Random) -> tuple[list[str], list[str]]:
    taken = chance.sample(theirs, max(3, 2 * len(theirs) // 3))
    return taken, [ours[0], *taken, ours[-1]]


def _quote(theirs: list[str], ours: list[str], chance: random.Random) -> tuple[list[str], list[str]]:
    taken = chance.sample(theirs, min(len(theirs), 3))
    return taken, [*ours[: len(ours) // 2], *(f"“{sentence}”" for sentence in taken), *ours[len(ours) // 2 :]]


def _weave(theirs: list[str], ours: list[str], chance: random.Random) -> tuple[list[str], list[str]]:
    taken = theirs[::2]
    return taken, [s for pair in zip(taken, [*ours, *ours], strict=False) for s in pair]


_MAKERS: dict[str, Callable[[list[str], list[str], random.Random], tuple[list[str], list[str]]]] = {
    "cut": _cut, "reordered": _reorder, "quoted": _quote, "woven": _weave,
}  # fmt: skip
_KINDS = list(_MAKERS)


def _score(pairs: list[Pair], others: list[str], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "lineage.db", outlets=len(pairs) * 2 + len(others))
        db.execute(f"update sources set kind = 'agency' where cast(substr(id, 2) as integer) <= {len(pairs)}")
        for number, text in enumerate(others, start=2 * len(pairs) + 1):
            add_article(db, number, outlet=number, text=text)
        started = time.process_time()
        for number, pair in enumerate(pairs, start=1):
            added = [(number, pair.release), (len(pairs) + number, pair.report)]
            for id_, text in reversed(added) if chance.random() < 1 / 3 else added:
                add_article(db, id_, outlet=id_, text=text)
        spent = (time.process_time() - started) / (2 * len(pairs))
        found_rows = db.execute("select article_id, root_id, kept_of_root, share_of_article from lineage")
        rows = {row[0]: row[1:] for row in found_rows}
    print(
        f"{len(pairs)} pairs among {len(others)} other texts; {1000 * spent:.2f} ms of CPU an article, insert included"
    )
    for kind in _KINDS:
        chosen = [(n, pair) for n, pair in enumerate(pairs, start=1) if pair.kind == kind]
        found = [(pair, rows.get(len(pairs) + n, (0, 0.0, 0.0)), n) for n, pair in chosen]
        roots = sum(row[0] == n for _, row, n in found)
        near = sum(abs(row[1] - pair.kept) <= 0.05 and abs(row[2] - pair.share) <= 0.05 for pair, row, _ in found)
        shares = f"shares within 0.05 {near / len(found):.3f}"
        print(f"{kind:10} {len(found):4} pairs, root right {roots / len(found):.3f}, {shares}")
    wrong = sum(1 for id_ in rows if not len(pairs) < id_ <= 2 * len(pairs))
    print(f"{wrong} of {len(others) + len(pairs)} texts that draw on nothing have a root")


if __name__ == "__main__":
    main()
