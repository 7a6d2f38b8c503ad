"""Choose the headline of the article by a vote.

The candidates are JSON-LD, h1 and entry-title, itemprop, Open Graph, the title element and the feed. The
outlet's name is removed from each text, then the candidates vote; a longer text that only adds a part at a
separator to another's ("Headline | Politics") votes for the shorter. Among equal texts the visible spelling is
kept. A heading that matches no other candidate is a category header or a widget unless it is the only one.
"""

from collections import Counter
from dataclasses import dataclass, replace

import lxml.html

from archive.records import Lead
from crawler.extract.metadata.site_name import SiteNames, parts
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.headings import (
    Heading,
    first_below,
    first_headings,
    headings,
    headline_in,
    is_generic,
    line_of,
)
from crawler.extract.title.print_label import without_print_label
from crawler.extract.title.voting import SOLE, HeadlineCandidate, best_likeness, elect, likeness
from crawler.html.text import content, key, plain

_META = {
    "og:title": 3.0, "twitter:title": 2.0, "citation_title": 4.0, "parsely-title": 3.0, "sailthru.title": 3.0,
    "dc.title": 2.5, "dcterms.title": 2.5, "headline": 3.0, "article:title": 3.0, "cxenseparse:title": 2.0,
    "title": 1.5,
}  # fmt: skip
_LEAD = {"feed": 4.0, "api": 5.0, "sitemap": 4.0, "listing": 1.0}
_JSON_LD, _TITLE_TAG = 8.0, 3.0
_RELATED, _SAME = (
    0.5,
    0.85,
)  # likeness from which a heading is about the same subject, and from which it is the same text
_MAX_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, its method, and the element of the page that shows it (None when none does)."""

    text: str
    method: str
    element: lxml.html.HtmlElement | None = None


def read_title(structured: Structured, names: SiteNames, lead: Lead, selector: str = "") -> Headline:
    """Choose the headline; its text is empty when the page has none.

    `selector` is the source's own rule.
    """
    if selector:
        for element in structured.tree.cssselect(selector):
            if text := content(element):
                return Headline(text, "rule", element)
    found = title_candidates(structured, names, lead)
    if not found:
        return _fallback(structured, lead)
    best = elect(found)
    same = [candidate for candidate in found if candidate.key == best]
    shown_first = sorted(same, key=lambda w: (w.element is None, -w.weight))
    visible_element: lxml.html.HtmlElement | None = next((w.element for w in same if w.element is not None), None)
    if visible_element is None:
        visible_element = _most_similar([candidate for candidate in found if candidate.element is not None], best)
    if visible_element is None:
        visible_element = line_of(structured, best)
    strongest = max(same, key=lambda w: w.weight)
    return Headline(shown_first[0].text, strongest.method, visible_element)


def title_candidates(structured: Structured, names: SiteNames, lead: Lead) -> list[HeadlineCandidate]:
    """Return the candidates for the headline: what metadata and lead state, then what the page shows."""
    names = replace(names, headlines=_headlines_with_name(structured, names, lead))
    stated = _from_metadata(structured, names, lead)
    return [candidate for candidate in stated + _from_headings(structured, stated, names) if candidate.key]


def _headlines_with_name(structured: Structured, names: SiteNames, lead: Lead) -> frozenset[str]:
    """Return the keys of headlines that begin or end with the outlet's own name, as those of agencies often do.

    Two of three agree on them: what the page shows, what it states, and what led to it. A site that has its name with
    something else in every title agrees with no lead and shows another headline.
    """
    shown = [heading.text for heading in first_headings(structured) if not heading.home and not heading.outside]
    stated = [structured.node_text("headline"), structured.title, *(structured.first(name) for name in _META)]
    kinds = [shown, stated, [plain(lead.title)]]
    keys = [{key(part): part for text in texts for part in (text[:_MAX_LENGTH], *parts(text))} for texts in kinds]
    counts = Counter(found for kind in keys for found in kind)
    texts = {found: text for kind in keys for found, text in kind.items() if counts[found] >= 2}
    return frozenset(found for found, text in texts.items() if names.may_be_headline(text))


def _fallback(structured: Structured, lead: Lead) -> Headline:
    """Return a title that is little but the outlet's name: better than none.

    It identifies the page without describing it.
    """
    stated = (
        ("heading", first_below(structured)),
        (lead.found_by or "listing", plain(lead.title)),
        ("title", structured.title),
        ("meta", structured.first("og:title", "twitter:title")),
    )
    return next((Headline(text[:_MAX_LENGTH], method) for method, text in stated if text), Headline("", ""))


def _from_metadata(structured: Structured, names: SiteNames, lead: Lead) -> list[HeadlineCandidate]:
    found = [
        HeadlineCandidate(structured.node_text("headline") or structured.node_text("name"), "json-ld", _JSON_LD),
        *(
            HeadlineCandidate(value, "meta", weight)
            for name, weight in _META.items()
            for value in structured.meta.get(name, ())[:1]
        ),
        HeadlineCandidate(structured.title, "title", _TITLE_TAG),
        HeadlineCandidate(plain(lead.title), lead.found_by or "listing", _LEAD.get(lead.found_by, 1.0)),
    ]
    for candidate in found:
        full_text = candidate.text
        unlabelled = without_print_label(full_text[:_MAX_LENGTH], structured)
        candidate.text = without_print_label(names.strip(unlabelled), structured)
        candidate.key = "" if names.is_name(candidate.text) or is_generic(candidate.text) else key(candidate.text)
    return [candidate for candidate in found if candidate.key]


def _from_headings(
    structured: Structured, stated: list[HeadlineCandidate], names: SiteNames
) -> list[HeadlineCandidate]:
    """Return the headings as candidates: strong when another candidate is similar, weak when none is."""
    stated_keys = {candidate.key for candidate in stated}
    first = [
        h for h in _without_kickers(first_headings(structured), stated_keys) if not h.home and not names.is_name(h.text)
    ]
    inside = [heading for heading in first if not heading.outside]
    sole = inside[0] if len(inside) == 1 else None
    if sole is not None and len(first) == 1 and best_likeness(key(sole.text), stated) >= _RELATED:
        return [HeadlineCandidate(names.strip(sole.text), "h1", SOLE, sole.element, key(names.strip(sole.text)))]
    shown: list[HeadlineCandidate] = []
    for heading in _without_kickers(headings(structured), stated_keys):
        text = names.strip(heading.text)
        text_key = key(text)
        if (
            not text_key
            or heading.home
            or names.is_name(text)
            or is_generic(text)
            or any(text_key == other.key for other in shown)
        ):
            continue
        weight = _weight(heading, best_likeness(text_key, stated))
        if weight:
            method = heading.level if heading.level in ("h1", "h2") else "heading"
            shown.append(HeadlineCandidate(text, method, weight, heading.element, text_key))
    if (
        sole is not None
        and len(key(sole.text).split()) >= 3
        and not any(best_likeness(w.key, stated) >= _SAME for w in shown)
    ):
        shown = [replace_weight(candidate, sole, SOLE) for candidate in shown]
    return shown


def _without_kickers(found: list[Heading], stated_keys: set[str]) -> list[Heading]:
    """Return the headings without kickers, badges and labels for screen readers.

    Only where a candidate matches the rest.
    """
    return [replace(heading, text=headline_in(heading, stated_keys)) for heading in found]


def replace_weight(candidate: HeadlineCandidate, sole: Heading, weight: float) -> HeadlineCandidate:
    if candidate.element is sole.element:
        candidate.weight = weight
    return candidate


def _weight(heading: Heading, best_likeness: float) -> float:
    weight = {"h1": 4.0, "h2": 1.0}.get(heading.level, 1.0) + (2.0 if heading.named else 0.0)
    if heading.outside:
        weight *= 0.4
    if best_likeness >= 0.5:
        return weight + 2.0
    return weight * 0.25 if heading.level == "h1" or heading.named else 0.0


def _most_similar(shown: list[HeadlineCandidate], best: str) -> lxml.html.HtmlElement | None:
    """Return the heading most similar to the chosen title, where no heading has exactly its words."""
    closest = max(shown, key=lambda candidate: likeness(candidate.key, best), default=None)
    if closest is None or likeness(closest.key, best) < 0.4:
        return None
    return closest.element
