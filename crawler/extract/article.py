"""The one way from a page to an article.

Each field has a module of its own; here they are put in order, because one field helps to find the next: the headline
shows where byline and date stand, the text tells the language.
"""

from dataclasses import dataclass

from archive.records import Article, Rejection
from crawler.extract import json_ld
from crawler.extract.about import read_about
from crawler.extract.access import read_access
from crawler.extract.authors import Authors, read_authors
from crawler.extract.body import Body, extract_body
from crawler.extract.canonical import choose_url
from crawler.extract.carried import as_text
from crawler.extract.date_choice import Dates
from crawler.extract.dating import read_dates
from crawler.extract.document import Document, UnreadableError, parse
from crawler.extract.headline import lines_after, lines_before
from crawler.extract.language import page_language, read_language
from crawler.extract.media import other_than_html
from crawler.extract.not_article import not_article
from crawler.extract.page import Page
from crawler.extract.rules import rule_for
from crawler.extract.site_names import SiteNames, site_names
from crawler.extract.structured import Structured, read
from crawler.extract.title import Headline, read_title
from crawler.extract.walls import recognise


def extract(page: Page) -> Article | Rejection:
    """Read the article out of a page, or say why there is none. Raises nothing that a page can cause."""
    kind = other_than_html(page.body)
    if kind:
        return Rejection("not-article", kind)
    try:
        return _read(page, parse(page.body, page.url, page.headers.get("content-type", "")))
    except UnreadableError:
        return Rejection("failed", "no html")
    except Exception as error:  # whatever a page does to a library must not stop the pages after it
        return Rejection("failed", f"extractor: {type(error).__name__}")


@dataclass(frozen=True, slots=True)
class _Metadata:
    structured: Structured
    names: SiteNames
    headline: Headline
    authors: Authors
    dates: Dates


def _read(page: Page, document: Document) -> Article | Rejection:
    wall = recognise(document, status=page.status, headers=page.headers, requested_url=page.lead.url or page.url)
    if wall and not (wall.state == "blocked" and page.lead.html):
        return wall
    facts = _metadata(page, document)
    body = _carried(page) if wall else _body(page, document, facts)
    rejection = None if wall else not_article(document, body)
    if rejection or not body.text:
        return wall or rejection or Rejection("not-article", "no text")
    if not facts.headline.text:
        return Rejection("not-article", "no title")
    return _assemble(page, facts, body)


def _metadata(page: Page, document: Document) -> _Metadata:
    rule = rule_for(page.source, page.fetched_at)
    structured = read(document)
    names = site_names(structured, page.source)
    headline = read_title(structured, names, page.lead, rule.title)
    after = lines_after(headline.element) if headline.element is not None else []
    before = lines_before(headline.element) if headline.element is not None else []
    language = page_language(structured)
    return _Metadata(
        structured=structured,
        names=names,
        headline=headline,
        authors=read_authors(structured, names, page.lead, [*before[:3], *after], rule.authors),
        dates=read_dates(page, structured, language, after, before, rule.date),
    )


def _body(page: Page, document: Document, facts: _Metadata) -> Body:
    rule = rule_for(page.source, page.fetched_at)
    return extract_body(
        document,
        title=facts.headline.text,
        authors=facts.authors.names,
        structured_text=json_ld.first(facts.structured.article.get("articleBody")),
        feed_html=page.lead.html,
        template=page.template,
        drop=rule.drop,
        selector=rule.body,
        languages=page.source.languages,
    )


def _carried(page: Page) -> Body:
    """The text that the feed carried, where the page itself is behind a wall."""
    return Body(as_text(page.lead.html), "feed")


def _assemble(page: Page, facts: _Metadata, body: Body) -> Article:
    structured, dates = facts.structured, facts.dates
    url, url_method = choose_url(structured)
    language = read_language(
        f"{facts.headline.text}\n{body.text}", page_language(structured), page.lead.language, page.source.languages
    )
    about = read_about(structured, facts.names, page.lead, facts.headline.text)
    provenance = {
        "url": url_method,
        "title": facts.headline.method,
        "text": body.method,
        "authors": facts.authors.method,
        "published": dates.published.method if dates.published else "",
        "modified": dates.modified.method if dates.modified else "",
        "language": language.method,
        "section": about.section[1],
        "tags": about.tags_method,
        "summary": about.summary[1],
        "image": about.image[1],
    }
    return Article(
        url=url,
        title=facts.headline.text,
        text=body.text,
        authors=facts.authors.names,
        published_at=dates.published.value if dates.published else "",
        published_precision=dates.published.precision if dates.published else "",
        published_method=dates.published.method if dates.published else "",
        published_zone=dates.published.zone if dates.published else "",
        modified_at=dates.modified.value if dates.modified else "",
        language=language.code,
        section=about.section[0],
        tags=about.tags,
        summary=about.summary[0],
        image_url=about.image[0],
        access=read_access(structured, body.text),
        evidence=dates.evidence,
        provenance={name: value for name, value in provenance.items() if value},
        lines=body.lines,
    )
