"""The world map draws each country that has a number, darker the larger it is."""

import pytest

from archive.codes import english_names
from archive.datasette.charts.world_map import world_map


def test_larger_numbers_are_darker_and_small_countries_are_points() -> None:
    drawn = world_map({"FR": 1000, "IN": 10, "SG": 1, "RU": 1})
    by_code = {one.code: one for one in drawn.countries}
    assert by_code["FR"].heat == 100
    assert by_code["FR"].heat > by_code["IN"].heat > by_code["RU"].heat > 0
    assert by_code["SG"].outline == ""
    assert 0 < by_code["SG"].x < drawn.width
    assert 0 < by_code["SG"].y < drawn.height
    assert by_code["FR"].outline
    assert by_code["FR"].outline not in drawn.land
    assert drawn.elsewhere == ()


def test_the_only_number_is_dark() -> None:
    assert [one.heat for one in world_map({"FR": 1}).countries] == [100]
    assert world_map({}).countries == ()


def test_all_but_small_dependent_territories_and_unions_are_on_the_map() -> None:
    codes = [code for code in english_names("countries") if code.isalpha() and len(code) == 2]
    elsewhere = "AC AQ BQ BV CC CP CQ CX DG EA EU EZ GF GI GP IC MQ QO RE SJ TA TK TV UM UN YT".split()
    assert set(world_map(dict.fromkeys(codes, 1)).elsewhere) <= {*elsewhere, "XA", "XB", "ZZ"}


@pytest.mark.parametrize("code", ["RU", "US", "FJ", "NZ"])
def test_no_country_stretches_across_the_map_at_the_antimeridian(code: str) -> None:
    (country,) = world_map({code: 1}).countries
    width = world_map({}).width
    for ring in country.outline.split("M")[1:]:
        first, _, steps = ring.rstrip("z").partition("l")
        x = int(first.split()[0])
        for dx in steps.split()[::2]:
            assert abs(int(dx)) < width / 4
            x += int(dx)
            assert 0 <= x <= width
