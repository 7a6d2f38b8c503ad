"""Extract the body of an article: all of its lines and nothing else.

Method: the page is split into blocks once (`blocks`), of which those of the text are chosen (`reading`): by votes of
extractors and a line model, or, on most pages of an outlet that was read often enough, by the layout learnt from those
readings. The text is composed from them, so that its paragraphs, list items and quotations are those of the page. Text
from structured data or from the feed is used where the page itself falls short (`fallback_text`).
"""

from dataclasses import dataclass
from itertools import islice

import lxml.cssselect
import lxml.html

from archive.blocks import Link, TextBlock
from crawler.extract.body import boilerplate, fallback_text
from crawler.extract.body.layout import Layout, sample
from crawler.extract.body.reading import read_blocks, select, titles_of
from crawler.extract.body.script_state import state_text
from crawler.extract.body.selection import compose
from crawler.extract.body.structure import structure
from crawler.extract.body.tables import Tables
from crawler.extract.metadata.paywall import BRIEF
from crawler.html.blocks import Blocks
from crawler.html.document import Document
from crawler.html.text import tokens

SHORT = 60  # words below which the text is searched for in the page's scripts
_AFTER = 4  # lines after the text in which an offer to read on is looked for
_PARAGRAPH = 30  # words


@dataclass(frozen=True, slots=True)
class Body:
    """The extracted text and how it was found.

    `method` names the source of the text; `lines` are digests for learning a source's template. `words` and
    `page_words` count the words of the text and of all visible text; `linked` is the share of the visible
    characters that are in links. `blocks` and `links` are the structure of the text. `layout` is the version of the
    layout by which blocks were chosen, or elements left out; `sample` is what this reading teaches of the outlet's
    layout, empty where nothing. `after` is what a page shows after a short text.
    """

    text: str
    method: str
    lines: tuple[int, ...] = ()
    words: int = 0
    page_words: int = 0
    linked: float = 0.0
    blocks: tuple[TextBlock, ...] = ()
    links: tuple[Link, ...] = ()
    layout: str = ""
    sample: bytes = b""
    after: str = ""


def extract_body(
    document: Document,
    *,
    title: str = "",
    authors: tuple[str, ...] = (),
    structured_text: str = "",
    feed_html: str = "",
    state_html: str = "",
    template: frozenset[int] = frozenset(),
    drop: str = "",
    selector: str = "",
    layout: Layout | None = None,
) -> Body:
    """Extract the body text of a page.

    `drop` and `selector` are CSS (checked when the catalogue is read). A selector that matches nothing is
    ignored, because a page older than the rule must stay readable. `feed_html`, `state_html` and `structured_text`
    may be plain text or HTML.
    """
    if drop:
        document = _without(document, drop, selector)
    titles = titles_of(document, title)
    reading = read_blocks(document, titles, selector, structured_text, layout)
    page, chosen, method = reading.page, reading.chosen, reading.method
    furniture = boilerplate.find(page.blocks, chosen, titles, authors)
    chosen = [index for index in chosen if index not in furniture]
    again = boilerplate.given_twice([page.blocks[index].text for index in chosen])
    chosen = [index for place, index in enumerate(chosen) if place not in again]
    lines = [page.blocks[index].text for index in chosen]
    repeated = boilerplate.repeated(lines, template)
    kept = [index for place, index in enumerate(chosen) if place not in repeated]
    tables = Tables(page, kept)
    kept = sorted({*kept, *tables.blocks})
    text = compose(page, kept)
    if method != "rule":
        alternatives = (("structured", structured_text), ("feed", feed_html))
        text, method = fallback_text.completed(
            text, method, ((name, fallback_text.as_text(html)) for name, html in alternatives if html)
        )
        if reading.missed and method == "lines":
            method, text = reading.missed
        if len(tokens(text)) < SHORT:
            state_html = state_html or state_text(document.tree, titles, document.description)
            text, method = fallback_text.completed(text, method, [("state", fallback_text.as_text(state_html))])
    if method in ("rule", "lines", "layout"):
        found = structure(page, kept, document.base, tables)
    else:
        lines = text.split("\n")
        accompanying = {"structured": structured_text, "feed": feed_html, "state": state_html}.get(method, text)
        found = fallback_text.structure_of(accompanying, document.base)
    words = len(tokens(text))
    return Body(
        text,
        method,
        boilerplate.digests(lines),
        words,
        *_visible(page),
        *found,
        layout=reading.layout if method in ("lines", "layout") else "",
        sample=sample(page, reading.chosen, document.url) if method == "lines" else b"",
        after=_after(document, lines[-1]) if lines and words < BRIEF else "",
    )


def _after(document: Document, last: str) -> str:
    """Return the short lines that follow the last one of the text on the page.

    Paragraphs among them are hidden, as some sites hide what only subscribers are to read.
    """
    lines = document.lines
    end = next((at for at in reversed(range(len(lines))) if lines[at] == last), len(lines))
    short = (line for line in lines[end + 1 :] if len(tokens(line)) < _PARAGRAPH)
    return "\n".join(islice(short, _AFTER))


def _without(document: Document, drop: str, selector: str) -> Document:
    """Return a copy of the document without the elements that a rule drops.

    What contains the text is kept: where a page is laid out in tables, "table" means those in its text. The shared tree
    is left unchanged.
    """
    html = lxml.html.tostring(document.tree, encoding="unicode")
    tree = lxml.html.document_fromstring(html)
    around = {ancestor for root in (select(tree, selector) if selector else ()) for ancestor in root.iterancestors()}
    for element in select(tree, drop):
        if element not in around:
            element.drop_tree()
    return Document(document.url, lxml.html.tostring(tree, encoding="unicode"), tree, document.encoding)


def _visible(page: Blocks) -> tuple[int, float]:
    size = sum(len(block.text) for block in page.blocks) or 1
    words = sum(map(len, page.words))
    return words, min(sum(block.linked for block in page.blocks) / size, 1.0)
