"""Hits to mentions: actors in their context, countries, and the kind of document."""

from collections import Counter
from collections.abc import Iterable, Sequence

from archive.records import Mention
from crawler.enrich.cover import Cover, Neighbours
from crawler.enrich.gazetteer import ActorName, CountryName
from crawler.enrich.matcher import Hit
from crawler.enrich.scoring import Layout
from crawler.enrich.tables import ActorRow, ScoringFile


def accepted_actors(hits: Sequence[Hit], space: Iterable[Hit], distance: int) -> list[Hit]:
    """The actor hits without the ambiguous ones that have nothing of space within `distance` characters.

    What overlaps the name itself is no context for it.
    """
    signs = [(h.start, h.stop) for h in space if h.value.about_space]
    signs += [(h.start, h.stop) for h in hits if not h.value.needs_context and not h.value.actor.general]
    context = Neighbours(signs)
    return [hit for hit in hits if not hit.value.needs_context or context.near(hit.start, hit.stop, distance)]


def actor_mentions(hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """Actors with the number of their mentions, most mentioned first."""
    rows: dict[str, ActorRow] = {hit.value.actor.id: hit.value.actor for hit in hits}
    counts = Counter(hit.value.actor.id for hit in hits)
    return tuple(
        Mention(actor, float(count), rows[actor].type, rows[actor].name) for actor, count in counts.most_common()
    )  # most_common keeps the order of the text between equals


def country_mentions(
    hits: Sequence[Hit], actors: Sequence[Hit], named: Cover, home: str, names: dict[str, str]
) -> tuple[Mention, ...]:
    """Countries named in the text or in the person of their actors.

    A name of a country inside the name of an actor (`named`) does not count. An ambiguous one counts beside
    another sign of the country, or if the source is from there (`home`).
    """
    counts: Counter[str] = Counter()
    ambiguous: Counter[str] = Counter()
    for hit in hits:  # one span may name two countries: 中美
        name: CountryName = hit.value
        if not named.touches(hit.start, hit.stop):
            (ambiguous if name.ambiguous else counts)[name.code] += 1
    for hit in actors:
        found: ActorName = hit.value
        if found.actor.country != "INT":
            counts[found.actor.country] += 1
    for code, count in ambiguous.items():
        if code in counts or code == home:
            counts[code] += count
    return tuple(Mention(code, float(n), "country", names.get(code, code)) for code, n in counts.most_common())


def document_type(hits: Iterable[Hit], layout: Layout, scoring: ScoringFile, least: float) -> str:
    """The kind of document that title and lead speak of most, or "" below `least`."""
    scores: dict[str, float] = {}
    for hit in hits:
        if hit.start < layout.lead_end:
            scores[hit.value.id] = scores.get(hit.value.id, 0.0) + layout.multiplier(hit.start, scoring)
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= least else ""
