"""Explain an extraction: every candidate of each field, and what became of each block of the page.

For whoever has to find out why a date or a headline is wrong. It asks the same functions as `extract`, so what it says
is what was done; it costs more, because `extract` stops at the first place that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.blocks import TextBlock
from archive.records import Article, Rejection
from crawler.catalogue.source import Rule
from crawler.extract.article import extract
from crawler.extract.authors.authors import author_candidates
from crawler.extract.body.reading import likelihoods
from crawler.extract.body.selection import tidy
from crawler.extract.facts import Facts, read_facts
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.canonical_url import stated_urls
from crawler.extract.metadata.language import page_language
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page import Page, rule_for
from crawler.extract.page_type.not_article import calls_itself_article, linked_headings
from crawler.extract.page_type.walls import recognise
from crawler.extract.state.shell import read_shell
from crawler.extract.title.title import title_candidates
from crawler.extract.title.voting import votes_of
from crawler.html.document import Document, UnreadableError, other_than_html, parse
from crawler.html.text import key


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a place of the page states. `weight` is None where places are ranked by order alone."""

    field: str
    value: str
    method: str
    weight: float | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class BlockFate:
    """A block of the page, in its order, and whether it is in the text of the article.

    `likelihood` is that of the line model (0 to 1), None for a block that it does not judge: navigation, a button. Its
    neighbours, repetitions, notes of the house and rules of the catalogue decide too.
    """

    text: str
    kept: bool
    likelihood: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was extracted, and why. `signs` are what speaks for or against the page being an article."""

    result: Article | Rejection
    candidates: tuple[Candidate, ...] = ()
    blocks: tuple[BlockFate, ...] = ()
    signs: tuple[str, ...] = ()


def explain(page: Page) -> Explanation:
    """Extract a page and explain the result. No page can cause an exception, as in `extract`."""
    result = extract(page)
    media_type = other_than_html(page.body)
    if media_type:
        return Explanation(result, signs=(f"the body is {media_type}, not HTML",))
    try:
        document = parse(page.body, page.url, page.headers.get("content-type", ""))
    except UnreadableError as error:
        return Explanation(result, signs=(f"the page cannot be read as HTML: {error}",))
    try:
        rule = rule_for(page.source, page.fetched_at)
        document, story = read_shell(document)
        facts = read_facts(page, document, rule, story)
        candidates = tuple(_candidates(page, facts, rule, result))
        signs = tuple(_signs(page, document, facts.structured))
        blocks = tuple(_blocks(document, facts, result))
    except Exception as error:  # the page crashes a library; `extract` has said so, too
        return Explanation(result, signs=(f"the explanation broke off: {type(error).__name__}",))
    return Explanation(result, candidates, blocks, signs)


def _candidates(page: Page, facts: Facts, rule: Rule, result: Article | Rejection) -> Iterator[Candidate]:
    article = result if isinstance(result, Article) else None
    structured, names = facts.structured, facts.names
    for value, method in [*stated_urls(structured), (page.url, "address")]:
        yield Candidate("url", value, method, chosen=article is not None and value == article.url)
    headlines = title_candidates(structured, names, page.lead)
    votes = votes_of(headlines)
    for headline in sorted(headlines, key=lambda one: -votes[one.key]):
        is_chosen = article is not None and headline.key == key(article.title)
        yield Candidate("title", headline.text, headline.method, round(votes[headline.key], 2), is_chosen)
    for authors in author_candidates(structured, names, page.lead, facts.nearby, rule.authors):
        is_chosen = article is not None and authors.names == article.authors
        yield Candidate("authors", ", ".join(authors.names), authors.method, chosen=is_chosen)
    for evidence in sorted(article.evidence if article else (), key=lambda one: (one.field[::-1], -one.weight)):
        value = f"{evidence.value} {evidence.zone}".rstrip() + f" ({evidence.raw!r})"
        yield Candidate(evidence.field, value, evidence.method, round(evidence.weight, 2), evidence.chosen)
    stated = (
        (page_language(structured), "page"),
        (page.lead.language, "lead"),
        (", ".join(page.source.languages), "source"),
        (article.language if article and article.provenance.get("language") == "text" else "", "text"),
    )
    for value, method in stated:
        if value:
            is_chosen = article is not None and article.provenance.get("language") == method
            yield Candidate("language", value, method, chosen=is_chosen)


def _blocks(document: Document, facts: Facts, result: Article | Rejection) -> Iterator[BlockFate]:
    stated = json_ld.first(facts.structured.article.get("articleBody"))
    likely = likelihoods(document, facts.headline.text, stated)
    taken = {text for block in result.blocks for text in _texts(block)} if isinstance(result, Article) else set()
    for index, block in enumerate(document.blocks.blocks):
        if text := tidy(block.text):
            yield BlockFate(text, text in taken, likely.get(index))


def _texts(block: TextBlock) -> Iterator[str]:
    """Yield the texts that a block of an article was made of: the cells of a table are blocks of the page."""
    yield from (cell for row in block.rows for cell in row)
    yield from block.text.split("\n")


def _signs(page: Page, document: Document, structured: Structured) -> Iterator[str]:
    wall = recognise(
        document,
        document.blocks,
        status=page.status,
        headers=page.headers,
        requested_url=page.lead.url or page.url,
        headline=page.lead.title,
    )
    if wall:
        yield f"it looks like {wall.state}: {wall.reason}"
    declares = "declares itself an article" if calls_itself_article(structured) else "does not declare an article"
    yield f"its metadata {declares}"
    yield f"{linked_headings(document.blocks)} headings are links, as on lists"
    if page.lead.found_by:
        yield f"a {page.lead.found_by} led to it"
