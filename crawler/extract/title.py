"""The headline of the article.

Every place that names it is a witness: JSON-LD, h1 and entry-title, itemprop, Open Graph, the title element,
the feed. Each text is freed of the outlet's name, then the witnesses vote; a longer text that only adds a
part at a separator to another's ("Headline | Politics") votes for the shorter. Among equal texts the visible
spelling is kept. A heading that no other witness knows is a category header or a widget unless it stands
alone.
"""

from dataclasses import dataclass
from functools import lru_cache

import lxml.html

from archive.records import Lead
from crawler.extract.headline import Heading, first_headings, headings, line_of
from crawler.extract.site_names import SiteNames, parts
from crawler.extract.structured import Structured
from crawler.extract.wording import content, key, plain

_META = {
    "og:title": 3.0, "twitter:title": 2.0, "citation_title": 4.0, "parsely-title": 3.0, "sailthru.title": 3.0,
    "dc.title": 2.5, "dcterms.title": 2.5, "headline": 3.0, "article:title": 3.0, "cxenseparse:title": 2.0,
    "title": 1.5,
}  # fmt: skip
_LEAD = {"feed": 4.0, "api": 5.0, "sitemap": 4.0, "listing": 1.0}
_JSON_LD, _TITLE_TAG = 8.0, 3.0
_SOLE = 10.0  # the only h1 of the article: what the reader sees as its headline
_SURE = 0.5
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, the method that gave it, and the element on the page that shows it (None when none does)."""

    text: str
    method: str
    element: lxml.html.HtmlElement | None = None


@dataclass(slots=True)
class _Witness:
    text: str
    method: str
    weight: float
    element: lxml.html.HtmlElement | None = None
    key: str = ""


def read_title(structured: Structured, names: SiteNames, lead: Lead, selector: str = "") -> Headline:
    """Choose the headline, empty when the page names none. `selector` is the source's own rule."""
    if selector:
        for element in structured.tree.cssselect(selector):
            if text := content(element):
                return Headline(text, "rule", element)
    stated = _stated(structured, names, lead)
    shown = _shown(structured, stated, names)
    witnesses = [witness for witness in stated + shown if witness.key]
    if not witnesses:
        return _last_resort(structured, lead)
    votes = _votes(witnesses)
    best = max(votes, key=lambda text: (votes[text], -_first(witnesses, text)))
    same = [witness for witness in witnesses if witness.key == best]
    shown_first = sorted(same, key=lambda w: (w.element is None, -w.weight))
    shower: lxml.html.HtmlElement | None = next((w.element for w in same if w.element is not None), None)
    if shower is None:
        shower = _nearest(shown, best)
    if shower is None:
        shower = line_of(structured, best)
    strongest = max(same, key=lambda w: w.weight)
    return Headline(shown_first[0].text, strongest.method, shower)


def _last_resort(structured: Structured, lead: Lead) -> Headline:
    """A title that is little but the outlet's name is better than none: what to call the page, not what it says."""
    stated = (
        (lead.found_by or "listing", plain(lead.title)),
        ("title", structured.title),
        ("meta", structured.first("og:title", "twitter:title")),
    )
    return next((Headline(text[:_LONGEST], method) for method, text in stated if text), Headline("", ""))


def _stated(structured: Structured, names: SiteNames, lead: Lead) -> list[_Witness]:
    found = [
        _Witness(structured.node_text("headline") or structured.node_text("name"), "json-ld", _JSON_LD),
        *(
            _Witness(value, "meta", weight)
            for name, weight in _META.items()
            for value in structured.meta.get(name, ())[:1]
        ),
        _Witness(structured.title, "title", _TITLE_TAG),
        _Witness(plain(lead.title), lead.found_by or "listing", _LEAD.get(lead.found_by, 1.0)),
    ]
    for witness in found:
        whole = witness.text
        witness.text = names.strip(whole[:_LONGEST])
        witness.key = "" if names.is_name(witness.text) else key(witness.text)
    return [witness for witness in found if witness.key]


def _shown(structured: Structured, stated: list[_Witness], names: SiteNames) -> list[_Witness]:
    """Headings as witnesses: strong when another witness says much the same, weak when none does."""
    first = [h for h in first_headings(structured) if not h.home and not names.is_name(h.text)]
    inside = [heading for heading in first if not heading.outside]
    sole = inside[0] if len(inside) == 1 else None
    if sole is not None and len(first) == 1 and _known(key(sole.text), stated) >= _SURE:
        return [_Witness(names.strip(sole.text), "h1", _SOLE, sole.element, key(names.strip(sole.text)))]
    shown: list[_Witness] = []
    for heading in headings(structured):
        text = names.strip(heading.text)
        text_key = key(text)
        if not text_key or heading.home or names.is_name(text) or any(text_key == other.key for other in shown):
            continue
        weight = _weight(heading, _known(text_key, stated))
        if weight:
            method = heading.level if heading.level in ("h1", "h2") else "heading"
            shown.append(_Witness(text, method, weight, heading.element, text_key))
    if sole is not None and len(key(sole.text).split()) >= 3 and not any(_known(w.key, stated) >= _SURE for w in shown):
        shown = [replace_weight(witness, sole, _SOLE) for witness in shown]
    return shown


def replace_weight(witness: _Witness, sole: Heading, weight: float) -> _Witness:
    if witness.element is sole.element:
        witness.weight = weight
    return witness


def _known(text_key: str, stated: list[_Witness]) -> float:
    return max((_likeness(text_key, witness.key) for witness in stated), default=0.0)


def _weight(heading: Heading, known: float) -> float:
    weight = {"h1": 4.0, "h2": 1.0}.get(heading.level, 1.0) + (2.0 if heading.named else 0.0)
    if heading.outside:
        weight *= 0.4
    if known >= 0.5:
        return weight + 2.0
    return weight * 0.25 if heading.level == "h1" or heading.named else 0.0


def _votes(witnesses: list[_Witness]) -> dict[str, float]:
    """The weight behind each text; witnesses of one kind that say the same count once, with the heaviest."""
    best: dict[tuple[str, str], float] = {}
    for witness in witnesses:
        kind = _KINDS.get(witness.method, witness.method)
        for text in {other.key for other in witnesses}:
            vote = witness.weight * _support(witness, text)
            best[text, kind] = max(best.get((text, kind), 0.0), vote)
    votes = dict.fromkeys((witness.key for witness in witnesses), 0.0)
    for (text, _), vote in best.items():
        votes[text] += vote
    return votes


_KINDS = {"title": "meta", "h1": "shown", "h2": "shown", "heading": "shown"}


def _support(witness: _Witness, text: str) -> float:
    """How far a witness speaks for a text: wholly when it says it, adds a part to it or was cut short; else a
    little.
    """
    if text == witness.key:
        return 1.0
    if len(text) > 0.3 * len(witness.key) and len(text) < len(witness.key) and text in _part_keys(witness.text):
        return 1.0
    cut = witness.text.endswith(("…", "...")) or 105 <= len(witness.text) < 112
    if cut and text.startswith(witness.key[:-3].rstrip()):
        return 1.0
    return 0.3 * _likeness(text, witness.key) ** 2


@lru_cache(maxsize=256)
def _part_keys(text: str) -> frozenset[str]:
    return frozenset(key(part) for part in parts(text))


def _likeness(one: str, other: str) -> float:
    """The share of common words (of common character pairs where a script has no spaces), 0 to 1."""
    first, second = _tokens(one), _tokens(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> frozenset[str]:
    words = frozenset(text.split())
    if len(words) < 4 and len(text) > 12:
        return frozenset(text[at : at + 2] for at in range(len(text) - 1))
    return words


def _first(witnesses: list[_Witness], text: str) -> int:
    return next(at for at, witness in enumerate(witnesses) if witness.key == text)


def _nearest(shown: list[_Witness], best: str) -> lxml.html.HtmlElement | None:
    """The heading most like the chosen title, where no heading shows it word by word."""
    likest = max(shown, key=lambda witness: _likeness(witness.key, best), default=None)
    if likest is None or _likeness(likest.key, best) < 0.4:
        return None
    return likest.element
