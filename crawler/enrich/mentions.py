"""Hits to mentions: actors in their context, countries, instruments by name and by number, kind of document."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.records import Mention
from crawler.enrich.folding import Folded
from crawler.enrich.gazetteer import INSTRUMENT_TYPES, ActorName, Citation, CountryName
from crawler.enrich.matcher import Hit
from crawler.enrich.scoring import Layout
from crawler.enrich.tables import ActorRow, InstrumentRow, ScoringFile

_WINDOW = (60, 160)  # characters before and after an anchor within which a citation must lie
_DROPPED = re.compile(r"\.(?!\d)|[,’']+")  # A/AC.105 keeps its dot, H.Res. does not
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"-{2,}")


def accepted_actors(hits: Sequence[Hit], space: Iterable[Hit], distance: int) -> list[Hit]:
    """The actor hits without the ambiguous ones that have nothing of space within `distance` characters.

    What overlaps the name itself is no context for it.
    """
    signs = [(h.start, h.stop) for h in space if h.value.about_space]
    signs += [(h.start, h.stop) for h in hits if not h.value.needs_context and not h.value.actor.general]
    return [hit for hit in hits if not hit.value.needs_context or _near(hit, signs, distance)]


def _near(hit: Hit, signs: list[tuple[int, int]], distance: int) -> bool:
    return any(
        stop <= hit.start <= stop + distance or hit.stop <= start <= hit.stop + distance
        for start, stop in signs
    )


def actor_mentions(hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Actors with the number of their mentions, most mentioned first."""
    rows: dict[str, ActorRow] = {hit.value.actor.id: hit.value.actor for hit in hits}
    counts = Counter(hit.value.actor.id for hit in hits)
    return tuple(
        Mention(actor, float(count), rows[actor].type, rows[actor].name)
        for actor, count in counts.most_common()
    )  # most_common keeps the order of the text between equals


def country_mentions(
    hits: Sequence[Hit], actors: Sequence[Hit], home: str, names: dict[str, str]
) -> tuple[Mention, ...]:
    """Countries named in the text or in the person of their actors. Names inside the name of an actor do not
    count twice.
    """
    counts: Counter[str] = Counter()
    ambiguous: Counter[str] = Counter()
    spans = [(hit.start, hit.stop) for hit in actors]
    for hit in hits:  # one span may name two countries: 中美
        name: CountryName = hit.value
        if any(start <= hit.start and hit.stop <= stop for start, stop in spans):
            continue
        (ambiguous if name.ambiguous else counts)[name.code] += 1
    for hit in actors:
        found: ActorName = hit.value
        if found.actor.country != "INT":
            counts[found.actor.country] += 1
    for code, count in ambiguous.items():
        if code in counts or code == home:
            counts[code] += count
    return tuple(
        Mention(code, float(n), "country", names.get(code, code)) for code, n in counts.most_common()
    )


def instrument_mentions(
    named: Iterable[Hit], actors: Iterable[Hit], anchors: Sequence[Hit], text: Folded
) -> tuple[Mention, ...]:
    """Instruments by name (treaties, agreements and laws among the actors too) and by number, most cited
    first.
    """
    rows: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    spans = []
    for hit in (*(hit for hit in actors if hit.value.actor.type in INSTRUMENT_TYPES), *named):
        spans.append((hit.start, hit.stop))
        row: InstrumentRow = (
            hit.value if isinstance(hit.value, InstrumentRow) else _as_instrument(hit.value.actor)
        )
        rows[row.id] = (row.kind, row.name)
        counts[row.id] += 1
    for cited, kind, name in _citations(anchors, spans, text):
        rows.setdefault(cited, (kind, name))
        counts[cited] += 1
    return tuple(Mention(found, float(count), *rows[found]) for found, count in counts.most_common())


def _as_instrument(actor: ActorRow) -> InstrumentRow:
    return InstrumentRow(id=actor.id, kind=actor.type, name=actor.name)


def _citations(
    anchors: Sequence[Hit], taken: list[tuple[int, int]], text: Folded
) -> Iterable[tuple[str, str, str]]:
    """Numbered instruments that do not lie upon one already found."""
    taken = list(taken)
    for hit in anchors:
        citation: Citation = hit.value
        if citation.row.context and not any(word in text.folded for word in citation.row.context):
            continue
        begin, end = max(0, hit.start - _WINDOW[0]), hit.stop + _WINDOW[1]
        for match in citation.pattern.finditer(text.plain, begin, end):
            apart = match.start() > hit.stop or match.end() < hit.start
            if apart or any(start < match.end() and match.start() < stop for start, stop in taken):
                continue
            taken.append(match.span())
            yield _canonical(citation, match)


def _canonical(citation: Citation, match: re.Match[str]) -> tuple[str, str, str]:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    plain = {
        name: _BLANKS.sub("-" if name == "title" else "", _DROPPED.sub("", value).strip()).casefold()
        for name, value in groups.items()
    }
    cited = _DASHES.sub("-", citation.row.id.format_map(plain)).strip("-")
    name = citation.row.name.format_map({name: value.strip() for name, value in groups.items()})
    return cited, citation.row.kind, " ".join(name.split())


def document_type(hits: Iterable[Hit], layout: Layout, scoring: ScoringFile, least: float) -> str:
    """The kind of document that title and lead speak of most, or "" below `least`."""
    scores: dict[str, float] = {}
    for hit in hits:
        if hit.start < layout.lead_end:
            scores[hit.value.id] = scores.get(hit.value.id, 0.0) + layout.multiplier(hit.start, scoring)
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= least else ""
