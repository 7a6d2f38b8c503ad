"""Layout of a network: nodes that belong together lie near each other, and no name covers another.

Springs after Fruchterman and Reingold (1991, "Graph drawing by force-directed placement"), from a circle, so that the
same network is always drawn the same. Then names are moved apart, since thirty of them are wider than the nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]  # a row of x and y for each node
WIDTH, HEIGHT = 1000.0, 620.0
_STEPS = 150
_PULL = 1.5
_TO_THE_MIDDLE = 0.3  # pull that keeps parts without a link from drifting apart
_LINE = 18.0  # height of a name
_LETTER = 7.2  # width of a letter, about
_SPACE = 4.0  # on either side of a name
_SMALLEST, _LARGEST = 4.0, 16.0  # radius of a node
_LONGEST = 26  # letters of a name


@dataclass(frozen=True, slots=True)
class Node:
    """A node and its label; `size` (0 to 1) is the area of its circle."""

    label: str
    size: float


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line between the middles of two circles."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """`circles` are in the order of the nodes, `links` in that of the given ones."""

    circles: tuple[Circle, ...]
    links: tuple[Link, ...]
    width: float = WIDTH
    height: float = HEIGHT


def network(nodes: Sequence[Node], links: Sequence[tuple[int, int, float]]) -> Network:
    """Lay out nodes and links. A link is two positions in `nodes` and its strength (0 to 1)."""
    places = _apart(_spread(_springs(len(nodes), links)), nodes) if nodes else np.empty((0, 2))
    strongest = max((strength for _, _, strength in links), default=1)
    circles = tuple(_circle(node, *place) for node, place in zip(nodes, places.tolist(), strict=True))
    return Network(
        circles,
        tuple(
            Link(circles[a].x, circles[a].y, circles[b].x, circles[b].y, round(1 + 7 * strength / strongest, 1))
            for a, b, strength in links
        ),
    )


def _circle(node: Node, x: float, y: float) -> Circle:
    return Circle(round(x, 1), round(y, 1), round(max(_SMALLEST, _LARGEST * sqrt(node.size)), 1), _short(node.label))


def _springs(count: int, links: Sequence[tuple[int, int, float]]) -> Places:
    places = np.array([(cos(2 * pi * n / count), sin(2 * pi * n / count)) for n in range(count)])
    pull = np.zeros((count, count))
    for a, b, strength in links:
        pull[a, b] = pull[b, a] = 0.3 + strength
    degrees = np.maximum(pull.sum(axis=1), 1e-9)
    pull *= _PULL / np.sqrt(degrees[:, None] * degrees[None])  # or those with many links all meet in the middle
    ideal = 1 / sqrt(count)
    for step in range(_STEPS):
        between = places[:, None] - places[None]
        distance = np.maximum(np.hypot(between[..., 0], between[..., 1]), 0.01)
        force = ideal**2 / distance**2 - pull * distance / ideal
        moves = (between * force[..., None]).sum(axis=1) - _TO_THE_MIDDLE * places
        length = np.maximum(np.hypot(moves[:, 0], moves[:, 1]), 1e-9)
        warmth = 0.1 * (1 - step / _STEPS)
        places += moves / length[:, None] * np.minimum(length, warmth)[:, None]
    return places


def _spread(places: Places) -> Places:
    """Stretch places to the drawing, with room for circles and names."""
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.where(high - low > 1e-9, high - low, 1)
    margin = np.array([110.0, 40.0])
    spread: Places = margin + (places - low) / span * (np.array([WIDTH, HEIGHT]) - 2 * margin)
    return spread


def _apart(places: Places, nodes: Sequence[Node]) -> Places:
    """Move names that cover each other up and down until none does, or there is no room left."""
    halves = [_LETTER * len(_short(node.label)) / 2 + _SPACE for node in nodes]
    for _ in range(100):
        moved = False
        order = sorted(range(len(nodes)), key=lambda n: places[n, 1])
        for at, upper in enumerate(order):
            for lower in order[at + 1 :]:
                near = abs(places[upper, 0] - places[lower, 0]) < halves[upper] + halves[lower]
                overlap = 2 * _LINE - (places[lower, 1] - places[upper, 1])
                if near and overlap > 0.5:
                    places[upper, 1] = max(30.0, places[upper, 1] - overlap / 2)
                    places[lower, 1] = min(HEIGHT - 30.0, places[lower, 1] + overlap / 2)
                    moved = True
        if not moved:
            break
    return places


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
