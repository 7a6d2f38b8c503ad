"""Parse reservations of text and data mining for an entire host.

By the TDM Reservation Protocol (W3C Community Group report, 2024), the file /.well-known/tdmrep.json lists path
patterns, of which the first match counts. The patterns are those of robots.txt.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crawler.fetch.robots.matching import Rule, path_to_match, rule_pattern

WELL_KNOWN_PATH = "/.well-known/tdmrep.json"

_MAX_RULES = 1000
_MAX_POLICY = 2083


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whether the rights are reserved, and the URL of the terms for obtaining them ("" if none)."""

    reserved: bool
    policy: str = ""

    @classmethod
    def read(cls, value: object, policy: object) -> Self | None:
        """Parse a value of a file, header or meta element; None for anything but 0 and 1."""
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, bool) or text not in ("0", "1", 0, 1):
            return None
        address = policy.strip() if isinstance(policy, str) else ""
        return cls(text in ("1", 1), address if len(address) <= _MAX_POLICY and address.isprintable() else "")


@dataclass(frozen=True, slots=True)
class TdmRule:
    """One entry of the file: the reservation for the paths that match `pattern`."""

    pattern: Rule
    reservation: Reservation


def read_tdmrep(body: bytes) -> tuple[TdmRule, ...]:
    """Return the valid entries of a tdmrep.json, in order; invalid ones are skipped without an error."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    rules = []
    for entry in entries[:_MAX_RULES] if isinstance(entries, list) else ():
        rule = _rule(entry)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def reservation_for(url: str, rules: Sequence[TdmRule]) -> Reservation | None:
    """Return the host's reservation for a URL; None where no entry matches."""
    path = path_to_match(url)
    return next((rule.reservation for rule in rules if rule.pattern.matches(path)), None)


def _rule(entry: object) -> TdmRule | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("location"), str):
        return None
    try:
        pattern = rule_pattern(entry["location"].strip())
    except UnicodeEncodeError:  # half a character, as JSON can spell it and no address has
        return None
    reservation = Reservation.read(entry.get("tdm-reservation"), entry.get("tdm-policy", ""))
    return TdmRule(Rule(pattern, allow=False), reservation) if pattern and reservation is not None else None
