"""What a merge did, and which conflicts it resolved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conflict:
    """Archives that disagreed: `kept` is in the merged archive, `other` is not (or only as a revision)."""

    table: str
    key: str
    what: str
    kept: str
    other: str


@dataclass(frozen=True, slots=True)
class MergeReport:
    """Rows of the merged archive by table, by how many the target grew, and the conflicts in the order of keys."""

    rows: dict[str, int]
    added: dict[str, int]
    conflicts: tuple[Conflict, ...]
