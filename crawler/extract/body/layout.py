"""Learn from the pages of an outlet where its article text is, so that most pages need no extractor.

Pages of an outlet come from few templates. A full reading (extractors, line model) decides of each block whether it is
text; a sample keeps that with the block's path and a checksum of its line. From some samples follows what holds on
all of them: paths whose lines are text, paths whose lines are not, and lines that recur under a path and are or are
not ("Read more" within the text). What is one thing on each page (a teaser, a note) and is read now as text, now not,
is what two of three readings say. `Layout.choose` decides a page only if it knows every block of it; one unknown or
doubtful block, and the page is read in full, which is also the sample that teaches the next layout. One page in
twenty is read in full anyway: that shows when a template has changed its meaning but not its mark-up.

Measured on 187 real pages of 35 outlets, each by a layout learnt from the outlet's other pages: a layout decided 13,
and chose what the full reading chose. On made pages of 140 real templates, whose sentences are mixed: docs, Layouts.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from crawler.html.blocks import Blocks

PAGES = 3  # samples on which a path must occur before it is known
LINES = 6  # lines under a path, on all samples together, before it is known what they are
RECURS = 2  # samples on which a line of one path must occur before it is the template's
PURE = 16  # times as many samples must show lines of one kind under a path as of the other
MOSTLY = 2  # or so many times, where no sample has both kinds
MANY = 8  # samples that have shown such a path, or a line that recurs
MIN_WORDS = 60  # of a text; what is shorter is read in full
CHECKED = 20  # one page of so many is read in full although the layout is known
MOST = 24  # samples that are kept; from then on only the counts are, and further samples are added to them
_STEPS = frozenset((3, 4, 6, 8, 12, MOST))  # numbers of samples with which the first layouts are learnt
_LATER_STEPS = frozenset((4, 12, MOST))  # and those after it
_LARGEST = 5_000  # paths, and recurring lines, of an outlet
_Pair = tuple[int, int]  # samples where it was text, and where it was not


class Fresh(msgspec.Struct, frozen=True, array_like=True):
    """The lines of a path that do not recur: samples where they were text, and where they were not; their number.

    `mixed` are the samples with both kinds, `lately` is by how many more of the newest samples they were text.
    """

    text: int = 0
    other: int = 0
    lines: int = 0
    mixed: int = 0
    lately: int = 0


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One full reading: (path, line, whether it is text) of each block, and the paths of all elements.

    `page` is a checksum of its address, `with_text` are the paths with text at or below them, `bare` the others.
    """

    page: int
    blocks: list[tuple[int, int, bool]]
    with_text: list[int]
    bare: list[int]


class Counts(msgspec.Struct, array_like=True):
    """In how many samples of an outlet something was seen: elements by path; those with text at or below them.

    `fresh`: the lines of a path that do not recur; `lines` those that do: samples where they were text, and where not.
    `read` are the pages: one that is read once more says nothing new.
    """

    pages: dict[int, int] = {}
    with_text: dict[int, int] = {}
    fresh: dict[int, Fresh] = {}
    lines: dict[int, _Pair] = {}
    read: list[int] = []


def sample(page: Blocks, chosen: Sequence[int], url: str) -> bytes:
    """Return what a full reading that chose these blocks teaches."""
    taken = set(chosen)
    with_text: set[int] = set()
    for index in taken:
        with_text.update(page.nodes[node].path for node in page.above(page.blocks[index].node))
    rows = [(_path(page, index), _line(page, index), index in taken) for index in range(len(page.blocks))]
    bare = {node.path for node in page.nodes} - with_text
    return msgspec.msgpack.encode(Sample(_checksum(url), rows, sorted(with_text), sorted(bare)))


def _path(page: Blocks, index: int) -> int:
    return page.nodes[page.blocks[index].node].path


def _line(page: Blocks, index: int) -> int:
    return zlib.crc32(page.blocks[index].text.encode("utf-8", "replace"), _path(page, index))


def is_due(samples: int, *, is_first: bool) -> bool:
    """Return whether a layout is to be learnt from so many samples; `is_first` if there are no counts before them."""
    return samples >= MOST or samples in (_STEPS if is_first else _LATER_STEPS)


def learn(before: bytes, samples: Iterable[bytes]) -> bytes:
    """Return the layout that follows from samples and from the layout that was learnt from those before them."""
    known = _decode(before)
    several = {one.page: one for one in (msgspec.msgpack.decode(packed, type=Sample) for packed in samples)}
    read = [one for page, one in several.items() if page not in known.read]
    pages, with_text = Counter(known.pages), Counter(known.with_text)
    lines: dict[bool, Counter[int]] = {kind: Counter() for kind in (True, False)}
    for one in read:
        pages.update(one.with_text + one.bare)
        with_text.update(one.with_text)
        for kind, line in {(kind, line) for _, line, kind in one.blocks}:
            lines[kind][line] += 1
    recurring = {
        line: pair
        for line in {line for one in read for path, line, _ in one.blocks if path in with_text} | known.lines.keys()
        if sum(pair := _sum(known.lines.get(line, (0, 0)), (lines[True][line], lines[False][line]))) >= RECURS
    }
    fresh = known.fresh
    for one in read:
        found = Counter((path, kind) for path, line, kind in one.blocks if line not in recurring and path in with_text)
        for path in {path for path, _ in found}:
            fresh[path] = _with_sample(fresh.get(path, Fresh()), found[path, True], found[path, False])
    layout = Counts(
        _most(pages),
        {path: with_text[path] for path in with_text if path in pages},
        fresh,
        dict(sorted(recurring.items(), key=lambda item: (-sum(item[1]), item[0]))[:_LARGEST]),
        sorted({*known.read, *several})[-_LARGEST:],
    )
    return _encode(layout)


def _with_sample(fresh: Fresh, text: int, other: int) -> Fresh:
    """Return the counts of a path with one more sample, which has so many lines of text there, and of other things."""
    return Fresh(
        fresh.text + bool(text),
        fresh.other + bool(other),
        fresh.lines + text + other,
        fresh.mixed + bool(text and other),
        fresh.lately + bool(text) - bool(other),
    )


def _most(pages: Counter[int]) -> dict[int, int]:
    return dict(sorted(pages.items(), key=lambda item: (-item[1], item[0]))[:_LARGEST])


def faded(layout: bytes) -> bytes:
    """Return a layout with half of its counts: what later samples say counts for more, and nothing is forgotten.

    A template that is known well is rarely read in full, so that few samples confirm it.
    """
    known = _decode(layout)
    pages = {path: max(count // 2, min(count, PAGES)) for path, count in known.pages.items()}
    with_text = {path: max(count // 2, 1) for path, count in known.with_text.items()}
    fresh = {
        path: Fresh(*_half((one.text, one.other)), one.lines, (one.mixed + 1) // 2) for path, one in known.fresh.items()
    }
    lines = {line: _half(pair) for line, pair in known.lines.items()}
    return _encode(Counts(pages, with_text, fresh, lines, known.read))


def _half(pair: _Pair) -> _Pair:
    return (pair[0] // 2, pair[1] // 2) if max(pair) > 1 else pair


def _encode(counts: Counts) -> bytes:
    """Return the bytes of the counts; equal counts have equal bytes, whatever their order."""
    tables = (counts.pages, counts.with_text, counts.fresh, counts.lines)
    return msgspec.msgpack.encode([*(dict(sorted(table.items())) for table in tables), counts.read])


def _decode(layout: bytes) -> Counts:
    return msgspec.msgpack.decode(layout, type=Counts) if layout else Counts()


def _sum(one: _Pair, other: _Pair) -> _Pair:
    return one[0] + other[0], one[1] + other[1]


def version(layout: bytes) -> str:
    """Return the name of a layout: the same content has the same name in every archive."""
    return hashlib.sha256(layout).hexdigest()[:12]


def is_checked(url: str) -> bool:
    """Return whether a page is read in full although its layout is known; always the same for one address."""
    return _checksum(url) % CHECKED == 0


def _checksum(url: str) -> int:
    return zlib.crc32(url.encode("utf-8", "replace"))


class Layout:
    """A learnt layout, ready to choose the blocks of a page."""

    def __init__(self, packed: bytes) -> None:
        known = _decode(packed)
        self.version = version(packed)
        self._paths = {path for path, count in known.pages.items() if count >= PAGES}
        self.bare = frozenset(path for path in self._paths if not known.with_text.get(path))
        self._fresh = {
            path: _kind_of_path(fresh)
            for path, fresh in known.fresh.items()
            if path in self._paths and fresh.lines >= LINES
        }
        self._lines = {line: _kind_of_one_thing(pair) for line, pair in known.lines.items()}

    def choose(self, page: Blocks) -> list[int] | None:
        """Return the blocks that are text, in order; None if a block is unknown or doubtful, or the text short."""
        chosen = []
        for index in range(len(page.blocks)):
            path = _path(page, index)
            if path in self.bare:
                continue
            line = _line(page, index)
            is_text = self._lines[line] if line in self._lines else self._fresh.get(path)
            if is_text is None:
                if path in self._paths or not self._is_within_bare(page, index):
                    return None
            elif is_text:
                chosen.append(index)
        return chosen if sum(len(page.words[index]) for index in chosen) >= MIN_WORDS else None

    def _is_within_bare(self, page: Blocks, index: int) -> bool:
        """Return whether the nearest known element around a block never held text."""
        paths = (page.nodes[node].path for node in page.above(page.blocks[index].node))
        return next((path for path in paths if path in self._paths), -1) in self.bare


def _kind(pair: _Pair, times: int) -> bool | None:
    """Return whether it is text, if so many times as many samples say so as deny it."""
    text, other = pair
    if text and text >= other * times:
        return True
    return False if other >= text * times else None


def _kind_of_one_thing(pair: _Pair) -> bool | None:
    """Return what most readings say of what is the same thing on each page."""
    return _kind(pair, MOSTLY if sum(pair) >= MANY else PURE)


def _kind_of_path(fresh: Fresh) -> bool | None:
    """Return whether the lines of a path are text; None if that differs on a page, or the newest samples say otherwise.

    A template that changes its meaning and keeps its mark-up shows in these first.
    """
    pair = fresh.text, fresh.other
    if fresh.mixed or fresh.lately * (fresh.text - fresh.other) < 0:
        return _kind(pair, PURE)
    return _kind_of_one_thing(pair)


@lru_cache(maxsize=32)
def layout_of(packed: bytes) -> Layout | None:
    """Unpack a layout, once for the pages of a source that come one after another."""
    return Layout(packed) if packed else None
