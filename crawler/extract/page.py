"""What extraction is given: one captured response and what is known of it beforehand."""

from dataclasses import dataclass, field

from archive.records import Lead
from crawler.catalogue.source import Rule, Source

# Which of a source's rules read a capture: the one that held on the day it was fetched.
#
# A redesign ends a rule's time (`until`, the last day it holds); the captures from before it stay readable by
# it.

_NONE = Rule()


def rule_for(source: Source, fetched_at: str) -> Rule:
    """The rule with the earliest `until` on or after the day of the fetch, else the one without `until`, else
    none.
    """
    day = fetched_at[:10]
    dated = sorted((rule for rule in source.rule if rule.until and rule.until >= day), key=lambda rule: rule.until)
    lasting = [rule for rule in source.rule if not rule.until]
    return next(iter(dated + lasting), _NONE)


# The name under which the archive records who read an article, so that a later reading can be told from an
# earlier one.
#
# Raise it whenever the same capture may give another article.

EXTRACTOR_VERSION = "spacebeat-extract/3"


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page.

    `url` is the address after redirects, `lead.url` the one that was asked for. `headers` has lower-case names.
    `template` holds the digests (`crawler.extract.body.boilerplate`) of lines that repeat across pages of this source.
    `further` are the texts of the further pages of an article that stands on several; `is_whole` is False when one of
    them could not be had.
    """

    url: str
    body: bytes
    headers: dict[str, str]
    fetched_at: str
    lead: Lead
    source: Source
    status: int = 200
    template: frozenset[int] = field(default_factory=frozenset)
    further: tuple[str, ...] = ()
    is_whole: bool = True
