"""Collect all evidence of one page for its dates, from strong to weak, and choose from it.

The weakest generators run only where the stronger ones found nothing, or no more than a day: a date somewhere in the
page is more often another article's than this one's, and a clock is this one's when it names the same day.
"""

from collections.abc import Iterator, Sequence

from archive.records import Evidence
from crawler.extract.dates import datelines
from crawler.extract.dates.candidates import Candidate, Window, header_dates, lead_dates, stated_dates
from crawler.extract.dates.changes import only_update, repeated_by_update, shown_without_label
from crawler.extract.dates.locale import date_locale, language_of_script
from crawler.extract.dates.ranking import Dates, choose
from crawler.extract.dates.relative import relative_dates
from crawler.extract.dates.script_state import state_dates, story_dates
from crawler.extract.dates.surroundings import set_apart, times_apart
from crawler.extract.dates.time_elements import attribute_dates, time_elements
from crawler.extract.dates.url import url_dates
from crawler.extract.dates.visible_text import by_rule, in_named_elements, labelled, near_headline
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.page import Page
from crawler.extract.title.adjacent_lines import Line, until_prose
from crawler.html.replay import original


def read_dates(
    page: Page,
    structured: Structured,
    language: str,
    after: Sequence[Line],
    before: Sequence[Line],
    selector: str,
) -> Dates:
    """Choose when the article was published and modified.

    `after` and `before` are the lines around the headline.
    """
    language = language or language_of_script(structured.title)
    locale = date_locale(page.source, language, page.url, _lines(structured))
    window = Window.until(page.fetched_at, locale, is_replay=bool(page.lead.replay) or original(page.url) != page.url)
    found = by_rule(structured, selector, window) if selector else []
    found += lead_dates(page.lead, window)
    found += stated_dates(structured, window)
    found += story_dates(structured, window)
    found += url_dates((original(page.url), original(page.lead.url)), window)
    head = until_prose(list(after))
    near = [*head, *before]
    found += time_elements(structured, near, window)
    found += near_headline(head, before, window)
    found += header_dates(page.headers, window)
    dates = choose(found)
    for more in _weaker(structured, near, after, found, window) if dates.published is None else ():
        found += more
        dates = choose(found)
        if dates.published is not None:
            break
    if dates.published is None or dates.published.precision != "day" or dates.published.method == "rule":
        return dates
    clock = next(
        (c for more in _with_clocks(structured, near, after, window) if (c := _clock(more, dates.published))), None
    )
    return choose([*found, clock]) if clock else dates


def _clock(candidates: Sequence[Candidate], published: Evidence) -> Candidate | None:
    """Return the time of the known day, if these candidates agree on one.

    Addresses, lists and many feeds state a day only, and a page often has its time where no date would be looked for.
    """
    of_day = [
        c
        for c in candidates
        if c.evidence.field == "published"
        and c.evidence.precision != "day"
        and c.evidence.zone_source != "none"
        and c.day == published.value[:10]
    ]
    return of_day[0] if len({c.evidence.value for c in of_day}) == 1 else None


def _with_clocks(
    structured: Structured, near: Sequence[Line], after: Sequence[Line], window: Window
) -> Iterator[list[Candidate]]:
    """Yield weaker evidence that may have a time, the best kind first."""
    yield set_apart(structured, near, window)
    yield times_apart(structured, window)
    yield attribute_dates(structured, window)
    yield in_named_elements(structured, window, after)
    yield labelled(structured, window)


def _lines(structured: Structured) -> Iterator[str]:
    """Yield the lines of the page; it is split into them only when the first is asked for."""
    yield from structured.lines


def _weaker(
    structured: Structured,
    near: Sequence[Line],
    after: Sequence[Line],
    found: Sequence[Candidate],
    window: Window,
) -> Iterator[list[Candidate]]:
    """Yield the weaker evidence, each kind only when the kinds before are not enough."""
    yield set_apart(structured, near, window)
    yield attribute_dates(structured, window)
    yield relative_dates(near, window)
    yield in_named_elements(structured, window, after)
    yield labelled(structured, window)
    yield state_dates(structured, window)
    yield datelines.datelines(after, window)
    yield datelines.below(structured, window)
    yield datelines.pictured(structured, window)
    yield repeated_by_update(found)
    yield only_update(found)
    yield shown_without_label(found)
