"""Lineage on reports that nobody made up: agency copies, and reports of one event by different outlets.

Truth is counted by brute force: all runs of four words that two texts share, joined over gaps of two words, from eight
words on. A report draws on the earlier one where that makes 20 words and a fifth of it or half of the other; a shared
quotation makes no root. Pairs that share a text, or texts that share passages, are archived in different rounds.
"""

import gzip
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.copies.archive_of_texts import add_article, open_archive

KINDS = ("wire copy", "same-event", "similar-event", "grey")
_WORD = re.compile(r"\w+")
_RUN, _GAP, _PASSAGE = 4, 2, 8
_FEWEST = 20
_MUCH_OF_REPORT, _MUCH_OF_ROOT = 0.2, 0.5
_UNSURE, _UNSURE_WORDS = 0.05, 8  # what is this near to a limit may fall on either side of it


@dataclass(frozen=True, slots=True)
class RealPair:
    """Two reports, the words that the later one shares, and the shares of both that these are."""

    kind: str
    texts: tuple[str, str]
    ids: tuple[str, str]
    words: int
    kept: float
    share: float

    @property
    def draws(self) -> bool | None:
        """Return whether the later report draws on the earlier one; None where two counts of words may differ."""
        least, most = (self._draws(-_UNSURE_WORDS, -_UNSURE), self._draws(_UNSURE_WORDS, _UNSURE))
        return least if least == most else None

    def _draws(self, words: int, share: float) -> bool:
        is_much = self.share + share >= _MUCH_OF_REPORT or self.kept + share >= _MUCH_OF_ROOT
        return self.words + words >= _FEWEST and is_much


def shared_words(text: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how many words of a text lie in passages that the other has too, and how many of the other these are."""
    ours, theirs = _runs(text), _runs(other)
    marked = sorted({at + step for run in ours.keys() & theirs.keys() for at in ours[run] for step in range(_RUN)})
    passages: list[list[int]] = []
    for place in marked:
        if not passages or place - passages[-1][-1] - 1 > _GAP:
            passages.append([])
        passages[-1].append(place)
    taken = {place for passage in passages if len(passage) >= _PASSAGE for place in passage}
    runs = (tuple(text[at : at + _RUN]) for at in taken if all(at + step in taken for step in range(_RUN)))
    kept = {at + step for run in runs for at in theirs.get(run, ()) for step in range(_RUN)}
    return len(taken), len(kept)


def _runs(text: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """Return where each run of four words begins."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(text) - _RUN + 1):
        places.setdefault(tuple(text[at : at + _RUN]), []).append(at)
    return places


def read_pairs(folder: Path) -> list[RealPair]:
    """Read the pairs of real reports, with what they share."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    pairs = []
    with gzip.open(folder / "pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["kind"] in KINDS:
                first, later = texts[row["a"]], texts[row["b"]]
                theirs, ours = (_WORD.findall(text.casefold()) for text in (first, later))
                words, kept = shared_words(ours, theirs)
                share = words / max(1, len(ours))
                kinship = (row["a"], row["b"])
                pairs.append(RealPair(row["kind"], (first, later), kinship, words, kept / max(1, len(theirs)), share))
    return pairs


def rounds(pairs: Sequence[RealPair]) -> Iterator[list[RealPair]]:
    """Yield the pairs in rounds, so that no two of a round are linked by texts that share passages."""
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            id_ = parent[id_]
        return id_

    for pair in pairs:
        if pair.words:
            parent[root(pair.ids[0])] = root(pair.ids[1])
    waiting = list(pairs)
    while waiting:
        taken: set[str] = set()
        chosen: list[RealPair] = []
        later: list[RealPair] = []
        for pair in waiting:
            here = {root(id_) for id_ in pair.ids}
            (later if here & taken else chosen).append(pair)
            if not here & taken:
                taken |= here
        yield chosen
        waiting = later


def report(folder: Path) -> None:
    """Print roots and shares by kind of pair."""
    pairs = read_pairs(folder)
    counts: Counter[tuple[str, str]] = Counter()
    for chosen in rounds(pairs):
        for pair, found in _traced(chosen):
            counts.update((pair.kind, what) for what in _judge(pair, found))
    print(f"{len(pairs)} pairs of real reports")
    for kind in (*KINDS, "all"):
        of = {what: sum(n for (k, w), n in counts.items() if w == what and kind in (k, "all")) for what in _WHAT}
        print(
            f"{kind:14} {of['pair']:5} pairs; {of['draws']:4} draw on the other, root right "
            f"{_share(of['root'], of['draws'])}, shares within 0.05 {_share(of['near'], of['root'])}; "
            f"{of['apart']:5} do not, no root {_share(of['none'], of['apart'])}; {of['unclear']} too near to a limit"
        )


_WHAT = ("pair", "draws", "root", "near", "apart", "none", "unclear")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _judge(pair: RealPair, found: tuple[float, float] | None) -> Iterable[str]:
    yield "pair"
    if pair.draws is None:
        yield "unclear"
    elif pair.draws:
        yield "draws"
        if found:
            yield "root"
            kept, share = found
            if abs(kept - pair.kept) <= 0.05 and abs(share - pair.share) <= 0.05:
                yield "near"
    else:
        yield "apart"
        if not found:
            yield "none"


def _traced(pairs: Sequence[RealPair]) -> Iterator[tuple[RealPair, tuple[float, float] | None]]:
    """Yield each pair of a round with the shares that the archive records, if its root is right."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "lineage.db", outlets=2 * len(pairs))
        for number, pair in enumerate(pairs):
            for id_, text in enumerate(pair.texts, start=2 * number + 1):
                add_article(db, id_, outlet=id_, text=text)
        rows = {
            row[0]: row[1:]
            for row in db.execute("select article_id, root_id, kept_of_root, share_of_article from lineage")
        }
    for number, pair in enumerate(pairs):
        root, kept, share = rows.get(2 * number + 2, (0, 0.0, 0.0))
        yield pair, (kept, share) if root == 2 * number + 1 else None
