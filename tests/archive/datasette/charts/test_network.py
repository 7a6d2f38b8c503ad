"""A network is drawn the same each time, inside its frame, with names that can be read."""

import random
from itertools import combinations

import pytest

from archive.datasette.charts.network import HEIGHT, WIDTH, Node, network


def made(count: int) -> tuple[list[Node], list[tuple[int, int, float]]]:
    chance = random.Random(count)
    nodes = [Node("A name of an agency"[: chance.randint(4, 19)], chance.random()) for _ in range(count)]
    links = [(a, b, chance.random()) for a, b in combinations(range(count), 2)]
    return nodes, chance.sample(links, min(len(links), 2 * count))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 30])
def test_all_lies_inside_the_frame_and_no_name_covers_another(count: int) -> None:
    nodes, links = made(count)
    drawn = network(nodes, links)
    assert network(nodes, links) == drawn
    assert (len(drawn.circles), len(drawn.links)) == (len(nodes), len(links))
    for circle in drawn.circles:
        assert circle.radius < circle.x < WIDTH - circle.radius
        assert circle.radius < circle.y < HEIGHT - circle.radius - 10
    for one, other in combinations(drawn.circles, 2):
        is_near = abs(one.x - other.x) < 7 * (len(one.label) + len(other.label)) / 2
        assert not is_near or abs(one.y - other.y) > 15, (one, other)


def test_a_line_joins_its_circles_and_is_wider_where_the_link_is_stronger() -> None:
    nodes = [Node(name, 1) for name in ("a", "b", "c")]
    drawn = network(nodes, [(0, 1, 0.1), (1, 2, 0.4)])
    weak, strong = drawn.links
    a, b, c = drawn.circles
    assert (weak.x1, weak.y1, weak.x2, weak.y2) == (a.x, a.y, b.x, b.y)
    assert (strong.x2, strong.y2) == (c.x, c.y)
    assert strong.width > weak.width


def test_what_is_linked_lies_nearer_than_what_is_not() -> None:
    groups = (range(5), range(5, 10))
    links = [(a, b, 0.5) for group in groups for a, b in combinations(group, 2)]
    places = network([Node(f"n{n}", 1) for n in range(10)], links).circles

    def distance(a: int, b: int) -> float:
        return ((places[a].x - places[b].x) ** 2 + (places[a].y - places[b].y) ** 2) ** 0.5

    within = [distance(a, b) for group in groups for a, b in combinations(group, 2)]
    between = [distance(a, b) for a in groups[0] for b in groups[1]]
    assert sum(within) / len(within) < 0.7 * sum(between) / len(between)


def test_a_long_name_is_shortened() -> None:
    (circle,) = network([Node("Committee on the Peaceful Uses of Outer Space", 1)], []).circles
    assert circle.label == "Committee on the Peaceful…"
