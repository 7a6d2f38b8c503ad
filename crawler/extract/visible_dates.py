"""Dates that a reader sees: time elements, and the written date beside the headline.

The label decides the field ("Updated:", "Actualizado", "更新"); the place decides the worth: a date within reach of the
headline is the article's, one further down may be anything, one in a teaser or a footer is not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import lxml.html

from crawler.extract.date_evidence import Candidate, Field, Window
from crawler.extract.dates import find_dates
from crawler.extract.headline import Line
from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.wording import content, plain

_UPDATED = re.compile(
    r"updated?\b|modified|last (?:edit|change|review)|revised|edited|aktualisiert|geändert|bearbeitet|stand:|mis(?:e)? à jour|modifié|actualiz|actualis|modificad"
    r"|atualizad|aggiornat|modificat|обновл|изменен|оновлен|更新|修改|改訂|수정|업데이트|تحديث|تعديل|अपडेट|अद्यतन|संशोधित|cập nhật|güncelle|zaktualizow"
    r"|aktualizac|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|päivitetty|به‌روز|ویرایش|diperbarui|อัปเดต|atnaujint",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi[sc]?|posted|first|created|veröffentlicht|erstellt|paru|posté|pubblicat|опубликован|дата|опубліков|发布|發布|発行|公開|掲載|配信|登録|発表"
    r"|입력|등록|게재|승인|نشر|प्रकाशित|đăng|yayın|opublikow|gepubliceerd|udgivet|julkaistu|منتشر|انتشار|dipublikasi|เผยแพร่|paskelbt|issued|released|\bdat(?:e|um|a|o)\b|fecha|tarih|kuupäev|päivä|dátum",
    re.IGNORECASE,
)
_NO_DATE = re.compile(
    r"copyright|©|\(c\)|all rights|est\.|since|expire|deadline|founded|born|event|valid|retrieved|accessed|download",
    re.IGNORECASE,
)
_LONGEST_LINE = 160
_STANDFIRSTS = 2  # longer lines that may stand between headline and date


def time_elements(structured: Structured, near: Sequence[Line], window: Window) -> list[Candidate]:
    """Evidence from `<time>` (HTML, 4.5.14): the machine-readable attribute, else the text."""
    close = {id(ancestor) for line in near for ancestor in (line.element, *line.element.iterchildren("time"))}
    found: list[Candidate] = []
    usable = [element for element in structured.times if not outside(element)]
    for element in usable[:25]:
        field, worth = _field_of_time(element)
        if (
            id(element) in close
            or any(id(inner) in close for inner in element.iterdescendants())
            or id(element.getparent()) in close
        ):
            worth += 2.0
        elif len(usable) > 6:
            worth -= 3.0
        raw = element.get("datetime") or element.get("content") or content(element, 200)
        candidate = window.candidate(raw, field, "time", worth) or window.candidate(
            content(element, 200), field, "time", worth
        )
        if candidate:
            found.append(candidate)
    return found


def _field_of_time(element: lxml.html.HtmlElement) -> tuple[Field, float]:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    if (
        element.get("itemprop") in ("datePublished", "dateCreated")
        or element.get("pubdate") is not None
        or "publish" in names
    ):
        return "published", 7.0
    label = label_before(element)
    updated = bool(_UPDATED.search(label) or _UPDATED.search(content(element, 100)))
    if element.get("itemprop") == "dateModified" or updated or "modif" in names:
        return "modified", 7.0
    if "updated" in names.split():
        return ("published", 3.5) if "entry-date" in names else ("modified", 5.0)
    return "published", 6.0 if _PUBLISHED.search(label) else 4.0


def label_before(element: lxml.html.HtmlElement) -> str:
    """The few words that stand right before an element, in its own or its parent's text."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is not None:
        return plain(
            f"{content(previous, 60) if isinstance(previous.tag, str) and previous.tag != 'time' else ''} {previous.tail or ''}"
        )[-40:]
    return plain(parent.text or "")[-40:] if parent is not None else ""


def written_dates(after: Sequence[Line], before: Sequence[Line], window: Window) -> list[Candidate]:
    """Evidence from the short lines around the headline; it ends where the running text begins."""
    found = list(_in_lines(before, window, 3.5))
    head: list[Line] = []
    running = 0
    for line in after:
        running += len(line.text) > _LONGEST_LINE
        if running > _STANDFIRSTS:
            break
        head.append(line)
        if len(head) >= 25:
            break
    found += _in_lines(head, window, 4.5)
    return found


def dated_elements(structured: Structured, window: Window, *, strict: bool = True) -> list[Candidate]:
    """Evidence from elements whose class calls them a date ("date", "posted-on", "datum").

    Many different days are a list of other articles and give nothing. Without `strict` the sides of the page count
    too, but only when everything there names one day.
    """
    found: list[Candidate] = []
    dated = (
        element
        for names, element in structured.named
        if _DATE_CLASS.search(names) and not _NOT_DATE_CLASS.search(names) and element.tag not in _WHOLE
    )
    for element in [*islice(dated, 80), *([] if strict else structured.times)]:
        if strict and outside(element):
            continue
        text = content(element, 200)
        if element.tag == "time":
            text = element.get("datetime") or text
        if 6 <= len(text) <= 120 and not _NO_DATE.search(text):
            found += _in_lines([Line(text, element)], window, 4.5 if strict else 3.0, everywhere=not strict)
    days = {candidate.day for candidate in found if candidate.evidence.field == "published"}
    return found if len(days) <= (2 if strict else 1) else []


_WHOLE = frozenset({"time", "article", "main", "section"})
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w{0,12}date\w{0,12}|time|timestamp|datetime|pub\w{0,12}|posted\w{0,4}|submitted|datum|fecha|data|meta|info)(?:$|[\s_-])"
    r"|(?:[a-z]D|^d)ate(?:[A-Z\s]|$)", re.IGNORECASE,
)
_NOT_DATE_CLASS = re.compile(r"updat(?!ed)|up-to|candidate|validate|mandate|reading|read-?time|publisher|event|expire|copyright|birth", re.IGNORECASE)


def labelled_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Evidence from anywhere in the page where a label says what the date is ("Published: 6 March 2024")."""
    found: list[Candidate] = []
    for text in structured.tree.xpath(
        "//body//text()[string-length() < 160][not(parent::script or parent::style)]"
    ):
        if not _YEAR.search(text) or not _PUBLISHED.search(text):
            continue
        parent = text.getparent()
        element = parent.getparent() if text.is_tail and parent is not None else parent
        if element is not None and not outside(element):
            found += _in_lines([Line(plain(text), element)], window, 3.0, labelled=True)
        if len(found) > 10:
            break
    return found


_YEAR = re.compile(r"(?:19|20|25)\d\d|\d年|[٠-٩۰-۹०-९๐-๙]{4}")


def _in_lines(
    lines: Iterable[Line], window: Window, worth: float, *, labelled: bool = False, everywhere: bool = False
) -> Iterator[Candidate]:
    label = ""
    for at, line in enumerate(lines):
        text = line.text
        if (
            len(text) <= _LONGEST_LINE
            and not _NO_DATE.search(text)
            and re.search(r"\d", text)
            and (everywhere or not outside(line.element))
        ):
            yield from _in_text(text, label, window, worth - min(2.0, 0.1 * at), labelled=labelled)
        label = text if len(text) <= 30 and not re.search(r"\d", text) else ""


def _in_text(text: str, label: str, window: Window, worth: float, *, labelled: bool) -> Iterator[Candidate]:
    last = 0
    for stated, start, end in find_dates(text, window.customs):
        words = text[last:start] if last or start > 2 else f"{label} {text[:start]}"
        around = words or text[end : end + 20]
        last = end
        alone = len(text) - (end - start) < 80
        if labelled and not _PUBLISHED.search(around):
            continue
        field: Field = "modified" if _UPDATED.search(around) else "published"
        value = worth + (1.5 if _PUBLISHED.search(around) else 0.0) - (0.0 if alone else 1.0)
        candidate = window.settled(
            stated, text[max(0, start - 20) : end + 30], field, "text", max(0.5, value)
        )
        if candidate:
            yield candidate


def rule_dates(structured: Structured, selector: str, window: Window) -> list[Candidate]:
    """Evidence from the elements that the source's rule names."""
    found: list[Candidate] = []
    for element in structured.tree.cssselect(selector)[:3]:
        raw = element.get("datetime") or element.get("content") or content(element, 300)
        candidate = window.candidate(raw, "published", "rule", 20.0)
        if candidate:
            found.append(candidate)
    return found
