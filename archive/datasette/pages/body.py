"""Body of an article as HTML: headings, lists, quotations, tables, captions, code and links.

Everything but the tags written here is escaped, and nothing is loaded from elsewhere: pictures stay away, links lead
out only when somebody follows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from markupsafe import Markup, escape

from archive.blocks import Link, TextBlock, cell_starts, pieces
from archive.datasette.formatting import is_web_address, moment

_TOP = 2  # level of the highest heading; the headline has 1
_TAGS = {"paragraph": "p", "code": "pre", "quotation": "p"}
Span = tuple[int, int]
Linked = tuple[TextBlock, Sequence[Link], Sequence[Span]]


def body_html(
    blocks: Sequence[TextBlock], links: Iterable[Link], kept: Mapping[int, Sequence[Span]] | None = None
) -> Markup:
    """Return the blocks of an article with their links; `kept` are passages to shade, by block."""
    shaded = kept or {}
    linked: dict[int, list[Link]] = {}
    for link in links:
        linked.setdefault(link.block, []).append(link)
    numbered = [(block, linked.get(position, []), shaded.get(position, ())) for position, block in enumerate(blocks)]
    parts: list[Markup] = []
    for kind, group in groupby(numbered, key=lambda pair: pair[0].kind):
        several = list(group)
        if kind == "list-item":
            parts.append(_lists(several))
        elif kind == "quotation":
            parts.append(Markup("<blockquote>{}</blockquote>").format(_joined(_single(*pair) for pair in several)))
        else:
            parts += [_single(*pair) for pair in several]
    return Markup("\n").join(parts)


def _single(block: TextBlock, links: Sequence[Link], kept: Sequence[Span]) -> Markup:
    if block.time:
        time = Markup('<p class="entry"><time datetime="{}">{}</time></p>\n').format(block.time, moment(block.time))
        return time + _single(replace(block, time=""), links, kept)
    if block.kind == "table":
        return _table(block, links, kept)
    text = _inline(block.text, links, kept)
    if block.kind == "heading":
        level = min(6, max(_TOP, block.level))
        return Markup('<h{0} dir="auto">{1}</h{0}>').format(level, text)
    if block.kind in ("caption", "credit"):
        return Markup('<p class="{}" dir="auto">{}</p>').format(block.kind, text)
    return Markup('<{0} dir="auto">{1}</{0}>').format(Markup(_TAGS[block.kind]), text)


def _lists(items: Iterable[Linked]) -> Markup:
    """Return lists within lists, as deep as the levels of the items say."""
    html = Markup("")
    ends: list[Markup] = []  # of the open lists, outermost first
    for block, links, kept in items:
        tag = Markup("ol" if block.ordered else "ul")
        depth = min(max(block.level, 1), len(ends) + 1)
        end = Markup("</{}>").format(tag)
        while len(ends) > depth or (len(ends) == depth and ends[-1] != end):
            html += Markup("</li>") + ends.pop()
        html += Markup("<{}>").format(tag) if len(ends) < depth else Markup("</li>")
        if len(ends) < depth:
            ends.append(end)
        html += Markup('<li dir="auto">') + _inline(block.text, links, kept)
    for end in reversed(ends):
        html += Markup("</li>") + end
    return html


def _table(block: TextBlock, links: Sequence[Link], kept: Sequence[Span]) -> Markup:
    lines = [
        _joined(
            Markup('<{0} dir="auto">{1}</{0}>').format(
                Markup("th" if number < block.headers else "td"), _inline(cell, links, kept, start)
            )
            for cell, start in zip(row, starts, strict=True)
        )
        for number, (row, starts) in enumerate(zip(block.rows, cell_starts(block.rows), strict=True))
    ]
    rows = _joined(Markup("<tr>{}</tr>").format(line) for line in lines)
    return Markup('<div class="scroll"><table>{}</table></div>').format(rows)


def _inline(text: str, links: Sequence[Link], kept: Sequence[Span], start: int = 0) -> Markup:
    html, at = Markup(""), start
    for piece in pieces(text, links, start):
        words = _shaded(piece.text, kept, at)
        at += len(piece.text)
        html += (
            Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(piece.target, words)
            if is_web_address(piece.target)
            else words
        )
    return html


def _shaded(text: str, kept: Sequence[Span], start: int) -> Markup:
    """Return a text that begins at `start` of its block, with what is in a kept passage marked."""
    html, at = Markup(""), 0
    for begin, end in ((max(0, first - start), min(len(text), last - start)) for first, last in kept):
        if begin < end:
            html += escape(text[at:begin]) + Markup('<mark class="kept">{}</mark>').format(text[begin:end])
            at = end
    return html + escape(text[at:])


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
