"""Map of the world with countries shaded by a number, in the Equal Earth projection, from shipped outlines.

The outlines are made by docs/make_world.py of Natural Earth's data, which are in the public domain.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

_FILE = Path(__file__).with_name("world.json.gz")
_FAINTEST = 15  # percent of the colour for the smallest number: more than none


@dataclass(frozen=True, slots=True)
class Country:
    """A country with a number, as an outline (a path in tenths of the map's unit) or, where it is small, as a point.

    `heat` is the share of the full colour in percent, by the square root of the number: one country has a hundred times
    the articles of another.
    """

    code: str
    number: int
    heat: int
    outline: str = ""
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class WorldMap:
    """`land` is the outline of all countries without a number; `elsewhere` are codes that are not on the map."""

    width: float
    height: float
    land: str
    countries: tuple[Country, ...]
    elsewhere: tuple[str, ...]


def world_map(numbers: Mapping[str, int]) -> WorldMap:
    """Shade countries, by ISO 3166-1 code, by positive numbers."""
    world = _world()
    outlines, points = world["outlines"], world["points"]
    most = max(numbers.values(), default=1)
    drawn = []
    for code, number in numbers.items():
        heat = round(_FAINTEST + (100 - _FAINTEST) * sqrt(number / most))
        if code in outlines:
            drawn.append(Country(code, number, heat, outlines[code]))
        elif code in points:
            drawn.append(Country(code, number, heat, x=10 * points[code][0], y=10 * points[code][1]))
    return WorldMap(
        10 * world["width"],
        10 * world["height"],
        "".join(outline for code, outline in outlines.items() if code not in numbers),
        tuple(drawn),
        tuple(code for code in numbers if code not in outlines and code not in points),
    )


@cache
def _world():  # type: ignore[no-untyped-def]  # JSON of the shipped file
    return json.loads(gzip.decompress(_FILE.read_bytes()))
