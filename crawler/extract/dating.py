"""All the evidence of one page for its dates, from the surest to the weakest, and the choice among it.

The weakest generators look only where the stronger ones found nothing: a date somewhere in the page is more
often another article's than this one's.
"""

from collections.abc import Iterator, Sequence

from crawler.extract import datelines
from crawler.extract.beside import Line, until_prose
from crawler.extract.customs import customs
from crawler.extract.date_choice import Dates, choose
from crawler.extract.date_evidence import Candidate, Window, header_dates, lead_dates, stated_dates
from crawler.extract.embedded_state import state_dates
from crawler.extract.page import Page
from crawler.extract.set_apart import set_apart
from crawler.extract.structured import Structured
from crawler.extract.time_elements import time_elements
from crawler.extract.timestamps import attribute_dates
from crawler.extract.url_dates import url_dates
from crawler.extract.written_dates import beside_headline, by_rule, in_named_elements, labelled, only_update


def read_dates(
    page: Page,
    structured: Structured,
    language: str,
    after: Sequence[Line],
    before: Sequence[Line],
    selector: str = "",
) -> Dates:
    """Choose when the article was published and modified. `after` and `before` are the lines around the
    headline.
    """
    window = Window.until(page.fetched_at, customs(page.source, language, page.url, structured.lines))
    found = by_rule(structured, selector, window) if selector else []
    found += lead_dates(page.lead, window)
    found += stated_dates(structured, window)
    found += url_dates((page.url, page.lead.url), window)
    head = until_prose(list(after))
    near = [*head, *before]
    found += time_elements(structured, near, window)
    found += beside_headline(head, before, window)
    found += header_dates(page.headers, window)
    dates = choose(found)
    for more in _weaker(structured, near, after, found, window) if dates.published is None else ():
        found += more
        dates = choose(found)
        if dates.published is not None:
            break
    return dates


def _weaker(
    structured: Structured,
    near: Sequence[Line],
    after: Sequence[Line],
    found: Sequence[Candidate],
    window: Window,
) -> Iterator[list[Candidate]]:
    """The evidence for pages without better, each kind looked for only when those before are not enough."""
    yield set_apart(structured, near, window)
    yield attribute_dates(structured, window)
    yield in_named_elements(structured, window, after)
    yield labelled(structured, window)
    yield state_dates(structured, window)
    yield datelines.datelines(after, window)
    yield datelines.below(structured, window)
    yield datelines.pictured(structured, window)
    yield only_update(found)
