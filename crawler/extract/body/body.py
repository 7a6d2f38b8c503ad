"""Extract the body of an article: all of its lines and nothing else.

Method: the page is split into blocks once (`blocks`); extractors vote on the blocks (`extractors`,
`shingle_overlap`); a line model combines their votes with features of mark-up, position and wording
(`features`, `classifier`); the text is composed from the remaining blocks, so that its paragraphs, list items
and quotations are those of the page. On most pages of an outlet that was read often enough, the layout learnt from
those readings chooses the blocks instead (`layout`). Text from structured data or from the feed is used where the
page itself falls short (`fallback_text`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import lxml.cssselect
import lxml.html

from archive.blocks import Link, TextBlock
from crawler.extract.body import boilerplate, classifier, fallback_text
from crawler.extract.body.extractors import by_resiliparse, by_trafilatura
from crawler.extract.body.features import Context, rows
from crawler.extract.body.layout import Layout, is_checked, sample
from crawler.extract.body.script_state import state_text
from crawler.extract.body.second_opinion import missed, supported
from crawler.extract.body.selection import choose, compose
from crawler.extract.body.shingle_overlap import Ballot
from crawler.extract.body.structure import structure
from crawler.extract.body.tables import Tables
from crawler.extract.metadata.paywall import BRIEF
from crawler.html.blocks import Blocks
from crawler.html.document import Document
from crawler.html.limits import is_shallow, is_small
from crawler.html.segmentation import segment
from crawler.html.text import tokens

SHORT = 60  # words below which the text is searched for in the page's scripts
_MIN_STRUCTURED = 30  # words from which a text in structured data is more than a summary
_AFTER = 4  # lines after the text in which an offer to read on is looked for
_PARAGRAPH = 30  # words
_MIN_AGREEMENT = 0.5  # share of common word n-grams from which two extractors agree
VOTERS = ("trafilatura", "resiliparse")
_Elements = Sequence[lxml.html.HtmlElement]


@dataclass(frozen=True, slots=True)
class Body:
    """The extracted text and how it was found.

    `method` names the source of the text; `lines` are digests for learning a source's template. `words` and
    `page_words` count the words of the text and of all visible text; `linked` is the share of the visible
    characters that are in links. `blocks` and `links` are the structure of the text. `sample` is what this reading
    teaches of the outlet's layout, empty where nothing. `after` is what a page shows after a short text.
    """

    text: str
    method: str
    lines: tuple[int, ...] = ()
    words: int = 0
    page_words: int = 0
    linked: float = 0.0
    blocks: tuple[TextBlock, ...] = ()
    links: tuple[Link, ...] = ()
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
    titles = _titles(document, title)
    reading = _read(document, titles, selector, structured_text, layout)
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
    taught = sample(page, reading.chosen, document.url) if method == "lines" else b""
    words = len(tokens(text))
    after = _after(document, lines[-1]) if lines and words < BRIEF else ""
    return Body(text, method, boilerplate.digests(lines), words, *_visible(page), *found, sample=taught, after=after)


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
    around = {ancestor for root in (_select(tree, selector) if selector else ()) for ancestor in root.iterancestors()}
    for element in _select(tree, drop):
        if element not in around:
            element.drop_tree()
    return Document(document.url, lxml.html.tostring(tree, encoding="unicode"), tree, document.encoding)


def _select(tree: lxml.html.HtmlElement, css: str) -> _Elements:
    return list(lxml.cssselect.CSSSelector(css, translator="html")(tree))


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page and those chosen, by a rule, by the outlet's layout or by lines.

    `missed` is a voter and its better text.
    """

    page: Blocks
    chosen: list[int]
    method: str
    missed: tuple[str, str] | None = None


def _read(
    document: Document, titles: Sequence[str], selector: str, structured_text: str, layout: Layout | None
) -> Reading:
    if selector and (roots := _outermost(_select(document.tree, selector))):
        page = segment(*roots)
        if page.blocks:
            return Reading(page, list(range(len(page.blocks))), "rule")
    if known := read_by_layout(document, layout):
        return known
    page = document.blocks
    ballots = ballots_on(document, page)
    candidates, table = evidence(document, page, ballots, titles, structured_text)
    likely = classifier.load().likelihood(table)
    chosen = choose(page, candidates, likely, [row[0] for row in table])
    return Reading(page, supported(page, chosen, ballots), "lines", missed(page, chosen, ballots))


def read_by_layout(document: Document, layout: Layout | None) -> Reading | None:
    """Return the blocks that the outlet's layout chooses; None if it does not know all of the page."""
    if layout is None or is_checked(document.url):
        return None
    page = document.blocks_without(layout.bare)
    chosen = layout.choose(page)
    return Reading(page, chosen, "layout") if chosen else None


def likelihoods(document: Document, title: str, structured_text: str) -> dict[int, float]:
    """Return how likely each block of a page is body text by the line model; blocks that cannot be are left out."""
    titles = _titles(document, title)
    page = document.blocks
    candidates, table = evidence(document, page, ballots_on(document, page), titles, structured_text)
    return dict(zip(candidates, classifier.load().likelihood(table), strict=True))


def ballots_on(document: Document, page: Blocks) -> dict[str, Ballot]:
    """Return the texts of the extractors, by name.

    A page too large for trafilatura is judged on resiliparse's vote, one nested too deep on its mark-up.
    """
    second = Ballot(by_resiliparse(document) if is_shallow(page.depth, document.html) else "")
    first = _first_vote(document, second) if is_small(document.tree, document.html) else second
    return dict(zip(VOTERS, (first, second), strict=True))


def evidence(
    document: Document, page: Blocks, ballots: Mapping[str, Ballot], titles: Sequence[str], structured_text: str
) -> tuple[list[int], list[list[float]]]:
    """Return the blocks that could be body text and the line model's features of each."""
    structured_ballot = Ballot(fallback_text.as_text(structured_text)) if structured_text else None
    carried = structured_ballot if structured_ballot and structured_ballot.size >= _MIN_STRUCTURED else None
    return rows(page, Context(ballots, titles, document.description, carried))


def _first_vote(document: Document, second: Ballot) -> Ballot:
    """Run trafilatura; run it thoroughly when it disagrees with the second extractor."""
    first = Ballot(by_trafilatura(document))
    if first.agreement(second) >= _MIN_AGREEMENT:
        return first
    return Ballot(by_trafilatura(document, thorough=True))


def _outermost(elements: _Elements) -> list[lxml.html.HtmlElement]:
    found = set(elements)
    return [element for element in elements if not any(above in found for above in element.iterancestors())]


def _titles(document: Document, title: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (title.strip(), *document.titles))))


def _visible(page: Blocks) -> tuple[int, float]:
    size = sum(len(block.text) for block in page.blocks) or 1
    words = sum(map(len, page.words))
    return words, min(sum(block.linked for block in page.blocks) / size, 1.0)
