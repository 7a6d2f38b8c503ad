"""Read the lines of a PDF document with their place and font, by PDFium.

pypdfium2 (Apache-2.0, BSD) and not pypdf: the same text in a fifteenth of the time. What a PDF has of structure is in
the fonts and the places of its lines.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdf

from archive.records import NoText
from crawler.extract.documents.content import DocumentError
from crawler.extract.documents.issuing_body import body_name
from crawler.extract.documents.right_to_left import in_reading_order

MOST_PAGES = 1_500
MOST_CHARACTERS = 4_000_000
_MIN_CHARACTERS = 16  # a page, below which pages with pictures are scans
_BOLD = 600  # weight of a font
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_BOLD_NAME = re.compile(rb"bold|black|heavy|CMBX", re.IGNORECASE)
_LEAST_TWICE = 8  # characters of a text that is taken for printed twice
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_SPACED = re.compile(rf"[^\W\d_](?: [^\W\d_]){{4,}}|{_WIDE}(?: {_WIDE}){{2,}}")  # R E P O R T, to be seen from afar
_SPACE = re.compile(r"(?<=\S)\s+(?=\S)")
_COLUMN = 4  # times the size of the letters, from which a gap on the first page parts columns
_BREAK = re.compile(r"\r\n|[\r\n]")
_SOFT_HYPHEN = "\ufffe"  # PDFium's mark of a word that is divided at the end of a line


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page; places in points from the lower left corner, `height` is that of the page."""

    page: int
    text: str
    size: float
    bold: bool
    left: float
    right: float
    baseline: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfText:
    """All lines of a document, and the entries of its information dictionary by name."""

    lines: list[PdfLine]
    info: dict[str, str]
    is_whole: bool


def read_lines(body: bytes) -> PdfText:
    """Return the lines of a document. Raises DocumentError when it has none that can be read."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        why: NoText = "encrypted" if getattr(error, "err_code", None) == _PASSWORD else "broken"
        raise DocumentError(why, str(error)) from error
    with closing(document):
        count = len(document)
        info = {name: document.get_metadata_value(name) for name in ("Title", "Author", "CreationDate", "ModDate")}
        lines: list[PdfLine] = []
        characters, broken, read = 0, 0, min(count, MOST_PAGES)
        for number in range(read):
            try:
                page_lines = list(_page(document, number))
            except pdfium.PdfiumError:
                broken += 1
                continue
            lines += page_lines
            characters += sum(len(line.text) for line in page_lines)
            if characters > MOST_CHARACTERS:
                break
        if not count or broken == read:
            raise DocumentError("broken", "no page can be read")
        if characters < _MIN_CHARACTERS * read:
            raise DocumentError("scanned", f"{characters} characters on {read} pages")
        return PdfText(lines, info, is_whole=count <= MOST_PAGES and characters <= MOST_CHARACTERS and not broken)


def _page(document: pdfium.PdfDocument, number: int) -> Iterator[PdfLine]:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        height = page.get_height()
        at = 0
        for line in _BREAK.split(text.get_text_range()):
            size = len(line)
            ends = [*(_letterhead(text, line, at) if number == 0 else ()), size]
            for begin, end in zip([0, *ends], ends, strict=False):
                if line[begin:end].strip():
                    yield _line(text, number, line[begin:end], at + begin, at + end - 1, height)
            at += size + 2  # PDFium counts the line break that it adds as two characters


def _letterhead(text: pdfium.PdfTextPage, line: str, first: int) -> list[int]:
    """Return where the right column of a letterhead begins that PDFium takes for one line with the body on its left."""
    found = [space for space in _SPACE.finditer(line) if _is_column(text, first + space.start(), first + space.end())]
    return [found[0].end()] if len(found) == 1 and body_name(line[: found[0].start()]) else []


def _is_column(text: pdfium.PdfTextPage, space: int, after: int) -> bool:
    return _origin(text, after)[0] - _origin(text, space - 1)[0] > _COLUMN * _size(text, space - 1)


def _line(text: pdfium.PdfTextPage, number: int, line: str, first: int, last: int, height: float) -> PdfLine:
    inked = [index for index in (first, (first + last) // 2, last) if not pdf.FPDFText_IsGenerated(text, index)] or [
        first
    ]
    size, _ = Counter(_size(text, index) for index in inked).most_common(1)[0]
    bold, _ = Counter(_is_bold(text, index) for index in inked).most_common(1)[0]
    left, right = sorted((_origin(text, first)[0], _origin(text, last)[0]))  # Arabic begins on the right
    _, baseline = _origin(text, inked[len(inked) // 2])  # a bullet or a note's number may be raised
    read = in_reading_order(line, lambda index: _origin(text, first + index)[0])
    words = " ".join(read.replace(_SOFT_HYPHEN, "").split())
    if _SPACED.fullmatch(words):
        words = words.replace(" ", "")
    half = words[: len(words) // 2]
    if len(half) >= _LEAST_TWICE and words == f"{half} {half}":  # printed twice to look bold
        words = half
    return PdfLine(number + 1, words, size, bold, left, right, baseline, height)


def _size(text: pdfium.PdfTextPage, index: int) -> float:
    """Return the size of a character's font on the page: its nominal size as scaled by the page."""
    matrix = pdf.FS_MATRIX()
    pdf.FPDFText_GetMatrix(text, index, matrix)
    scale = abs(float(matrix.a) * float(matrix.d) - float(matrix.b) * float(matrix.c)) ** 0.5
    return round(float(pdf.FPDFText_GetFontSize(text, index)) * (scale or 1.0), 1)


def _is_bold(text: pdfium.PdfTextPage, index: int) -> bool:
    """Return whether a character's font is bold, by its weight or by its name, either of which may be missing."""
    if pdf.FPDFText_GetFontWeight(text, index) >= _BOLD:
        return True
    name, flags = create_string_buffer(128), c_int()
    length = pdf.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return length <= len(name) and _BOLD_NAME.search(name.value) is not None


def _origin(text: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    pdf.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value
