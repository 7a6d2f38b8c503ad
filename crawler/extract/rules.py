"""Which of a source's rules read a capture: the one that held on the day it was fetched.

A redesign ends a rule's time (`until`, the last day it holds); the captures from before it stay readable by
it.
"""

from crawler.catalogue.source import Rule, Source

_NONE = Rule()


def rule_for(source: Source, fetched_at: str) -> Rule:
    """The rule with the earliest `until` on or after the day of the fetch, else the one without `until`, else
    none.
    """
    day = fetched_at[:10]
    dated = sorted((rule for rule in source.rule if rule.until and rule.until >= day), key=lambda rule: rule.until)
    lasting = [rule for rule in source.rule if not rule.until]
    return next(iter(dated + lasting), _NONE)
