"""Put the lines of a PDF document together to headings, paragraphs and list items.

A PDF has no paragraphs. A line belongs to the one before if it follows at the usual distance in the same font, and
the one before was full, or goes on in small letters. Larger or bold lines are headings, with levels by size as far as
sizes tell. Lines that repeat at the top or bottom of pages are running heads and page numbers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from archive.blocks import TextBlock
from archive.text import storable
from crawler.extract.documents.content import YEAR, Content
from crawler.extract.documents.front_authors import are_persons
from crawler.extract.documents.front_lines import role_of
from crawler.extract.documents.issuing_body import body_name
from crawler.extract.documents.pdf_lines import PdfLine, read_lines

_LARGER = 1.12  # times the size of the text, from which a line is a heading
_ALIKE = 0.94  # times the size of a heading, from which another has its level
_MARGIN = 0.1  # share of the page's height in which running heads are looked for, and lines at its edge
_REPEATS = 3  # pages on which a running head occurs
_MOST_HEADS = 20  # that are kept for what they say of the day
_GAP = 1.35  # times the usual distance of lines, from which a paragraph ends
_FULL = 0.85  # share of the usual length of a line, below which it ends a paragraph
_BREAKS = 0.6  # the same, below which it ends one where the next does not go on in small letters
_LONGEST_HEADING = 200  # characters
_LEVELS = 5
_COVER = 2  # pages
_NUMBER = re.compile(
    r"\W{0,4}(?:page|seite|página|стр\.?|第)?\s?[\divxlc]{1,6}(?:\s?(?:/|of|von|de|из|页)\s?\d{0,4})?\W{0,4}",
    re.IGNORECASE,
)
_AUTHORS = re.compile(r";|,(?!\s(?:Inc|LLC|Ltd|GmbH|Corp|S\.A)\b)")
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(r"(?:[•●▪■◦‣⁃–—*·\uf0b7-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+\S")
_MARK = re.compile(r"[•●▪■◦‣⁃–—*·\uf0b7-]\s+")
_ENDS = re.compile(r"[.!?:;。！？：；؟।]['\"”’»)\]]*$")
_RANGE = re.compile(r"\d[-–]$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")  # Chinese and Japanese have no spaces
_LEADER = re.compile(r"(?:[.…]\s?){4}")  # dots between an entry of a table of contents and its page
_TIME = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z|[+-])(?:(\d{2})'?(\d{2})?)?)?")


def read_pdf(body: bytes) -> Content:
    """Return the content of a PDF document. Raises DocumentError."""
    text = read_lines(body)
    lines, heads = _without_running_heads(text.lines)
    info = {name: " ".join(storable(value).split()) for name, value in text.info.items()}
    return Content(
        blocks=_blocks(lines),
        title=info["Title"],
        authors=tuple(filter(None, (name.strip() for name in _AUTHORS.split(info["Author"])))),
        created=pdf_time(info["CreationDate"]),
        modified=pdf_time(info["ModDate"]),
        heads=heads,
        is_whole=text.is_whole,
    )


def pdf_time(stated: str) -> str:
    """Return a date of the information dictionary (ISO 32000-1, 7.9.4) in ISO 8601, or an empty string."""
    match = _TIME.match(stated)
    if not match:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    date = f"{year}-{month}-{day}"
    if hour is None:
        return date
    zone = {"": "", "Z": "Z"}.get(sign or "", f"{sign}{hours or '00'}:{minutes or '00'}")
    return f"{date}T{hour}:{minute}:{second or '00'}{zone}"


@dataclass(slots=True)
class _Run:
    """Lines that are one block."""

    lines: list[PdfLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        pieces: list[str] = []
        for line in self.lines:
            if pieces and _HYPHEN.search(pieces[-1]) and line.text[:1].islower():
                pieces[-1] = pieces[-1][:-1]
            elif pieces and not _is_unspaced(pieces[-1], line.text):
                pieces.append(" ")
            pieces.append(line.text)
        return storable("".join(pieces))


def _is_unspaced(before: str, line: str) -> bool:
    """Return whether no space belongs between two lines: in Chinese and Japanese, and within "2027–2036"."""
    is_range = _RANGE.search(before) is not None and line[:1].isdigit()
    return is_range or bool(_UNSPACED.match(before[-1:]) and _UNSPACED.match(line))


def _without_running_heads(lines: Sequence[PdfLine]) -> tuple[list[PdfLine], tuple[str, ...]]:
    """Return the lines without page numbers and what the edges of several pages have, and what of it has a year."""
    edges = [line for line in lines if _is_at_edge(line)]
    pages = Counter(key for key, _ in {(_DIGITS.sub("0", line.text), line.page) for line in edges})
    kept: list[PdfLine] = []
    heads: dict[str, None] = {}
    for line in lines:
        if not _is_at_edge(line):
            kept.append(line)
        elif pages[_DIGITS.sub("0", line.text)] >= _REPEATS:
            if YEAR.search(line.text) and len(heads) < _MOST_HEADS:
                heads[line.text] = None
        elif not _NUMBER.fullmatch(line.text):
            kept.append(line)
    return kept, tuple(heads)


def _is_at_edge(line: PdfLine) -> bool:
    margin = _MARGIN * line.height
    return line.baseline < margin or line.baseline > line.height - margin


def _blocks(lines: Sequence[PdfLine]) -> tuple[TextBlock, ...]:
    if not lines:
        return ()
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    width = _usual_width([line for line in lines if line.size == body])
    distance = _usual_distance(lines)
    runs: list[_Run] = []
    for line in lines:
        if runs and _goes_on(runs[-1].lines[-1], line, body, width, distance):
            runs[-1].lines.append(line)
        else:
            runs.append(_Run([line]))
    levels = _levels(runs, body)
    return tuple(block for run in runs if (block := _block(run, body, levels)).text)


def _usual_width(lines: Sequence[PdfLine]) -> float:
    widths = sorted(line.right - line.left for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0.0


def _usual_distance(lines: Sequence[PdfLine]) -> float:
    gaps = [
        before.baseline - line.baseline
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.baseline - line.baseline < 4 * line.size
    ]
    return median(gaps) if gaps else 0.0


def _goes_on(before: PdfLine, line: PdfLine, body: float, width: float, distance: float) -> bool:
    """Return whether a line continues the one before."""
    if abs(before.size - line.size) > 0.05 * body or before.bold != line.bold or _ITEM.match(line.text):
        return False
    if _is_heading(line, body) and (_SECTION_NUMBER.match(line.text) or _are_names(before, line)):
        return False
    if before.page == line.page:
        gap = before.baseline - line.baseline
        return 0 <= gap <= max(_GAP * distance, _GAP * line.size) and (
            before.size >= _LARGER * body or not (_is_last(before, width) or _is_apart(before, line, width))
        )
    return not _is_heading(before, body) and not _ENDS.search(before.text)  # a paragraph over the end of a page


def _are_names(before: PdfLine, line: PdfLine) -> bool:
    """Return whether lines of a cover are each the name of a body, or a kind, a number or authors before others."""
    if before.page > _COVER:
        return False
    is_kind = role_of(before.text) in ("kind", "number") and not line.text[:1].islower()
    is_column = before.baseline == line.baseline  # of a letterhead, to the right of the body
    return (
        is_kind
        or are_persons(before.text)
        or (body_name(before.text) != "" and (is_column or body_name(line.text) != ""))
    )


def _is_last(line: PdfLine, width: float) -> bool:
    return line.right - line.left < _FULL * width and _ENDS.search(line.text) is not None


def _is_apart(before: PdfLine, line: PdfLine, width: float) -> bool:
    """Return whether a line has room for more and is not continued: number, body, place and day on a cover.

    Scripts without small letters continue no line of a cover either.
    """
    starts = line.text[:1]
    return (
        before.right - before.left < _BREAKS * width
        and before.text[-1:] not in ",-–"
        and (starts.isdigit() or (starts.isalpha() and not starts.islower()))
    )


def _is_heading(line: PdfLine, body: float) -> bool:
    return line.size >= _LARGER * body or (line.bold and line.size >= 0.95 * body)


def _levels(runs: Sequence[_Run], body: float) -> dict[float, int]:
    """Return the levels of the sizes of headings; sizes that hardly differ have one."""
    levels: dict[float, int] = {}
    level, largest = 0, 0.0
    for size in sorted({run.lines[0].size for run in runs if run.lines[0].size >= _LARGER * body}, reverse=True):
        if not level or size < _ALIKE * largest:
            level, largest = level + 1, size
        levels[size] = min(level, _LEVELS)
    return levels


def _block(run: _Run, body: float, levels: dict[float, int]) -> TextBlock:
    text, first = run.text, run.lines[0]
    if (
        not _LEADER.search(text)
        and all(_is_heading(line, body) for line in run.lines)
        and len(text) <= _LONGEST_HEADING
        and any(map(str.isalpha, text))
    ):
        return TextBlock(
            "heading", text, levels.get(first.size, min(max(levels.values(), default=0) + 1, _LEVELS)), page=first.page
        )
    if item := _ITEM.match(text):
        is_marked = _MARK.match(text) is not None
        rest = text[item.end() :] if is_marked else text
        return TextBlock("list-item" if is_marked else "paragraph", rest, int(is_marked), page=first.page)
    return TextBlock("paragraph", text, page=first.page)
