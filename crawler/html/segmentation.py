"""Split a page into blocks: one walk over the tree, in reading order.

A block ends where a block-level element starts or ends, and at a line break; the cells of a table row share one line.
"""

from collections.abc import Container
from dataclasses import replace
from itertools import accumulate, chain, islice

import lxml.etree as etree
import lxml.html

from crawler.html.blocks import Block, Blocks, Node, Span, SpanKind
from crawler.html.class_hints import hints
from crawler.html.element_kinds import (
    CAPTION_NAMES,
    CELLS,
    EMPHASIS,
    INLINE,
    SKIPPED,
    TAKEN_WHOLE,
    caption_holders,
    cell_span,
    hinting_names,
    is_credit,
    is_flat,
    is_link_note,
    is_permalink,
)
from crawler.html.element_path import element_path

_NOSCRIPT_LIMIT = 2_000  # characters of visible text below which noscript elements are read
_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]", smart_strings=False)
_NAMING = 2  # elements around another whose names may make a caption of it


def segment_without(root: lxml.html.HtmlElement, bare: frozenset[int]) -> Blocks | None:
    """Split a page into blocks, without the elements at paths that are known to hold no text of an article.

    Captions, and all that is in tables, are read nevertheless: they are shown with a text that is around them. Most
    elements of a page are navigation, teasers and footer, and what is not read costs nothing. None where there is so
    little on the page that noscript elements have to be read (`segment`).
    """
    walker = _Walker(SKIPPED, bare, caption_holders(root))
    walker.walk(root)
    sizes = chain((len(block.text) for block in walker.page.blocks), map(_text_size, walker.page.left_out))
    return walker.page if any(size >= _NOSCRIPT_LIMIT for size in accumulate(sizes)) else None


def _text_size(element: lxml.html.HtmlElement) -> int:
    return sum(len(text.strip()) for text in _TEXTS(element))


def segment(*roots: lxml.html.HtmlElement) -> Blocks:
    """Split the visible text of the elements into blocks.

    The elements are a page's root, or the parts that a rule selects. A noscript element is skipped unless it
    holds nearly all of the text; one with a text next to much else is no longer a noscript element here
    (`crawler.html.skipped_text`).
    """
    page = _walk(roots, SKIPPED)
    if sum(len(block.text) for block in page.blocks) < _NOSCRIPT_LIMIT:
        return _walk(roots, SKIPPED - {"noscript"})
    return page


def _walk(roots: tuple[lxml.html.HtmlElement, ...], skipped: frozenset[str]) -> Blocks:
    walker = _Walker(skipped)
    for root in roots:
        walker.walk(root)
    return walker.page


class _Walker:
    def __init__(
        self,
        skipped: frozenset[str],
        bare: frozenset[int] = frozenset(),
        captioned: Container[lxml.html.HtmlElement] = (),
    ) -> None:
        self._skipped = skipped
        self._bare = bare
        self._captioned = captioned
        self.page = Blocks()
        self._stack: list[int] = [-1]
        self._inline: list[tuple[str, int, bool]] = []  # tag, hints, and whether a span is open for it
        self._pieces: list[str] = []
        self._linked = self._stressed = self._breaks = 0
        self._links = self._stress = 0
        self._mask = -1
        self._row = 0
        self._pre = 0
        self._whole = 0
        self._open: list[Span] = []
        self._spans: list[Span] = []

    def walk(self, root: lxml.html.HtmlElement) -> None:
        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipping = False
        for event, element in steps:
            if event == "start":
                tag = str(element.tag)
                skipping = tag in self._skipped or (bool(self._bare) and self._leave_out(element, tag))
                skipping = skipping or (self._links > 0 and tag in INLINE and is_link_note(element))
                skipping = skipping or (tag == "a" and is_permalink(element))
                if skipping:
                    steps.skip_subtree()
                else:
                    self.open(element, tag)
                continue
            if event == "end" and not skipping:
                self.close(str(element.tag))
            skipping = False
            if element is not root and (tail := element.tail):
                self.add(tail)
        self.flush()

    def open(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if tag == "br":
            self._break()
            return
        depth = len(self._stack) + len(self._inline)
        if depth > self.page.depth:
            self.page.depth = depth
        names = hinting_names(element)
        mask = hints(names) if names else 0
        if tag in INLINE:
            self._open_inline(element, tag, names, mask)
        else:
            self._open_block(element, tag, mask)
        if element.text:
            self.add(element.text)

    def _leave_out(self, element: lxml.html.HtmlElement, tag: str) -> bool:
        """Return whether a block-level element is known to hold no text, nor a caption; end the block before it."""
        if tag in INLINE or tag == "br" or tag in TAKEN_WHOLE or self._whole:
            return False
        parent = self._stack[-1]
        above = self.page.nodes[parent].path if parent >= 0 else 0
        if element_path(above, f"{tag}.{element.get('class') or ''}") not in self._bare:
            return False
        if self._is_in_caption(parent) or element in self._captioned:
            return False
        self.flush()
        self._breaks = 0
        self.page.left_out.append(element)
        return True

    def _is_in_caption(self, node: int) -> bool:
        """Return whether an element or the one around it is named a caption, which makes one of all that is in it."""
        around = islice(self.page.above(node), _NAMING)
        return any(CAPTION_NAMES.search(self.page.nodes[position].signature) for position in around)

    def _open_inline(self, element: lxml.html.HtmlElement, tag: str, names: str, mask: int) -> None:
        address = element.get("href") if tag == "a" else None
        credits_picture = bool(names) and is_credit(names)
        self._inline.append((tag, mask, bool(address) or credits_picture))
        if address:
            self._begin("link", address)
        elif credits_picture:
            self._begin("credit")
        if tag == "a":
            self._links += 1
        elif tag in EMPHASIS:
            self._stress += 1

    def _open_block(self, element: lxml.html.HtmlElement, tag: str, mask: int) -> None:
        if self._row and tag in CELLS:
            if self._pieces:
                self._pieces.append(" | ")
        else:
            self.flush()
        parent = self._stack[-1]
        if tag == "footer" and parent >= 0 and self.page.nodes[parent].tag == "blockquote":
            tag = "p"  # it names who is quoted (HTML, 4.4.4)
        depth, above = (self.page.nodes[parent].depth + 1, self.page.nodes[parent].path) if parent >= 0 else (0, 0)
        signature = f"{tag}.{element.get('class') or ''}"
        span = cell_span(element) if tag in CELLS else (1, 1)
        self.page.nodes.append(Node(parent, tag, mask, depth, signature, element_path(above, signature), *span))
        self._stack.append(len(self.page.nodes) - 1)
        if self._row and tag in CELLS:
            self._begin("cell", self._stack[-1])
        if tag == "tr" and not self._row and is_flat(element):
            self._row = len(self._stack)
        if tag == "pre":
            self._pre += 1
        elif tag in TAKEN_WHOLE:
            self._whole += 1

    def close(self, tag: str) -> None:
        if tag == "br":
            return
        if tag in INLINE:
            name, _, has_span = self._inline.pop()
            if has_span:
                self._end()
            if name == "a":
                self._links -= 1
            elif name in EMPHASIS:
                self._stress -= 1
            return
        if self._row and tag in CELLS:
            self._end()
        else:
            self.flush()
        if self._row == len(self._stack):
            self._row = 0
        if tag == "pre":
            self._pre -= 1
        elif tag in TAKEN_WHOLE:
            self._whole -= 1
        self._stack.pop()

    def add(self, text: str) -> None:
        if self._pre and "\n" in text:
            first, *rest = text.split("\n")
            self._pieces.append(first)
            for line in rest:
                self._break()
                self._pieces.append(line)
            return
        self._pieces.append(text)
        size = len(text.strip())
        if not size:
            return
        if self._links:
            self._linked += size
        if self._stress:
            self._stressed += size
        around = 0
        for _, mask, _ in self._inline:
            around |= mask
        self._mask &= around

    def _break(self) -> None:
        self.flush()
        self._breaks += 1

    def flush(self) -> None:
        if not self._pieces:
            return
        text = " ".join("".join(self._pieces).split())
        spans = self._take_spans()
        if text:
            node = self._node_of(spans)
            joined = self._breaks == 1 and bool(self.page.blocks) and self.page.blocks[-1].node == node
            block = Block(text, node, self._linked, self._stressed, joined, max(self._mask, 0))
            if spans or self._pre:
                block.pieces, block.spans = tuple(self._pieces), tuple(spans)
            self.page.blocks.append(block)
            self._breaks = 0
        self._pieces.clear()
        self._linked = self._stressed = 0
        self._mask = -1

    def _node_of(self, spans: list[Span]) -> int:
        """Return the element of a block: after the last line break in the only cell of a row, that cell as before."""
        cells = [span for span in spans if span.kind == "cell"]
        if len(cells) == 1 and self.page.blocks and self.page.blocks[-1].node == cells[0].mark:
            spans.remove(cells[0])
            return self.page.blocks[-1].node
        return self._stack[-1]

    def _begin(self, kind: SpanKind, mark: str | int = "") -> None:
        self._open.append(Span(kind, len(self._pieces), 0, mark))

    def _end(self) -> None:
        span = self._open.pop()
        span.end = len(self._pieces)
        if span.end > span.start:
            self._spans.append(span)

    def _take_spans(self) -> list[Span]:
        """Return the spans of the block that ends here; those that are open go on in the next block."""
        found, end = self._spans, len(self._pieces)
        for span in self._open:
            if end > span.start:
                found.append(replace(span, end=end))
            span.start = 0
        self._spans = []
        return found
