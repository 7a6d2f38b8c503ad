"""Word-by-word diff of two states of a text, for display.

Paragraphs are aligned first and words only within changed ones, so that the cost depends on the amount of change. The
alignment is Ratcliff and Obershelp's (Python's difflib), which keeps blocks together where a shortest edit would not.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

Kind = Literal["same", "added", "removed"]
WORDS = 3_000  # words above which a changed paragraph is shown as replaced entirely
ALIKE = 0.35  # similarity below which a paragraph is not an edit of another
_TOKEN = re.compile(r"\s+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sequence of pieces; `kind` is their kind, or "edited" if mixed. `skipped` unchanged paragraphs precede it."""

    kind: Literal["same", "added", "removed", "edited"]
    pieces: tuple[Piece, ...]
    skipped: int = 0


def compare(old: str, new: str) -> list[Paragraph]:
    """Return the changed paragraphs, each with one unchanged neighbour on either side as context."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[Paragraph] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.extend(Paragraph("same", (Piece("same", text),)) for text in after[c:d])
        else:
            found.extend(_changed(before[a:b], after[c:d]))
    return list(_near_changes(found))


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Merge both texts into one list of pieces: kept, deleted and inserted."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > WORDS:
        return Piece("removed", old), Piece("added", new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(a[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(b[k:m])))
    return tuple(_without_crumbs(pieces))


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    for old, new in zip_longest(before, after, fillvalue=""):
        if old and new and _alike(old, new):
            yield Paragraph("edited", word_pieces(old, new))
            continue
        if old:
            yield Paragraph("removed", (Piece("removed", old),))
        if new:
            yield Paragraph("added", (Piece("added", new),))


def _alike(old: str, new: str) -> bool:
    matcher = difflib.SequenceMatcher(a=_TOKEN.findall(old), b=_TOKEN.findall(new))
    return matcher.quick_ratio() >= ALIKE


def _without_crumbs(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Merge a single space between two changed words into both changes, so that they read as one change."""
    removed, added = "", ""
    for index, piece in enumerate(pieces):
        crumb = piece.kind == "same" and not piece.text.strip() and (removed or added)
        if crumb and index + 1 < len(pieces):
            removed, added = removed + piece.text, added + piece.text
        elif piece.kind == "same":
            yield from _pair(removed, added)
            removed, added = "", ""
            yield piece
        elif piece.kind == "removed":
            removed += piece.text
        else:
            added += piece.text
    yield from _pair(removed, added)


def _pair(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)


def _near_changes(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    changed = {index for index, one in enumerate(paragraphs) if one.kind != "same"}
    near = {index + step for index in changed for step in (-1, 0, 1)}
    skipped = 0
    for index, one in enumerate(paragraphs):
        if index in near:
            yield Paragraph(one.kind, one.pieces, skipped)
            skipped = 0
        else:
            skipped += 1


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
