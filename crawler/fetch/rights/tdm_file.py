"""When the tdmrep.json of a site is asked for, and what applies until then.

A site is asked at most once a day, also across runs, and only when a page of it is about to be fetched. The absence
of the file is remembered for as long, and the last known file applies until the site serves another.
"""

from datetime import timedelta

from crawler.fetch.rights.tdmrep import TdmRule, read_tdmrep
from crawler.fetch.site_files import SiteFile, SiteFileKind


def _rules_of(copy: SiteFile | None) -> tuple[TdmRule, ...]:
    return read_tdmrep(copy.body) if copy is not None and copy.status == 200 else ()


TDMREP = SiteFileKind(
    read=_rules_of,
    without_response=lambda stored, cause: _rules_of(stored),
    is_no_response=lambda status: status == 429 or status >= 500,
    unreachable="tdmrep.json unreachable",
    fresh=timedelta(days=1),
    ask_again=timedelta(hours=1),
    trusts_stored=True,
)
