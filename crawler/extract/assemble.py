"""Put the facts and the text of an article together, with the method by which each field was found."""

from collections.abc import Iterator
from typing import get_args

from archive.records import Access, Article, Evidence, NoText, Rejection
from crawler.extract.authors.usual_author import author_digests
from crawler.extract.body.body import Body
from crawler.extract.facts import Facts
from crawler.extract.metadata.canonical_url import choose_url
from crawler.extract.metadata.description import About, read_about
from crawler.extract.metadata.language import Language, page_language, read_language
from crawler.extract.metadata.paywall import breaks_off, read_access
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page import Page
from crawler.extract.page_type.form import form_of
from crawler.extract.page_type.live_blog import with_times


def assemble(page: Page, facts: Facts, body: Body, access: Access = "") -> Article | Rejection:
    """Return the article; `access` says how much of it can be read where that is known otherwise."""
    if not body.text.strip() and access not in get_args(NoText):
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
        provenance={"url": url_method, "text": _text_method(body), **dict(_provenance(facts, about, language))},
        blocks=with_times(body.blocks, structured) if form == "live-blog" else body.blocks,
        links=body.links,
        lines=(*body.lines, *author_digests(facts.stated_authors)),
        sample=body.sample,
    )


def _access(page: Page, structured: Structured, body: Body) -> Access:
    is_whole = page.is_whole and not breaks_off(page.body)
    return read_access(structured, body.text, body.after) if is_whole else "excerpt"


def _text_method(body: Body) -> str:
    """Return how the text was found, with the version of the layout by which the reading can be repeated."""
    if body.method == "layout":
        return f"layout {body.layout}"
    return f"{body.method}, layout {body.layout}" if body.layout else body.method


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
