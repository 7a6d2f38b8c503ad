"""Choose the blocks of a page that are its text: by the source's rule, by the outlet's layout, or line by line.

Line by line, extractors vote on the blocks, and a model combines their votes with features of mark-up, position and
wording.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lxml.cssselect
import lxml.html

from crawler.extract.body import classifier, fallback_text
from crawler.extract.body.extractors import by_resiliparse, by_trafilatura
from crawler.extract.body.features import Context, rows
from crawler.extract.body.layout import Layout, is_checked
from crawler.extract.body.second_opinion import missed, supported
from crawler.extract.body.selection import choose
from crawler.extract.body.shingle_overlap import Ballot
from crawler.html.blocks import Blocks
from crawler.html.document import Document
from crawler.html.limits import is_shallow, is_small
from crawler.html.segmentation import segment

_MIN_STRUCTURED = 30  # words from which a text in structured data is more than a summary
_MIN_AGREEMENT = 0.5  # share of common word n-grams from which two extractors agree
VOTERS = ("trafilatura", "resiliparse")
_Elements = Sequence[lxml.html.HtmlElement]


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page and those chosen, by a rule, by the outlet's layout or by lines.

    `layout` is its version, where it chose them or left elements out; `missed` is a voter and its better text.
    """

    page: Blocks
    chosen: list[int]
    method: str
    layout: str = ""
    missed: tuple[str, str] | None = None


def read_blocks(
    document: Document, titles: Sequence[str], selector: str, structured_text: str, layout: Layout | None
) -> Reading:
    """Choose the blocks of a page; a selector that matches nothing is ignored."""
    if selector and (roots := _outermost(select(document.tree, selector))):
        page = segment(*roots)
        if page.blocks:
            return Reading(page, list(range(len(page.blocks))), "rule")
    if known := read_by_layout(document, layout):
        return known
    page = document.blocks
    left_out = known_part(document, layout).left_out
    ballots = ballots_on(document, page, left_out)
    candidates, table = evidence(document, page, ballots, titles, structured_text)
    likely = classifier.load().likelihood(table)
    chosen = choose(page, candidates, likely, [row[0] for row in table])
    version = layout.version if layout and left_out else ""
    return Reading(page, supported(page, chosen, ballots), "lines", version, missed(page, chosen, ballots))


def known_part(document: Document, layout: Layout | None) -> Blocks:
    """Return the blocks of a page without the elements that never hold text on the pages of its outlet."""
    return document.blocks if layout is None or is_checked(document.url) else document.blocks_without(layout.bare)


def read_by_layout(document: Document, layout: Layout | None) -> Reading | None:
    """Return the blocks that the outlet's layout chooses; None if it does not know all of the page."""
    if layout is None or is_checked(document.url):
        return None
    page = known_part(document, layout)
    chosen = layout.choose(page)
    return Reading(page, chosen, "layout", layout.version) if chosen else None


def likelihoods(document: Document, title: str, structured_text: str) -> dict[int, float]:
    """Return how likely each block of a page is body text by the line model; blocks that cannot be are left out."""
    titles = titles_of(document, title)
    page = document.blocks
    candidates, table = evidence(document, page, ballots_on(document, page), titles, structured_text)
    return dict(zip(candidates, classifier.load().likelihood(table), strict=True))


def ballots_on(document: Document, page: Blocks, left_out: _Elements = ()) -> dict[str, Ballot]:
    """Return the texts of the extractors, by name.

    A page too large for trafilatura is judged on resiliparse's vote, one nested too deep on its mark-up. trafilatura,
    which takes a quarter of the time of a page, is not shown the elements that are known to hold no text.
    """
    second = Ballot(by_resiliparse(document) if is_shallow(page.depth, document.html) else "")
    first = _first_vote(document.without(left_out), second) if is_small(document.tree, document.html) else second
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


def titles_of(document: Document, title: str) -> list[str]:
    """Return all texts that may be the headline, the one that was read first."""
    return list(dict.fromkeys(filter(None, (title.strip(), *document.titles))))


def select(tree: lxml.html.HtmlElement, css: str) -> _Elements:
    """Return the elements that a selector of a rule matches."""
    return list(lxml.cssselect.CSSSelector(css, translator="html")(tree))
