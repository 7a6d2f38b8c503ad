"""Each page that `spacebeat sources record` has kept is read as its reviewed article says."""

from pathlib import Path

import pytest

from crawler.catalogue.load import load_catalogue
from crawler.probe.golden import page_of, read_again

FOLDER = Path(__file__).parents[2] / "pages" / "sources"
GOLDEN = sorted(FOLDER.glob("*/*.json"))
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_golden_page_is_read_as_expected(file: Path) -> None:
    expected, read = read_again(file, CATALOGUE[file.parent.name])
    assert read == expected


def test_each_page_has_its_expected_article() -> None:
    assert GOLDEN
    assert sorted(FOLDER.glob("*/*.page")) == [page_of(file) for file in GOLDEN]
