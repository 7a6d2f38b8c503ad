"""Countries and languages are found by code and by name, in English and in other languages."""

import pytest

from archive.codes import code_of, name_of


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("FRA", "FR"),
        ("France", "FR"),
        ("uk", "GB"),
        ("USA", "US"),
        ("south korea", "KR"),
        ("Cote d'Ivoire", "CI"),
        ("Turkey", "TR"),
        ("Deutschland", "DE"),
        ("中国", "CN"),
        ("EU", "EU"),
        ("150", None),
        ("ZZ", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_found_by_code_or_name(written: str, code: str | None) -> None:
    assert code_of("countries", written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [("en", "en"), ("EN", "en"), ("eng", "en"), ("English", "en"), ("français", "fr"), ("中文", "zh"), ("x", None)],
)
def test_a_language_is_found_by_code_or_name(written: str, code: str | None) -> None:
    assert code_of("languages", written) == code


def test_a_code_has_a_name() -> None:
    assert name_of("countries", "FR") == "France"
    assert name_of("languages", "fr") == "French"
    assert name_of("languages", "?") == ""
