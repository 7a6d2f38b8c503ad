"""The encoding of pages that declare none."""

import pytest

from crawler.html.document import decode


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le comité a débattu très longuement des règles de la sécurité spatiale à l'échelle européenne. ", "latin-1"),
        ("Señor Peña habló de la política espacial española en la sesión del comité. ", "latin-1"),
        ("Żółć gęślą jaźń, polityka kosmiczna Polski w ramach ESA. Rząd przyjął strategię. ", "cp1250"),
        ("Космическая политика и запуск спутников. ", "cp1251"),
    ],
)
def test_the_most_widespread_of_equally_good_encodings_is_used(text: str, encoding: str) -> None:
    assert decode(f"<p>{text * 6}</p>".encode(encoding))[1] == f"<p>{text * 6}</p>"
