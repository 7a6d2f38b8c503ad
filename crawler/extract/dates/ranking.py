"""Choose dates from the evidence by one rule.

1. Evidence is grouped by day: two statements agree when they are the same instant (to within two minutes), or
   when a statement that is only a day names the day of the other, as the outlet writes it or in UTC.
2. A group weighs the sum of its methods, each method once with the worth of its best place: JSON-LD 10, an
   API 10, meta and feed 9 (a bare "date" 4), microdata, a news sitemap 8, time 4 to 9, the URL 5, a listing
   5, text 2.5 to 6. So two independent sources that agree beat any single one; where each is alone the order of the
   methods decides.
3. The heaviest group wins, the earlier on a tie (a later date is likelier an update). Below a weight of 3
   none does.
4. Within the group the statement with a time and the most certain zone is chosen (a local offset is better than
   UTC: it determines the outlet's own day), then the one of greatest worth, then the one whose instant most statements
   repeat (of two meta elements, one may have its clock in another zone).
5. A visible date without a label that only repeats the day of a declared change counts for little (but is the date of a
   page that has no other), and so do an unspecific "date" that is later than a visible change, and a declared one that
   the page shows as "Updated" next to an earlier "Published": they are changes.
`modified` is chosen by the same rule among its own evidence, and only kept when it is not before the
publication. Evidence of one field never becomes the other's, but for a visible "Updated ..." that is the only date
of the page (`visible_text.only_update`). What was not chosen is kept as evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.records import Evidence
from crawler.extract.dates.candidates import Candidate

_MIN_WEIGHT = 3.0
_UNLABELLED = 6.0
_BARE = 4.0  # the worth of a meta "date"
_DOUBT = 0.4
_SAME_S = 120
_PRECISION = {"second": 2, "minute": 1, "day": 0}
_ZONE = {"explicit": 3, "source": 2, "assumed": 1, "none": 0}


@dataclass(frozen=True, slots=True)
class Dates:
    """The chosen instants (None where unknown) and all evidence, with the chosen marked."""

    published: Evidence | None
    modified: Evidence | None
    evidence: tuple[Evidence, ...]
    weight: float = 0.0


def choose(candidates: Sequence[Candidate]) -> Dates:
    """Choose the publication and modification dates by the rule of this module."""
    changes = [c for c in candidates if c.evidence.field == "modified"]
    stated = [c for c in candidates if c.evidence.field == "published"]
    weighed = [_doubted(c, changes, stated) if c.evidence.field == "published" else c for c in candidates]
    published, weight = _choose([c for c in weighed if c.evidence.field == "published"], candidates)
    modified, _ = _choose(changes, candidates)
    if published and modified and modified.evidence.value[:10] < published.evidence.value[:10]:
        modified = None
    chosen = {id(candidate.evidence): _chosen(candidate) for candidate in (published, modified) if candidate}
    return Dates(
        published=chosen[id(published.evidence)] if published else None,
        modified=chosen[id(modified.evidence)] if modified else None,
        evidence=tuple(chosen.get(id(c.evidence)) or replace(c.evidence, weight=c.worth) for c in weighed),
        weight=weight,
    )


def _chosen(candidate: Candidate) -> Evidence:
    """Return the evidence as chosen. A clock time of an unknown zone is no instant: only its day is known."""
    evidence = replace(candidate.evidence, chosen=True, weight=candidate.worth)
    if evidence.precision == "day" or evidence.zone_source != "none":
        return evidence
    return replace(evidence, value=f"{candidate.day}T00:00:00Z", precision="day")


def _doubted(candidate: Candidate, changes: Sequence[Candidate], stated: Sequence[Candidate]) -> Candidate:
    """Lower the worth of a date that is likely a change.

    A visible one without a label repeats the day of a declared change, a bare one is later than a visible change, or a
    declared one is what the page shows as "Updated" next to an earlier "Published".
    """
    if _is_shown_as_change(candidate, changes, stated):
        return replace(candidate, worth=_DOUBT * candidate.worth)
    visible = candidate.evidence.method in ("text", "time")
    if candidate.evidence.method == "meta" and candidate.worth <= _BARE:
        shown = [change for change in changes if change.evidence.method in ("text", "time")]
        return (
            replace(candidate, worth=_DOUBT * candidate.worth)
            if any(candidate.day > c.day for c in shown)
            else candidate
        )
    if not visible or candidate.worth >= _UNLABELLED or candidate.labelled:
        return candidate
    if any(agree(candidate, change) and change.worth > 1 for change in changes):
        return replace(candidate, worth=_DOUBT * candidate.worth)
    return candidate


def _is_shown_as_change(candidate: Candidate, changes: Sequence[Candidate], stated: Sequence[Candidate]) -> bool:
    """Return whether a page shows a declared day as that of a change; a day before it may be that of another clock."""
    visible = ("text", "time")
    if candidate.evidence.method in visible:
        return False
    eve = (_instant(candidate.day) - timedelta(days=1)).date().isoformat()
    updated = any(change.evidence.method in visible and change.day == candidate.day for change in changes)
    return updated and any(c.labelled and c.evidence.method in visible and c.day < eve for c in stated)


def _choose(candidates: Sequence[Candidate], every: Sequence[Candidate]) -> tuple[Candidate | None, float]:
    if not candidates:
        return None, 0.0
    groups = [[other for other in candidates if agree(candidate, other)] for candidate in candidates]
    ranked = sorted(zip(groups, candidates, strict=True), key=lambda pair: (-_weight(pair[0]), pair[1].evidence.value))
    group = ranked[0][0]
    weight = _weight(group)
    if weight < _MIN_WEIGHT:
        return None, weight
    return max(group, key=lambda candidate: _quality(candidate, every)), weight


def _weight(group: Sequence[Candidate]) -> float:
    best: dict[str, float] = {}
    for candidate in group:
        method = candidate.evidence.method
        best[method] = max(best.get(method, 0.0), candidate.worth)
    return sum(best.values())


def _quality(candidate: Candidate, every: Sequence[Candidate]) -> tuple[int, bool, float, int, int]:
    evidence = candidate.evidence
    clock = 0 if evidence.precision == "day" else 1 + _ZONE[evidence.zone_source]
    local = evidence.zone not in ("", "+00:00")
    repeated = sum(_is_same_instant(evidence, other.evidence) for other in every) if clock else 0
    return clock, local, candidate.worth, repeated, _PRECISION[evidence.precision]


def _is_same_instant(one: Evidence, other: Evidence) -> bool:
    if "day" in (one.precision, other.precision) or "none" in (one.zone_source, other.zone_source):
        return False
    return abs((_instant(one.value) - _instant(other.value)).total_seconds()) <= _SAME_S


def agree(one: Candidate, other: Candidate) -> bool:
    """Return whether two statements can be about the same moment."""
    first, second = one.evidence, other.evidence
    if first.precision != "day" and second.precision != "day":
        apart = _instant(first.value) - _instant(second.value)
        return abs(apart.total_seconds()) <= _SAME_S or one.day == other.day
    return bool({one.day, first.value[:10]} & {other.day, second.value[:10]})


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value)
