"""Author names are split only where that is certain."""

import pytest

from archive.export.person_names import Name, split_name


@pytest.mark.parametrize(
    ("byline", "language", "expected"),
    [
        ("Jeff Foust", "en", Name("Foust", "Jeff")),
        ("Foust, Jeff", "en", Name("Foust", "Jeff")),
        ("Marcia S. Smith", "en", Name("Smith", "Marcia S.")),
        ("Martin Luther King Jr.", "en", Name("King", "Martin Luther", suffix="Jr.")),
        ("Dr. Sally Ride", "en", Name("Ride", "Sally")),
        ("Jan van der Meer", "nl", Name("Meer", "Jan", "van der")),
        ("Ursula von der Leyen", "de", Name("Leyen", "Ursula", "von der")),
        ("Jean-Yves Le Drian", "fr", Name("Le Drian", "Jean-Yves")),
        ("DUPONT Jean", "fr", Name("DUPONT", "Jean")),
        ("李明", "zh", Name("李", "明")),
        ("欧阳修", "zh", Name("欧阳", "修")),
        ("山田 太郎", "ja", Name("山田", "太郎")),
        ("김철수", "ko", Name("김", "철수")),
        ("Мария Иванова", "ru", Name("Иванова", "Мария")),
        ("Рогозин Дмитрий Олегович", "ru", Name("Рогозин", "Дмитрий Олегович")),
        ("محمد بن سلمان", "ar", Name("سلمان", "محمد", "بن")),
        ("राजेश कुमार", "hi", Name("कुमार", "राजेश")),
    ],
)
def test_a_person_is_split(byline: str, language: str, expected: Name) -> None:
    assert split_name(byline, language) == expected


@pytest.mark.parametrize(
    "byline",
    [
        "Reuters",
        "European Space Agency",
        "SpaceNews Staff",
        "NASA Headquarters",
        "The Economist",
        "Ministère des Armées",
        "Sandra Erwin and Jeff Foust",
        "desk@agency.example",
        "新华社",
        "山田太郎",  # where a Japanese family name ends, its characters do not tell
    ],
)
def test_an_uncertain_name_is_not_split(byline: str) -> None:
    assert split_name(byline, "ja" if byline == "山田太郎" else "") == Name(literal=byline)


def test_the_outlet_itself_is_not_a_person() -> None:
    assert split_name("Arms Control Wonk", outlet="Arms Control Wonk") == Name(literal="Arms Control Wonk")


def test_a_name_is_inverted_with_its_particle() -> None:
    assert split_name("Jan van der Meer").inverted == "van der Meer, Jan"
