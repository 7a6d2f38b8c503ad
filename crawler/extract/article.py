"""Extract an article from a page; the only entry point of this package.

Each field has its own module; here they run in order, because one field helps to find the next: byline and date
are next to the headline, and the language is detected from the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.blocks import joined, paragraphs
from archive.records import Access, Article, Evidence, Rejection
from crawler.catalogue.source import Rule
from crawler.extract.authors.authors import Authors, read_authors
from crawler.extract.authors.usual_author import author_digests, outlets
from crawler.extract.body.body import Body, extract_body, read_by_layout
from crawler.extract.body.fallback_text import as_text, structure_of
from crawler.extract.body.layout import Layout, layout_of
from crawler.extract.body.multipage import join_parts
from crawler.extract.dates.dates import read_dates
from crawler.extract.dates.ranking import Dates
from crawler.extract.documents.attachments import attachments
from crawler.extract.documents.content import Content, DocumentError, text_of
from crawler.extract.documents.front_page import front_page, states_other_year
from crawler.extract.documents.read import format_of, read_document
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.canonical_url import choose_url
from crawler.extract.metadata.description import About, read_about
from crawler.extract.metadata.language import Language, page_language, read_language
from crawler.extract.metadata.paywall import breaks_off, read_access
from crawler.extract.metadata.site_name import SiteNames, site_names
from crawler.extract.metadata.structured_data import Structured, read
from crawler.extract.page import Page, rule_for
from crawler.extract.page_type.form import form_of
from crawler.extract.page_type.live_blog import with_times
from crawler.extract.page_type.not_article import calls_itself_article, is_one_article, not_article
from crawler.extract.page_type.walls import recognise
from crawler.extract.title.adjacent_lines import Line, lines_after, lines_before
from crawler.extract.title.title import Headline, read_title
from crawler.html.blocks import Blocks
from crawler.html.document import Document, UnreadableError, other_than_html, parse
from crawler.html.limits import ExtractionLimitError
from crawler.html.text import squeezed, tokens

_MIN_FEED_TEXT = 600  # characters from which a feed's text is more than a teaser
_MIN_WORDS = 12  # words below which a page has no text
_MIN_SUMMARY = 40  # characters from which a summary is informative


def extract(page: Page) -> Article | Rejection:
    """Extract the article from a page, or the reason why there is none.

    No page can cause an exception but those of the limits within which it is read (`crawler.html.limits`).
    """
    kind = other_than_html(page.body)
    try:
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
        return _from_feed(page) or Rejection("failed", "no html")
    rule = rule_for(page.source, page.fetched_at)
    layout = layout_of(page.layout)
    if wall := _wall(page, document, layout):
        return (_from_feed(page) if wall.state == "blocked" else None) or wall
    linked = attachments(document, page.source) if page.source.documents else ()
    facts = read_facts(page, document, rule)
    body = extract_body(
        document,
        title=facts.headline.text,
        authors=facts.authors.names,
        structured_text=json_ld.first(facts.structured.article.get("articleBody")),
        feed_html=page.lead.html,
        template=page.template,
        drop=rule.drop,
        selector=rule.body,
        layout=layout,
    )
    verdict = not_article(document, body)
    if verdict is None or (verdict.reason == "list page" and body.words >= _MIN_WORDS and _is_one_article(page, facts)):
        article = _assemble(page, facts, _with_further(body, page))
        return replace(article, attachments=linked) if isinstance(article, Article) else article
    return (_from_summary(page, facts) if body.words < _MIN_WORDS else None) or verdict


def _wall(page: Page, document: Document, layout: Layout | None) -> Rejection | None:
    """Return the wall in front of the article, if there is one.

    A part of a page that is no wall makes the whole of it none: less text is more suspicious.
    """

    def found(blocks: Blocks) -> Rejection | None:
        address = page.lead.url or page.url
        return recognise(document, blocks, status=page.status, headers=page.headers, requested_url=address)

    known = read_by_layout(document, layout)
    return None if known and not found(known.page) else found(document.blocks)


def _with_further(body: Body, page: Page) -> Body:
    """Return the body of all pages of an article."""
    if not page.further:
        return body
    found = body.blocks, body.links
    for further in page.further:
        found = joined(found, (further.blocks, further.links))
    text = join_parts([body.text, *(further.text for further in page.further)])
    return replace(body, text=text, blocks=found[0], links=found[1])


def _is_one_article(page: Page, facts: "Facts") -> bool:
    return is_one_article(facts.structured, page.lead, facts.headline.text, dated=facts.dates.published is not None)


def _from_document(page: Page, media_type: str) -> Article | Rejection:
    """Return the article that a document is; without a text, what its lead says of it."""
    form = format_of(media_type, page.body)
    if not form:
        return Rejection("not-article", media_type)
    access: Access = ""
    try:
        content = read_document(form, page.body)
    except DocumentError as error:
        if not page.lead.title:
            return Rejection("not-article", f"{error.why} document")
        content, access = Content(()), error.why
    else:
        access = "full" if content.is_whole else "excerpt"
    text = text_of(content.blocks)
    body = Body(text, form, words=len(tokens(text)), blocks=content.blocks, links=content.links)
    return _assemble(page, _front_facts(page, content), body, access)


def _front_facts(page: Page, content: Content) -> "Facts":
    """Return the facts on the front of a document; its metadata date it only if nothing else does.

    A file is made again for each correction of its cover.
    """
    front = parse(front_page(content), page.url, "text/html; charset=utf-8")
    facts = read_facts(page, front, Rule())
    if facts.dates.published or not content.created or states_other_year(content):
        return facts
    return read_facts(page, parse(front_page(content, dated=True), page.url, "text/html; charset=utf-8"), Rule())


def _from_summary(page: Page, facts: "Facts") -> Article | None:
    """Return an article from the page's own summary, where a script would fetch the text."""
    summary = facts.structured.first("og:description", "description") or facts.structured.node_text("description")
    if facts.dates.published is None or len(summary) < _MIN_SUMMARY or not calls_itself_article(facts.structured):
        return None
    article = _assemble(page, facts, Body(summary, "summary", blocks=paragraphs(summary)))
    return replace(article, access="excerpt") if isinstance(article, Article) else None


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
    article = _assemble(feed_page, facts, Body(text, "feed", blocks=blocks, links=links))
    return article if isinstance(article, Article) else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its article besides the text.

    `nearby` are the lines among which a byline is looked for, `stated_authors` those before the outlet was recognised.
    """

    structured: Structured
    names: SiteNames
    headline: Headline
    nearby: list[Line]
    authors: Authors
    stated_authors: tuple[str, ...]
    dates: Dates


def read_facts(page: Page, document: Document, rule: Rule) -> Facts:
    """Read headline, authors and dates, in this order, because one helps to find the next."""
    structured = read(document)
    names = site_names(structured, page.source)
    headline = read_title(structured, names, page.lead, rule.title)
    after = lines_after(headline.element) if headline.element is not None else []
    before = lines_before(headline.element) if headline.element is not None else []
    nearby = [*before[:3], *after]
    authors = stated = read_authors(structured, names, page.lead, nearby, rule.authors)
    if outlet := outlets(stated.names, page.template):
        names = replace(names, in_catalogue=names.in_catalogue.union(map(squeezed, outlet)))
        authors = read_authors(structured, names, page.lead, nearby, rule.authors)
    return Facts(
        structured=structured,
        names=names,
        headline=headline,
        nearby=nearby,
        authors=authors,
        stated_authors=stated.names,
        dates=read_dates(page, structured, page_language(structured), after, before, rule.date),
    )


def _assemble(page: Page, facts: Facts, body: Body, access: Access = "") -> Article | Rejection:
    """Return the article; `access` says how much of it can be read where that is known otherwise."""
    if not body.text.strip() and access not in ("encrypted", "scanned", "broken"):
        return Rejection("not-article", "no text")
    if not facts.headline.text:
        return Rejection("not-article", "no title")
    structured, title = facts.structured, facts.headline.text
    url, url_method = choose_url(structured)
    language = read_language(
        f"{title}\n{body.text}", page_language(structured), page.lead.language, page.source.languages
    )
    about = read_about(structured, facts.names, page.lead, title)
    published, modified = facts.dates.published, facts.dates.modified
    form = form_of(structured, title, body.blocks)
    return Article(
        url=url,
        title=title,
        text=body.text,
        authors=facts.authors.names,
        published_at=published.value if published else "",
        published_precision=published.precision if published else "",
        published_method=published.method if published else "",
        published_zone=published.zone if published else "",
        modified_at=modified.value if modified else "",
        language=language.code,
        section=about.section[0],
        tags=about.tags,
        summary=about.summary[0],
        image_url=about.image[0],
        form=form,
        access=access or _access(page, structured, body),
        evidence=facts.dates.evidence,
        provenance={"url": url_method, "text": _text_method(page, body), **dict(_provenance(facts, about, language))},
        blocks=with_times(body.blocks, structured) if form == "live-blog" else body.blocks,
        links=body.links,
        lines=(*body.lines, *author_digests(facts.stated_authors)),
        sample=body.sample,
    )


def _access(page: Page, structured: Structured, body: Body) -> Access:
    is_whole = page.is_whole and not breaks_off(page.body)
    return read_access(structured, body.text) if is_whole else "excerpt"


def _text_method(page: Page, body: Body) -> str:
    """Return how the text was found; of a layout its version, by which the reading can be repeated."""
    layout = layout_of(page.layout) if body.method == "layout" else None
    return f"layout {layout.version}" if layout else body.method


def _provenance(facts: Facts, about: About, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the method of each field that has a value."""
    methods = {
        "title": facts.headline.method,
        "authors": facts.authors.method,
        "published": _method(facts.dates.published),
        "modified": _method(facts.dates.modified),
        "language": language.method,
        "section": about.section[1],
        "tags": about.tags_method,
        "summary": about.summary[1],
        "image": about.image[1],
    }
    return ((name, method) for name, method in methods.items() if method)


def _method(evidence: Evidence | None) -> str:
    return evidence.method if evidence else ""
