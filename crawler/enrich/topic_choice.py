"""Which of the topics that a text has signs of are named.

The best ones, except where words deceive: "approves" near "satellite" is regulation or the vote of a cabinet, "signs"
near "space" is a pact or a law. So topics that such words name need a second sign, for which a headline alone has no
room, and cooperation needs somebody abroad. Who is named and what is cited is a sign too, in every language: a
regulator next to "frequency", a firm that works in the subject. benchmarks/enrichment/README.md has the figures of
this, and of the models that were tried in its place.
"""

from collections.abc import Iterable, Set

from archive.records import Mention
from crawler.enrich.data import Data
from crawler.enrich.matcher import Hit
from crawler.enrich.scoring import Score
from crawler.enrich.tables import ActorRow, TopicRow

_NOT_A_PARTY = ("site", "think-tank", "academia")  # a launch site is let to others, scholars speak of others


def choose_topics(
    result: Score,
    data: Data,
    actors: Iterable[Hit],
    countries: Iterable[Mention],
    instruments: Iterable[Mention],
    *,
    is_headline: bool,
) -> tuple[Mention, ...]:
    """Return the best topics above the threshold that are not far behind the best, or clear enough by themselves.

    Where none reaches the threshold, a lower one holds: a weak sign is more than none.
    """
    if result.space <= 0 or not result.topics:
        return ()
    file, rows = data.topics_file, data.topic_rows
    named: list[ActorRow] = [hit.value.actor for hit in actors]
    abroad = not _is_of_one_country(named, countries)
    kinds = {actor.type for actor in named}
    topics, cited = {actor.topic for actor in named}, {mention.kind for mention in instruments}
    scored = (
        (
            topic,
            value + file.named_topic_score * _signs_by_name(rows[topic], topics, kinds, cited) if value > 0 else value,
        )
        for topic, value in result.topics.items()
        if abroad or not rows[topic].across_borders
    )
    ranked = sorted(scored, key=lambda item: (-item[1], item[0]))
    best = ranked[0][1] if ranked else 0.0
    share = min(file.min_topic_share * best, file.enough_topic_score)
    least = max(file.min_topic_score if best >= file.min_topic_score else file.min_only_topic_score, share)
    chosen: list[Mention] = []
    for topic, value in ranked:
        row, signs = rows[topic], len(result.signs.get(topic, ()))
        needs_another = row.second_sign is not None and signs == 1 and bool(chosen) and not is_headline
        if value >= least and not (needs_another and kinds.isdisjoint(row.second_sign or ())):
            chosen.append(Mention(topic, round(value, 1), "topic", row.name))
    return tuple(chosen[: file.max_topics_per_article])


def _signs_by_name(row: TopicRow, topics: Set[str], kinds: Set[str], cited: Set[str]) -> int:
    """Return how many signs of a topic are among the topics and types of the actors, and the kinds of instruments."""
    return (row.id in topics) + (not kinds.isdisjoint(row.spoken_by)) + (not cited.isdisjoint(row.cited_by))


def _is_of_one_country(actors: Iterable[ActorRow], countries: Iterable[Mention]) -> bool:
    """Return whether all that the text names is of one country, and somebody acts there."""
    homes = {actor.country for actor in actors if actor.type not in _NOT_A_PARTY}
    return bool(homes) and "INT" not in homes and len(homes.union(country.id for country in countries)) == 1
