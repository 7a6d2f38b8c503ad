"""Extract an article from a page; the only entry point of this package.

A page may be a wall, a document, a shell whose text a script fetches, or an article: here is decided how it is read.
Facts and text come from a module for each field (`facts`, `body`), and `assemble` puts them together.
"""

from dataclasses import replace

from archive.blocks import joined, paragraphs
from archive.records import Access, Article, Rejection
from crawler.catalogue.source import Rule
from crawler.extract.assemble import assemble
from crawler.extract.authors.authors import Authors
from crawler.extract.authors.given_names import named_person
from crawler.extract.body.body import Body, extract_body
from crawler.extract.body.fallback_text import as_text, structure_of
from crawler.extract.body.layout import layout_of
from crawler.extract.body.multipage import join_parts
from crawler.extract.body.reading import known_part, read_by_layout
from crawler.extract.documents.attachments import attachments
from crawler.extract.documents.content import Content, DocumentError, text_of
from crawler.extract.documents.front_page import front_page
from crawler.extract.documents.issuing_body import issuing_body
from crawler.extract.documents.read import format_of, is_document, name_unread, read_document
from crawler.extract.documents.stated_days import day_elsewhere
from crawler.extract.documents.stated_periods import stated_period, states_other_year
from crawler.extract.facts import Facts, read_facts
from crawler.extract.metadata import json_ld
from crawler.extract.page import Page, rule_for
from crawler.extract.page_type.not_article import calls_itself_article, is_one_article, not_article
from crawler.extract.page_type.walls import REFUSALS, recognise
from crawler.extract.state.shell import read_shell
from crawler.html.blocks import Blocks
from crawler.html.document import Document, UnreadableError, other_than_html, parse
from crawler.html.limits import ExtractionLimitError
from crawler.html.text import tokens

_MIN_FEED_TEXT = 600  # characters from which a feed's text is more than a teaser
_MIN_WORDS = 12  # words below which a page has no text
_MIN_SUMMARY = 40  # characters from which a summary is informative


def extract(page: Page) -> Article | Rejection:
    """Extract the article from a page, or the reason why there is none.

    No page can cause an exception but those of the limits within which it is read (`crawler.html.limits`).
    """
    kind = other_than_html(page.body)
    try:
        if kind and page.status in REFUSALS:
            return _from_feed(page) or _refusal(page)
        if kind:
            return _from_document(page, kind)
        return _read(page)
    except (ExtractionLimitError, MemoryError, OSError):  # OSError: of this machine; a page is no file
        raise
    except Exception as error:  # a page that crashes a library must not stop the pages after it
        return Rejection("failed", f"extractor: {type(error).__name__}")


def _read(page: Page) -> Article | Rejection:
    try:
        document = parse(page.body, page.url, page.headers.get("content-type", ""))
    except UnreadableError:
        return _from_feed(page) or _refusal(page)
    rule = rule_for(page.source, page.fetched_at)
    layout = layout_of(page.layout)
    known = read_by_layout(document, layout)
    if wall := _wall(page, document, known_part(document, layout)):
        return (_from_feed(page) if wall.state == "blocked" else None) or wall
    shown, (document, story) = document, (document, None) if known else read_shell(document)
    linked = attachments(document, page.source) if page.source.documents else ()
    facts = read_facts(page, document, rule, story)
    body = extract_body(
        document,
        title=facts.headline.text,
        authors=facts.authors.names,
        structured_text=json_ld.first(facts.structured.article.get("articleBody")),
        feed_html=page.lead.html,
        state_html=story.html if story else "",
        template=page.template,
        drop=rule.drop,
        selector=rule.body,
        layout=layout,
    )
    verdict = not_article(document, body, _headline(page))
    if document is not shown:  # by elements of its scripts, which teach nothing of the outlet's layout
        body = replace(body, method="state" if body.method == "lines" else body.method, layout="", sample=b"")
    if verdict is None or (verdict.reason == "list page" and body.words >= _MIN_WORDS and _is_one_article(page, facts)):
        article = assemble(page, facts, _with_further(body, page))
        return replace(article, attachments=linked) if isinstance(article, Article) else article
    return (_from_summary(page, facts) if body.words < _MIN_WORDS else None) or verdict


def _wall(page: Page, document: Document, part: Blocks) -> Rejection | None:
    """Return the wall in front of the article, if there is one.

    A part of a page that is no wall makes the whole of it none: less text is more suspicious.
    """

    def found(blocks: Blocks) -> Rejection | None:
        return recognise(
            document,
            blocks,
            status=page.status,
            headers=page.headers,
            requested_url=page.lead.url or page.url,
            headline=_headline(page),
        )

    wall = found(part)
    return found(document.blocks) if wall and part.left_out else wall


def _headline(page: Page) -> str:
    """Return the headline that an endpoint states; the text of a link in a list may be anything."""
    return page.lead.title if page.lead.found_by in ("feed", "api", "sitemap") else ""


def _with_further(body: Body, page: Page) -> Body:
    """Return the body of all pages of an article."""
    if not page.further:
        return body
    found = body.blocks, body.links
    for further in page.further:
        found = joined(found, (further.blocks, further.links))
    text = join_parts([body.text, *(further.text for further in page.further)])
    return replace(body, text=text, blocks=found[0], links=found[1])


def _is_one_article(page: Page, facts: Facts) -> bool:
    return is_one_article(facts.structured, page.lead, facts.headline.text, dated=facts.dates.published is not None)


def _from_document(page: Page, media_type: str) -> Article | Rejection:
    """Return the article that a document is; without a text, what its lead says of it."""
    form = format_of(media_type, page.body)
    if not is_document(form):
        return Rejection("not-article", name_unread(form, media_type))
    access: Access = ""
    try:
        content = read_document(form, page.body)
    except DocumentError as error:
        if not page.lead.title:
            unread = error.why == "unsupported"
            return Rejection("not-article", name_unread(form, media_type) if unread else f"{error.why} document")
        content, access = Content(()), error.why
    else:
        access = "full" if content.is_whole else "excerpt"
    text = text_of(content.blocks)
    body = Body(text, form, words=len(tokens(text)), blocks=content.blocks, links=content.links)
    return assemble(page, _front_facts(page, content), body, access)


def _front_facts(page: Page, content: Content) -> Facts:
    """Return the facts on the front of a document; its metadata date it only if nothing else does.

    A file is made again for each correction of its cover.
    """
    facts = _facts_of(page, front_page(content))
    if not facts.dates.published and (day := day_elsewhere(content)):
        facts = _facts_of(page, front_page(content, day=day))
    if not facts.dates.published and content.created and not states_other_year(content):
        facts = _facts_of(page, front_page(content, dated=True))
    if not facts.dates.published and (period := stated_period(content, page.fetched_at)):
        dates = replace(facts.dates, published=period, evidence=(*facts.dates.evidence, period))
        facts = replace(facts, dates=dates)
    return _with_body(facts, content)


def _facts_of(page: Page, front: bytes) -> Facts:
    return read_facts(page, parse(front, page.url, "text/html; charset=utf-8"), Rule())


def _with_body(facts: Facts, content: Content) -> Facts:
    """Return the facts with the issuing body as the author, where no person and no metadata says who wrote it."""
    is_known = facts.authors.method not in ("", "text", "byline") or any(map(named_person, facts.authors.names))
    body = "" if is_known else issuing_body(content.blocks, facts.headline.text)
    return replace(facts, authors=Authors((body,), "text")) if body else facts


def _from_summary(page: Page, facts: Facts) -> Article | None:
    """Return an article from the page's own summary, where a script would fetch the text."""
    summary = facts.structured.first("og:description", "description") or facts.structured.node_text("description")
    if facts.dates.published is None or len(summary) < _MIN_SUMMARY or not calls_itself_article(facts.structured):
        return None
    article = assemble(page, facts, Body(summary, "summary", blocks=paragraphs(summary)))
    return replace(article, access="excerpt") if isinstance(article, Article) else None


def _refusal(page: Page) -> Rejection:
    """Return why there is no page of HTML: the server refused it, or sent something else."""
    refused = REFUSALS.get(page.status)
    return Rejection("blocked", refused) if refused else Rejection("failed", "no html")


def _from_feed(page: Page) -> Article | None:
    """Return the article from the feed's text, where the page is not available.

    None when that text is a teaser.
    """
    text = as_text(page.lead.html)
    if len(text) < _MIN_FEED_TEXT or not page.lead.title:
        return None
    feed_html = f"<html><body><article>{page.lead.html}</article></body></html>".encode()
    feed_page = replace(page, url=page.lead.url or page.url, headers={})
    facts = read_facts(feed_page, parse(feed_html, feed_page.url, "text/html; charset=utf-8"), Rule())
    blocks, links = structure_of(page.lead.html, feed_page.url)
    article = assemble(feed_page, facts, Body(text, "feed", blocks=blocks, links=links))
    return article if isinstance(article, Article) else None
