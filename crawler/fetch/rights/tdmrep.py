"""Reservations of text and data mining for a whole host.

By the TDM Reservation Protocol (W3C Community Group report, 2024), the file /.well-known/tdmrep.json lists
path patterns, of which the first that fits counts. The patterns are those of robots.txt.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crawler.fetch.robots.matching import Rule, path_to_match, rule_pattern

WELL_KNOWN_PATH = "/.well-known/tdmrep.json"

_MOST_RULES = 1000
_LONGEST_POLICY = 2083


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whether the rights are reserved, and the address of the terms on which they can be had ("" if none)."""

    reserved: bool
    policy: str = ""

    @classmethod
    def read(cls, value: object, policy: object) -> Self | None:
        """From a value as it stands in a file, header or meta element; None for anything but 0 and 1."""
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, bool) or text not in ("0", "1", 0, 1):
            return None
        address = policy.strip() if isinstance(policy, str) else ""
        return cls(text in ("1", 1), address if len(address) <= _LONGEST_POLICY else "")


@dataclass(frozen=True, slots=True)
class TdmRule:
    """One entry of the file: what holds for the paths that `pattern` fits."""

    pattern: Rule
    reservation: Reservation


def read_tdmrep(body: bytes) -> tuple[TdmRule, ...]:
    """The entries of a tdmrep.json that can be read, in order; nothing is raised for the others."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    rules = []
    for entry in entries[:_MOST_RULES] if isinstance(entries, list) else ():
        rule = _rule(entry)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def reservation_for(url: str, rules: Sequence[TdmRule]) -> Reservation | None:
    """What the host says of an address; None where no entry fits."""
    path = path_to_match(url)
    return next((rule.reservation for rule in rules if rule.pattern.matches(path)), None)


def _rule(entry: object) -> TdmRule | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("location"), str):
        return None
    pattern = rule_pattern(entry["location"].strip())
    reservation = Reservation.read(entry.get("tdm-reservation"), entry.get("tdm-policy", ""))
    return TdmRule(Rule(pattern, allow=False), reservation) if pattern and reservation is not None else None
