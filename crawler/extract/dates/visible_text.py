"""Find dates in the visible text: near the headline first, farther away only where no other is known.

Far from the headline a date is more often another article's, so there a class name or a label must mark it as a
date, and elements that name many days are a list and not evidence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import lxml.etree as etree
import lxml.html

from crawler.extract.dates.calendars import may_hold_day, westernised
from crawler.extract.dates.candidates import Candidate, Field, Window
from crawler.extract.dates.labels import credits_picture, label_after, of_other_things, says_published, says_updated
from crawler.extract.dates.parser import find_dates
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content, plain

_LONGEST_LINE, _STACKED = 160, 12
_FEW_DAYS = 2  # different days up to which named dates are one article's
_IN_A_SENTENCE = 2.5  # subtracted from the worth of a day in a longer sentence without a label
_SENTENCE = 3  # words in small letters
_APART = re.compile(r"\s[-–—|·•]\s")
_TODAY = 0.5  # the worth of the day of the fetch in a masthead
_ABOVE, _BELOW, _NAMED, LABELLED = 3.5, 4.5, 4.5, 3.0
_WHOLE = frozenset({"time", "article", "main", "section"})
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w{0,12}date\w{0,12}|time|timestamp|datetime|pub\w{0,12}|posted\w{0,4}|submitted"
    r"|datum|fecha|data|meta"
    r"|info)(?:$|[\s_-])|(?:[a-z]D|^d)ate(?:[A-Z\s]|$)",
    re.IGNORECASE,
)
_NOT_DATE_CLASS = re.compile(
    r"updat(?!ed)|up-to|candidate|validate|mandate|reading|read-?time|publisher|event|expire|copyright|birth",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20|25)\d\d|\d年|[٠-٩۰-۹०-९๐-๙]{4}")
_BYLINE = re.compile(  # "Written by Ada Quist in Launchers on"
    r"\W{0,3}(?:(?:written|story|article|words|submitted|reported) )?(?:by|von|par|por|door|di)\s", re.IGNORECASE
)
_CLOCK_TIME = r"\d{1,2}\s?(?::|[hH]\d|[時时點点시]|\.\d\d(?![\d.]))"
_CAPTION = re.compile(r"caption|credit|legend", re.IGNORECASE)
_RANGE = re.compile(rf"^\s?(?:\(.\)\s?)?[-–~～〜]\s?(?!{_CLOCK_TIME}|\d{{1,3}}\s?(?:min|мин|分))\d")


def near_headline(after: Sequence[Line], before: Sequence[Line], window: Window) -> list[Candidate]:
    """Collect evidence from the short lines around the headline."""
    return [*_in_lines(before, window, _ABOVE), *_in_lines([*after, *_stacked(after)], window, _BELOW)]


def _stacked(lines: Sequence[Line]) -> Iterator[Line]:
    """Join three lines of a word each: some designs stack day, month and year."""
    for one, two, three in zip(lines, lines[1:], lines[2:], strict=False):
        texts = (one.text, two.text, three.text)
        if max(map(len, texts)) <= _STACKED and any(map(may_hold_day, texts)):
            yield Line(" ".join(texts), one.element)


def in_named_elements(structured: Structured, window: Window, after: Sequence[Line]) -> list[Candidate]:
    """Collect evidence from elements whose class names a date ("date", "posted-on", "datum").

    The day of the fetch above the headline is what mastheads print; `after` are the lines that follow the headline.
    """
    dated = (
        element
        for names, element in structured.named
        if _DATE_CLASS.search(names) and not _NOT_DATE_CLASS.search(names) and element.tag not in _WHOLE
    )
    lines = [Line(content(element, 200), element) for element in islice(dated, 80) if not outside(element)]
    stated = [(c, line) for line in lines if 6 <= len(line.text) <= 120 for c in _in_lines([line], window, _NAMED)]
    first = after[0].element if after else None
    found = [
        replace(c, worth=_TODAY)
        if first is not None and window.is_fresh(c.day) and _precedes(line.element, first)
        else c
        for c, line in stated
    ]
    days = {c.day for c in found if c.evidence.field == "published" and c.worth > _TODAY}
    return found if len(days) <= _FEW_DAYS else []


def _precedes(one: lxml.html.HtmlElement, other: lxml.html.HtmlElement) -> bool:
    """Return whether an element starts before another in the document and does not contain it."""
    ways = [[node, *node.iterancestors()][::-1] for node in (one, other)]
    for mine, others in zip(*ways, strict=False):
        if mine is not others:
            parent = mine.getparent()
            return parent is not None and parent.index(mine) < parent.index(others)
    return False


def labelled(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from anywhere in the page where a label names the date ("Published: 6 March 2024")."""
    found: list[Candidate] = []
    for text, element in _short_texts(structured.tree):
        if not _YEAR.search(text) or not says_published(text[:_LONGEST_LINE]):
            continue
        found += (c for c in _in_lines([Line(plain(text), element)], window, LABELLED) if c.labelled)
        if len(found) > 10:
            break
    return found


def _short_texts(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Yield each short piece of text in the body with its element, in one walk.

    XPath sorts its results, slowly.
    """
    body = tree.find("body")
    if body is None:
        return
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        parent = element if event == "start" else element.getparent()
        text = element.text if event == "start" else element.tail
        if text and len(text) < _LONGEST_LINE and parent is not None and parent.tag not in ("script", "style"):
            yield text, parent


def by_rule(structured: Structured, selector: str, window: Window) -> list[Candidate]:
    """Collect evidence from the elements that the source's rule names."""
    found: list[Candidate] = []
    for element in structured.tree.cssselect(selector)[:3]:
        raw = element.get("datetime") or element.get("content") or content(element, 300)
        candidate = window.candidate(raw, "published", "rule", 20.0)
        if candidate:
            found.append(candidate)
    return found


def _in_lines(lines: Iterable[Line], window: Window, worth: float) -> Iterator[Candidate]:
    label = ""
    for at, line in enumerate(lines):
        text = line.text
        short = len(text) <= _LONGEST_LINE and may_hold_day(text)
        other = of_other_things(f"{label}: {text}" if label else text)
        if short and not other and not outside(line.element) and not under_picture(line.element):
            yield from _in_text(westernised(text), label, window, worth - min(2.0, 0.1 * at))
        label = text if len(text) <= 30 and not short else ""


def _is_sentence(words: str) -> bool:
    """Return whether the words before a date belong to a sentence ("will be held on"), not a label.

    A dash or a bar ends what is said before it: "Communiqué de presse – Paris, le 24 novembre 2026".
    """
    small = [word for word in _APART.split(words)[-1].split() if word[:1].islower()]
    least = _SENTENCE + 2 * bool(_BYLINE.match(words))
    return len(small) >= least and not says_published(words) and not says_updated(words)


def under_picture(element: lxml.html.HtmlElement) -> bool:
    """Return whether a line is the caption of a picture; its day is when the picture was taken."""
    for node in islice((element, *element.iterancestors()), 3):
        if node.tag in ("figcaption", "figure"):
            return True
        parent = node.getparent() if _CAPTION.search(node.get("class") or "") else None
        if parent is not None and parent.find(".//img") is not None:
            return True
    return False


def in_text(text: str, window: Window, worth: float) -> Iterator[Candidate]:
    """Collect evidence from one short line."""
    if len(text) <= _LONGEST_LINE and may_hold_day(text):
        yield from _in_text(westernised(text), "", window, worth)


def _in_text(text: str, label: str, window: Window, worth: float) -> Iterator[Candidate]:
    last = 0
    for stated, start, end in find_dates(text, window.locale):
        words = text[last:start] if last or start > 2 else f"{label} {text[:start]}"
        if not says_published(words) and not says_updated(words):
            words += label_after(text[end : end + 20])
        last = end
        if _RANGE.match(text[end : end + 12]) or credits_picture(words):
            continue
        is_labelled = says_published(words)
        alone = (len(text) - (end - start) < 80 and not _is_sentence(text[:start])) or start <= 2
        value = worth + (1.5 if is_labelled else 0.0) - (0.0 if alone else _IN_A_SENTENCE)
        field: Field = "modified" if says_updated(words) else "published"
        raw = text[max(0, start - 20) : end + 30]
        candidate = window.settled(stated, raw, field, "text", max(0.5, value))
        if candidate:
            yield replace(candidate, labelled=is_labelled)
