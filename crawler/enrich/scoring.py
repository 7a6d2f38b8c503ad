"""Lexicon hits to numbers: is it about space, is it about policy, and which topics.

S is the sum of weights of terms about space, P that of policy terms, N of astronomy and science, G of phrases
that only look like space. A hit in the title counts most, one in the lead more than one in the body, and a
term counts `max_hits_per_term` times at most. The score is min(S, cap) + policy_factor * min(P, cap) - N - G.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.enrich.lexicon import Term
from crawler.enrich.matcher import Hit
from crawler.enrich.tables import ScoringFile, Threshold

_SPECIFIC = 4  # weight from which a term of space is hardly ever there by accident


@dataclass(frozen=True, slots=True)
class Layout:
    """Where title and lead end in the joined text."""

    title_end: int
    lead_end: int

    def multiplier(self, start: int, scoring: ScoringFile) -> float:
        """Return how much a hit at this place counts."""
        if start < self.title_end:
            return scoring.title_multiplier
        return scoring.lead_multiplier if start < self.lead_end else 1.0


@dataclass(slots=True)
class Score:
    """The four sums, what of S and P lies in title and lead, and how many terms of space; sum and terms by topic.

    A specific term counts as two: a common word repeated ("moon") proves little.
    """

    space: float = 0.0
    policy: float = 0.0
    noise: float = 0.0
    negative: float = 0.0
    head_space: float = 0.0
    head_policy: float = 0.0
    terms: int = 0
    topics: dict[str, float] = field(default_factory=dict)
    signs: dict[str, set[int]] = field(default_factory=dict)

    def add_share(self, topic: str, of: Iterable[str], share: float) -> None:
        """Add to a topic a share of what others have."""
        if gain := share * sum(self.topics.get(other, 0.0) for other in of):
            self.topics[topic] = self.topics.get(topic, 0.0) + gain

    def total(self, scoring: ScoringFile) -> float:
        """Return the score as one number; at most cap * (1 + policy_factor)."""
        if self.space <= 0:
            return 0.0
        gain = min(self.space, scoring.cap) + scoring.policy_factor * min(self.policy, scoring.cap)
        return gain - self.noise - self.negative

    def reaches(self, threshold: Threshold, scoring: ScoringFile) -> bool:
        """Return whether all the least values are reached."""
        return (
            self.space >= threshold.space
            and self.policy >= threshold.policy
            and self.head_space >= threshold.head_space
            and self.head_policy >= threshold.head_policy
            and self.terms >= threshold.terms
            and self.total(scoring) >= threshold.score
        )


def score(hits: Iterable[Hit], layout: Layout, scoring: ScoringFile) -> Score:
    """Sum up lexicon hits, which must be in the order of the text (the dearest places come first)."""
    result = Score()
    times: dict[int, int] = {}
    for start, _, term in hits:
        seen = times.get(id(term), 0)
        if seen < scoring.max_hits_per_term:
            times[id(term)] = seen + 1
            if not seen and term.about_space:
                result.terms += 2 if term.axis == "sp" or term.weight >= _SPECIFIC else 1
            _add(result, term, term.weight * layout.multiplier(start, scoring), start < layout.lead_end, scoring)
    return result


def _add(result: Score, term: Term, weight: float, in_head: bool, scoring: ScoringFile) -> None:
    axis = term.axis
    if axis in ("sp", "s"):
        result.space += weight
        result.head_space += weight if in_head else 0.0
    if axis in ("sp", "p"):
        result.policy += weight
        result.head_policy += weight if in_head else 0.0
    elif axis == "tp":
        result.policy += scoring.pair_policy * weight
        result.head_policy += scoring.pair_policy * weight
    elif axis == "n":
        result.noise += weight
    elif axis == "g":
        result.negative += weight
    if term.topic and (in_head or axis != "p"):  # "budget" somewhere in the body does not make a text one on budgets
        result.topics[term.topic] = result.topics.get(term.topic, 0.0) + weight
        result.signs.setdefault(term.topic, set()).add(id(term))
