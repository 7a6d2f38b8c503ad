"""Bursts of a subject after Kleinberg, Bursty and Hierarchical Structure in Streams (KDD 2002), section 4.

Of `totals[t]` articles of a period, `matching[t]` are on the subject. In its usual state a share p0 of the articles is,
that of the whole time; in a burst S times as many. A change into the burst costs G * ln(number of periods), so that a
single busy day is one only if it is busy enough. The cheapest sequence of states is found by dynamic programming.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, lgamma, log

S = 2.0
G = 1.0


@dataclass(frozen=True, slots=True)
class Burst:
    """Periods `first` to `last` of a burst. `weight` is how much cheaper they are than in the usual state."""

    first: int
    last: int
    matching: int
    expected: float
    weight: float


def find_bursts(matching: Sequence[int], totals: Sequence[int]) -> list[Burst]:
    """Find the bursts in order of time; `matching` is at most `totals` in each period."""
    found, all_articles = sum(matching), sum(totals)
    usual = found / all_articles if all_articles else 0.0
    shares = (usual, S * usual)
    if not found or shares[1] >= 1:  # nothing, or so much that it cannot be S times as much
        return []
    costs = [[_cost(m, total, share) for share in shares] for m, total in zip(matching, totals, strict=True)]
    states = _cheapest(costs, G * log(len(matching)) if len(matching) > 1 else 0.0)
    bursts, start = [], None
    for place, state in enumerate([*states, 0]):
        if state and start is None:
            start = place
        elif not state and start is not None:
            span = range(start, place)
            weight = sum(costs[t][0] - costs[t][1] for t in span)
            expected = usual * sum(totals[t] for t in span)
            bursts.append(Burst(start, place - 1, sum(matching[t] for t in span), expected, weight))
            start = None
    return bursts


def _cost(matching: int, total: int, share: float) -> float:
    """Return minus the logarithm of the binomial probability of the matches."""
    choose = lgamma(total + 1) - lgamma(matching + 1) - lgamma(total - matching + 1)
    return -(choose + matching * log(share) + (total - matching) * log(1 - share))


def _cheapest(costs: Sequence[Sequence[float]], rise: float) -> list[int]:
    """Return the cheapest sequence of states 0 and 1; only the change from 0 to 1 costs something (Viterbi)."""
    best, came_from = [0.0, inf], list[tuple[int, int]]()
    for usual, burst in costs:
        back = (0 if best[0] <= best[1] else 1, 0 if best[0] + rise < best[1] else 1)
        best = [best[back[0]] + usual, min(best[0] + rise, best[1]) + burst]
        came_from.append(back)
    state = 0 if best[0] <= best[1] else 1
    states = []
    for back in reversed(came_from):
        states.append(state)
        state = back[state]
    return states[::-1]
