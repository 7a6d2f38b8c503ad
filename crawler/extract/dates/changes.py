"""Take the day of a change for that of the publication, where the page names no other."""

from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.dates.candidates import Candidate
from crawler.extract.dates.visible_text import LABELLED


def only_update(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take the day of a visible "Updated ..." as the publication, where the page shows no other day.

    Only where no mark-up declares a change: then the outlet's pages have one date under that label (right on
    all of the few labelled pages of this kind; where mark-up declares the change too, the publication was
    another day).
    """
    changes = _stated_changes(candidates)
    visible = all(change.evidence.method == "text" for change in changes)
    if not changes or not visible or len({change.day for change in changes}) > 1:
        return []
    evidence = replace(changes[0].evidence, field="published")
    return [replace(changes[0], evidence=evidence, worth=LABELLED, labelled=True)]


def repeated_by_update(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take a visible day that an element of class `updated` repeats, where nothing else declares a change.

    The microformat hAtom requires `updated` of each entry and takes it for the publication where there is no
    `published`; themes hide it, and it says nothing of a change.
    """
    changes = _stated_changes(candidates)
    if not changes or not all(_is_microformat(change) for change in changes):
        return []
    shown = [c for c in candidates if c.evidence.field == "published" and c.evidence.method in ("text", "time")]
    if not shown or {c.day for c in shown} != {change.day for change in changes}:
        return []
    return [replace(max(shown, key=lambda c: c.worth), worth=LABELLED, labelled=True)]


def shown_without_label(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take the only day that a page shows, without a label, although a declared change repeats it.

    Next to another date of publication such a day is that of the change. Where nothing else dates the page, it is what
    the outlet takes for the article's day.
    """
    if any(change.evidence.method == "text" for change in _stated_changes(candidates)):
        return []
    shown = [c for c in candidates if c.evidence.field == "published" and c.evidence.method in ("text", "time")]
    best = max(shown, key=lambda c: c.worth, default=None)
    if best is None or best.worth < LABELLED or len({c.day for c in shown}) > 1:
        return []
    return [replace(best, worth=LABELLED, labelled=True)]


def _stated_changes(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the evidence of a change that the page itself has."""
    return [c for c in candidates if c.evidence.field == "modified" and c.evidence.method != "http-header"]


def _is_microformat(change: Candidate) -> bool:
    return (change.evidence.method, change.worth) in (("microdata", 6.0), ("microdata", 4.0), ("time", 5.0))
