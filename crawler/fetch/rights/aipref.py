"""Parse preferences on the use of content (AIPREF) in headers and robots.txt.

A preference is a dictionary of categories with the values `y` and `n` (draft-ietf-aipref-vocab; structured
fields, RFC 9651). A robots.txt has one for each path pattern: of the matching patterns the longest counts,
equally long ones are combined; and where several places apply to one page, `n` outweighs `y`
(draft-ietf-aipref-attach).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.fetch.robots.matching import Rule, path_to_match, rule_pattern

Usage = tuple[tuple[str, str], ...]
"""(category, "y" or "n"), sorted by category."""

_MEMBER = re.compile(r"\s*([a-z*][a-z0-9_.*-]*)\s*=\s*([a-z]+)\s*(?:;.*)?$")


@dataclass(frozen=True, slots=True)
class UsageRule:
    """The preference for the paths that match `pattern`; its `allow` is unused."""

    pattern: Rule
    usage: Usage


def read_usage(fields: Sequence[str]) -> Usage:
    """Parse the values of Content-Usage fields.

    The last of equal categories counts; invalid members are skipped.
    """
    found = {}
    for item in ",".join(fields).split(","):
        member = _MEMBER.fullmatch(item)
        if member is not None and member[2] in ("y", "n"):
            found[member[1]] = member[2]
    return tuple(sorted(found.items()))


def read_usage_rule(value: str) -> UsageRule | None:
    """Parse the value of a Content-Usage line of a robots.txt; without a path it applies to all."""
    path, stated = [*value.split(maxsplit=1), ""][:2] if value.startswith("/") else ("/", value)
    usage = read_usage([stated])
    return UsageRule(Rule(rule_pattern(path), allow=False), usage) if usage else None


def usage_for(url: str, rules: Iterable[UsageRule]) -> Usage:
    """Return the usage that the rules of a robots.txt define for a URL."""
    path = path_to_match(url)
    matching = [rule for rule in rules if rule.pattern.matches(path)]
    longest = max((len(rule.pattern.pattern) for rule in matching), default=0)
    return combined(*(rule.usage for rule in matching if len(rule.pattern.pattern) == longest))


def combined(*usages: Usage) -> Usage:
    """Combine several statements on one page."""
    found: dict[str, str] = {}
    for category, value in (member for usage in usages for member in usage):
        found[category] = min(value, found.get(category, value))
    return tuple(sorted(found.items()))
