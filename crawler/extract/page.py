"""The input of extraction: one captured response, with its source and lead."""

from dataclasses import dataclass, field

from archive.records import Article, Lead
from crawler.catalogue.source import Rule, Source

# A capture is read by the rule of its source that was valid on the day it was fetched.
#
# A redesign ends the validity of a rule (`until`, its last day); older captures remain readable by it.

_NONE = Rule()


def rule_for(source: Source, fetched_at: str) -> Rule:
    """Return the rule that was valid on the day of the fetch.

    The one with the earliest `until` on or after that day, else the one without `until`, else an empty rule.
    """
    day = fetched_at[:10]
    dated = sorted((rule for rule in source.rule if rule.until and rule.until >= day), key=lambda rule: rule.until)
    lasting = [rule for rule in source.rule if not rule.until]
    return next(iter(dated + lasting), _NONE)


# The version of the extractor, recorded with each article to distinguish later extractions from earlier ones.
#
# Raise it whenever the same capture may yield a different article.

EXTRACTOR_VERSION = "spacebeat-extract/24"


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page.

    `url` is the URL after redirects, `lead.url` the requested one. `headers` has lower-case names. `template`
    contains the digests (`crawler.extract.body.boilerplate`) of lines that repeat across pages of this source,
    `layout` what was learnt of where its text is (`crawler.extract.body.layout`).
    `further` are the further pages of a multi-page article; `is_whole` is False when one of them
    could not be fetched.
    """

    url: str
    body: bytes
    headers: dict[str, str]
    fetched_at: str
    lead: Lead
    source: Source
    status: int = 200
    template: frozenset[int] = field(default_factory=frozenset)
    layout: bytes = field(default=b"", repr=False)
    further: tuple[Article, ...] = ()
    is_whole: bool = True
