"""Bursts are the cheapest explanation of the numbers, as a search of all sequences of states finds it."""

import random
from itertools import product
from math import log

import pytest

from archive.analysis.bursts import G, S, _cost, find_bursts


def brute_force(matching: list[int], totals: list[int]) -> list[tuple[int, int]]:
    usual = sum(matching) / sum(totals)
    shares = (usual, S * usual)

    def cost(states: tuple[int, ...]) -> float:
        rises = sum(b > a for a, b in zip((0, *states), states, strict=False))
        return rises * G * log(len(states)) + sum(
            _cost(m, d, shares[state]) for m, d, state in zip(matching, totals, states, strict=True)
        )

    best = min(product((0, 1), repeat=len(matching)), key=cost)
    edges = [place for place, (a, b) in enumerate(zip((0, *best), (*best, 0), strict=True)) if a != b]
    return [(first, last - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]


@pytest.mark.parametrize("seed", range(20))
def test_bursts_are_those_of_the_cheapest_sequence(seed: int) -> None:
    pick = random.Random(seed)
    totals = [pick.randint(0, 60) for _ in range(11)]
    matching = [min(total, pick.choice((0, 1, 2, 3, 9, 20))) for total in totals]
    found = [(burst.first, burst.last) for burst in find_bursts(matching, totals)]
    assert found == (brute_force(matching, totals) if 0 < S * sum(matching) < sum(totals) else [])


def test_a_planted_burst_is_found_with_its_weight() -> None:
    matching = [1, 0, 2, 1, 1, 0, 14, 17, 12, 1, 0, 1, 2, 1]
    (burst,) = find_bursts(matching, [100] * len(matching))
    assert (burst.first, burst.last, burst.matching) == (6, 8, 43)
    assert burst.weight > 15
    assert 11 < burst.expected < 12


def test_a_busy_day_of_all_news_is_no_burst() -> None:
    assert find_bursts([2, 2, 20, 2, 2], [100, 100, 1000, 100, 100]) == []
    assert find_bursts([], []) == []
    assert find_bursts([5, 5], [5, 5]) == []
