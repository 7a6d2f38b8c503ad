"""What a page says of its article besides the text: headline, authors and dates.

Each has its own module; they are read in order, since one helps to find the next: byline and date are next to the
headline.
"""

from dataclasses import dataclass, replace

from crawler.catalogue.source import Rule
from crawler.extract.authors.authors import Authors, read_authors
from crawler.extract.authors.usual_author import outlets
from crawler.extract.dates.dates import read_dates
from crawler.extract.dates.ranking import Dates
from crawler.extract.metadata.language import page_language
from crawler.extract.metadata.site_name import SiteNames, site_names
from crawler.extract.metadata.structured_data import Structured, read
from crawler.extract.page import Page
from crawler.extract.state.story import Story
from crawler.extract.title.adjacent_lines import Line, lines_after, lines_before
from crawler.extract.title.title import Headline, read_title
from crawler.html.document import Document
from crawler.html.text import squeezed

_PARAGRAPH, _BEFORE = 200, 6  # characters of a paragraph, and lines before it


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


def read_facts(page: Page, document: Document, rule: Rule, story: Story | None = None) -> Facts:
    """Read headline, authors and dates, in this order, because one helps to find the next."""
    structured = replace(read(document), story=story)
    names = site_names(structured, page.source)
    headline = read_title(structured, names, page.lead, rule.title)
    after = lines_after(headline.element) if headline.element is not None else []
    before = lines_before(headline.element) if headline.element is not None else []
    nearby = [*before[:3], *after] if headline.element is not None else _first_lines(document)
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


def _first_lines(document: Document) -> list[Line]:
    """Return the lines around the first paragraph, for a page on which no element shows the headline."""
    texts = document.lines
    first = next((at for at, text in enumerate(texts) if len(text) >= _PARAGRAPH), len(texts))
    return [Line(text, document.tree) for text in texts[max(0, first - _BEFORE) : first + 1]]
