"""Make the outlines of the world map from the data of Natural Earth: run once, when borders or codes change.

    python docs/make_world.py countries-110m.json countries-50m.json

The two files are those of world-atlas 2.0.2 (npm, ISC licence), which packages Natural Earth 4.1 (public domain) as
TopoJSON. Countries too small for the first are points, from the second. The projection is Equal Earth, which shows each
country in its true area (Šavrič, Patterson, Jenny 2018, "The Equal Earth map projection").
"""

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from babel.core import get_global

DESTINATION = Path(__file__).parents[1] / "archive" / "datasette" / "charts" / "world.json.gz"
WIDTH, TOP, SOUTH = 1000, 84.0, -57.0  # degrees of the edges: no country lies beyond them
_A = (1.340264, -0.081106, 0.000893, 0.003796)
Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """Project degrees to the map, x to the right and y downwards."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    a1, a2, a3, a4 = _A
    slope = 9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    y = a4 * theta**9 + a3 * theta**7 + a2 * theta**3 + a1 * theta
    scale = WIDTH / 2 / 2.70663
    return WIDTH / 2 + scale * x, -scale * y


def rings(world: dict[str, Any], geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield the rings of a country in degrees (TopoJSON, 2.1.4: arcs are delta-encoded, ~n is arc n reversed)."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]

    def arc(index: int) -> list[Point]:
        x = y = 0
        points = []
        for dx, dy in world["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points if index >= 0 else points[::-1]

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for index in ring:
                points += arc(index)[1 if points else 0 :]
            yield from within_the_edges(points)


def within_the_edges(ring: list[Point]) -> Iterator[list[Point]]:
    """Yield a ring whole, or, where it crosses the antimeridian, its parts on both sides."""
    unrolled = ring[:1]
    for longitude, latitude in ring[1:]:
        turns = round((unrolled[-1][0] - longitude) / 360)
        unrolled.append((longitude + 360 * turns, latitude))
    for turn in (-360, 0, 360):
        turned = [(longitude + turn, latitude) for longitude, latitude in unrolled]
        if part := clipped(clipped(turned, -180, 1), 180, -1):
            yield part


def clipped(ring: list[Point], edge: float, side: int) -> list[Point]:
    """Return the part of a ring east of a meridian (side 1) or west of it (Sutherland and Hodgman 1974)."""
    found: list[Point] = []
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if side * (ax - edge) >= 0:
            found.append((ax, ay))
        if (ax - edge) * (bx - edge) < 0:
            found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
    return found


def path(all_rings: list[list[Point]], top: float) -> str:
    """Write rings as the path of an SVG, in whole tenths, relative to the point before."""
    parts = []
    for ring in all_rings:
        points = [(round(10 * x), round(10 * (y - top))) for x, y in (projected(*point) for point in ring)]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
        moves = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy)
        if moves:
            parts.append(f"M{points[0][0]} {points[0][1]}l{moves}z")
    return "".join(parts)


def middle(ring: list[Point], top: float) -> Point:
    points = [projected(*point) for point in ring]
    count = len(points)
    return round(sum(x for x, _ in points) / count, 1), round(sum(y for _, y in points) / count - top, 1)


def code_of(geometry: dict[str, Any]) -> str:
    """Return the code of two letters for the numeric one of ISO 3166-1; empty where a territory has none."""
    if geometry["properties"]["name"] == "Kosovo":
        return "XK"
    (code, *_) = get_global("territory_aliases").get(geometry.get("id", ""), [""])
    return str(code)


def main(coarse: Path, fine: Path) -> None:
    top = projected(0, TOP)[1]
    world, small = (json.loads(file.read_text(encoding="utf-8")) for file in (coarse, fine))
    outlines: dict[str, str] = {}
    for geometry in world["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code != "AQ":
            outlines[code] = outlines.get(code, "") + path(list(rings(world, geometry)), top)
    points = {}
    for geometry in small["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code and code != "AQ" and code not in outlines and geometry.get("arcs"):
            points[code] = middle(max(rings(small, geometry), key=len), top)
    height = round(projected(0, SOUTH)[1] - top)
    data = {"width": WIDTH, "height": height, "outlines": outlines, "points": points}
    written = json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
    DESTINATION.write_bytes(gzip.compress(written, 9, mtime=0))
    print(f"{len(outlines)} outlines, {len(points)} points, {len(written):,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
