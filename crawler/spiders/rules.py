"""The rules by which a source's addresses are judged, and judging again what other rules refused before.

A repaired pattern, another focus, a new extractor or another legal basis re-opens what the one before refused; without
that, an address stays lost though its feed lists it for weeks.
"""

import hashlib
from collections.abc import Sequence

from archive.archive import Archive
from archive.records import Lead
from archive.store.reopening import RuleKind
from crawler.catalogue.source import Source
from crawler.engine.session import Session
from crawler.fetch.rights.legal_basis import Basis
from crawler.spiders import store
from crawler.spiders.filters import Admission


def rules_of(source: Source, basis: Basis, extractor: str) -> dict[RuleKind, str]:
    """Return what decides on the addresses of a source, by kind, as short strings to compare."""
    endpoints = sorted(endpoint.url for _, endpoint in source.endpoints())
    patterns = repr((source.article_url_re, source.exclude_url_re, source.homepage, endpoints))
    return {
        "admission": hashlib.sha256(patterns.encode()).hexdigest()[:16],
        "relevance": source.focus,
        "extraction": extractor,
        "rights": basis,
    }


async def judge_again(session: Session, source: Source, extractor: str) -> None:
    """Re-open the addresses of a source that were refused by rules which have changed since its last crawl."""
    rules, call = rules_of(source, session.basis, extractor), session.writer.call
    changed = await call(_changed, source.id, rules)
    if "admission" in changed:
        admission = Admission(source)
        refused = await call(lambda archive: archive.reopening.refused_unasked(source.id, "not-article"))
        for start in range(0, len(refused), store.CHUNK):
            judged = admission.judge(refused[start : start + store.CHUNK])
            await call(_reopen, source.id, judged.admitted)
    if "relevance" in changed and source.focus != "general":
        await call(
            lambda archive: _reopen(archive, source.id, archive.reopening.refused_unasked(source.id, "irrelevant"))
        )
    if changed:
        for capture_id in await call(lambda archive: archive.reopening.judge_again(source.id, changed)):
            session.extraction.expect(source.id, capture_id)
        await call(lambda archive: archive.reopening.save_rules(source.id, rules))


def _changed(archive: Archive, source_id: str, rules: dict[RuleKind, str]) -> set[RuleKind]:
    return archive.reopening.changed_rules(source_id, rules)


def _reopen(archive: Archive, source_id: str, leads: Sequence[Lead]) -> None:
    archive.frontier.add(source_id, leads)
