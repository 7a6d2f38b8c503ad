"""Source health: a verdict with a reason, from what each stage gives against what the source used to give.

The conditions are described in archive/reports/conditions.py. The first that holds is the verdict: what was switched
off, endpoints that fail, a run that broke, a source without any article, pages that are not read as before, polls
that are overdue, silence, an address that has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import later
from archive.reports.conditions import WRONG, Condition
from archive.reports.crawls import Crawls, crawls_of
from archive.reports.endpoint_health import EndpointHealth, endpoints_of
from archive.reports.failures import failure_class
from archive.reports.pages import page_fault, why_no_articles
from archive.reports.rhythm import is_silent, recent_yield

LATE_S = 2 * 86_400  # seconds by which an endpoint may be overdue: machines are switched off at night
_IRRELEVANT = "select count(*) from urls where source_id = ? and state = 'irrelevant'"
_SOURCES = """
select id, name, retired_at, (select min(next_due_at) from polls where source_id = sources.id and parent = '')
from sources order by id
"""


@dataclass(frozen=True, slots=True)
class Health:
    """One source. `usual_per_day` is its usual number of new articles; None before there is a usual.

    `failure` is the class of what is wrong, `reason` its words. `irrelevant` counts the articles that were left out
    because they are outside the focus. `is_persistent` means that what is wrong is not likely to pass by itself.
    """

    source_id: str
    name: str
    condition: Condition
    last_success_at: str | None
    last_outcome: str | None
    last_new_at: str | None
    new_last_week: int
    usual_per_day: float | None
    failure: str
    reason: str
    irrelevant: int
    next_due_at: str | None
    endpoints: tuple[EndpointHealth, ...] = ()
    is_persistent: bool = True

    @property
    def is_wrong(self) -> bool:
        return self.condition in WRONG

    @property
    def is_alarming(self) -> bool:
        """Whether to notify people: of what is wrong and will not pass, and of what has moved."""
        return self.is_persistent and (self.is_wrong or self.condition == "moved")


@dataclass(frozen=True, slots=True)
class _Verdict:
    condition: Condition
    reason: str = ""
    is_persistent: bool = True


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a source before it is judged."""

    crawls: Crawls
    next_due_at: str | None
    retired_at: str | None
    endpoints: tuple[EndpointHealth, ...]
    last_new_at: str | None
    usual_per_day: float | None


def health(db: Database, moment: str) -> list[Health]:
    """Judge all sources of the archive, by id, as of a moment."""
    return [_judged(db, moment, *row) for row in db.execute(_SOURCES).fetchall()]


def _judged(db: Database, moment: str, source_id: str, name: str, retired: str | None, due: str | None) -> Health:
    crawls = crawls_of(db, source_id, moment)
    last_new, week, usual = recent_yield(db, source_id, crawls.first_run_at, moment)
    endpoints = endpoints_of(db, source_id)
    state = _State(crawls, due, retired, endpoints, last_new, usual)
    verdict = _verdict(db, source_id, state, moment)
    is_classed = verdict.condition in ("failing", "changed", "blocked") or crawls.last_outcome == "killed"
    return Health(
        source_id=source_id,
        name=name,
        condition=verdict.condition,
        last_success_at=crawls.last_success_at,
        last_outcome=crawls.last_outcome,
        last_new_at=last_new,
        new_last_week=week,
        usual_per_day=usual,
        failure=failure_class(verdict.reason or crawls.last_reason) if is_classed else "",
        reason=verdict.reason or crawls.last_reason,
        irrelevant=db.execute(_IRRELEVANT, [source_id]).fetchone()[0],
        next_due_at=due,
        endpoints=endpoints,
        is_persistent=verdict.is_persistent,
    )


def _verdict(db: Database, source_id: str, state: _State, moment: str) -> _Verdict:
    if state.retired_at:
        return _Verdict("retired", f"not in the catalogue since {state.retired_at[:10]}, or switched off there")
    if verdict := _of_endpoints(state.endpoints, moment):
        return verdict
    if state.crawls.last_outcome == "failed":
        return _Verdict("failing", state.crawls.last_reason)
    if state.crawls.last_outcome is None:
        return _Verdict("new")
    if state.last_new_at is None and (fault := why_no_articles(db, source_id)):
        return _Verdict(fault.condition, f"no article yet: {fault.reason}")
    if fault := page_fault(db, source_id, moment):
        return _Verdict(fault.condition, fault.reason)
    if state.next_due_at and later(state.next_due_at, LATE_S) < moment:
        return _Verdict("late", f"due since {state.next_due_at}")
    first_run = state.crawls.first_run_at
    if state.last_new_at and state.usual_per_day and is_silent(db, source_id, state.last_new_at, first_run, moment):
        return _Verdict("quiet", f"nothing new since {state.last_new_at}")
    moved = [endpoint for endpoint in state.endpoints if endpoint.condition == "moved"]
    if moved:
        return _Verdict("moved", _sentence_on_move(moved[0]))
    has_news = state.crawls.last_success_at or state.last_new_at
    return _Verdict("well" if has_news or state.crawls.last_outcome == "done" else "new")


def _of_endpoints(endpoints: Sequence[EndpointHealth], moment: str) -> _Verdict | None:
    """Judge by the endpoints: what persists, or, where none of them answers, what is wrong with the first."""
    wrong = [endpoint for endpoint in endpoints if endpoint.is_wrong]
    persistent = [endpoint for endpoint in wrong if endpoint.is_persistent(moment)]
    if persistent:
        return _Verdict(persistent[0].condition, _sentence_on(persistent[0]))
    if wrong and len(wrong) == len(endpoints):
        return _Verdict(wrong[0].condition, _sentence_on(wrong[0]), is_persistent=False)
    return None


def _sentence_on(endpoint: EndpointHealth) -> str:
    return f"{endpoint.url}: {endpoint.reason}"


def _sentence_on_move(endpoint: EndpointHealth) -> str:
    if endpoint.moved_to:
        return f"{endpoint.url} has moved to {endpoint.moved_to}"
    return f"{endpoint.url}: {endpoint.reason}; {endpoint.replaced_by} is read in its place"
