"""What reading again would change, counted by source and field, with the first few examples of each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from archive.records import Rejection
from archive.store.reextraction import Changes

EXAMPLES = 3  # of each field, or each reason, of a source


@dataclass(frozen=True, slots=True)
class Example:
    """One article; `old` and `new` are what is and what would be."""

    url: str
    old: Any
    new: Any


@dataclass(slots=True)
class Findings:
    """`fields` and `refused` count by (source, field) and by (source, reason), `accepted` by (source, reason then)."""

    read: int = 0
    changed: int = 0
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    accepted: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: defaultdict[tuple[str, str], list[Example]] = field(default_factory=lambda: defaultdict(list))
    applied: bool = False
    interrupted: bool = False

    def changes(self, source_id: str, url: str, found: Changes) -> None:
        """Report an article whose fields differ today."""
        self.changed += bool(found)
        for name, (old, new) in found.items():
            self.fields[source_id, name] += 1
            self._keep((source_id, name), Example(url, old, new))

    def refusal(self, source_id: str, url: str, why: Rejection) -> None:
        """Report an article that would be rejected today. It is kept."""
        reason = f"{why.state}: {why.reason}"
        self.refused[source_id, reason] += 1
        self._keep((source_id, reason), Example(url, "article", reason))

    def acceptance(self, source_id: str, url: str, outcome: str, title: str) -> None:
        """Report a capture that would be an article today."""
        self.accepted[source_id, outcome] += 1
        self._keep((source_id, outcome), Example(url, outcome, title))

    def _keep(self, key: tuple[str, str], example: Example) -> None:
        if len(self.examples[key]) < EXAMPLES:
            self.examples[key].append(example)
