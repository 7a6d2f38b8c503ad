"""The states of one article as several archives saw them: all revisions in the order of their time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.changes import classify

_OWN_KINDS = ("withdrawn", "reextracted")  # told by who observed them, not by comparing texts


@dataclass(frozen=True, slots=True)
class State:
    """One revision, without its number."""

    observed_at: str
    title: str
    text: str
    text_hash: str
    change: str
    capture_id: int | None
    extractor: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it this state and no other, wherever it was seen."""
        return self.observed_at, self.title, self.text_hash, self.change if self.change in _OWN_KINDS else ""


Key = tuple[str, str, str, str]
Changes = dict[tuple[Key | None, Key], set[str]]


def unite_states(archives: Iterable[Sequence[State]]) -> list[State]:
    """All states once, in order. Where states of several archives stand side by side, the change is told anew.

    A state that only shows what the one before showed is kept, as `unchanged`: it tells that nothing happened.
    """
    several = list(archives)
    if len(several) == 1:
        return list(several[0])
    best: dict[Key, State] = {}
    changes: Changes = defaultdict(set)
    for states in several:
        for before, state in zip([None, *states], states, strict=False):
            best[state.key] = max(best.get(state.key, state), state, key=_weight)
            changes[before.key if before else None, state.key].add(state.change)
    united = [best[key] for key in sorted(best)]
    return [_told(state, before, changes) for before, state in zip([None, *united], united, strict=False)]


def _weight(state: State) -> tuple[bool, int, str, str]:
    return state.capture_id is not None, state.capture_id or 0, state.extractor, state.change


def _told(state: State, before: State | None, changes: Changes) -> State:
    """What an archive told of this very change holds, if it differs from what would be told today."""
    if state.change in _OWN_KINDS:
        return state
    today = "first"
    if before:
        today = classify(before.title, before.text, state.title, state.text) or "unchanged"
    told = changes.get((before.key if before else None, state.key), set()) - {today}
    return replace(state, change=max(told, default=today))
