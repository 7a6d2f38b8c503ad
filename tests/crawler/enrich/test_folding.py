"""Spellings that mean the same are compared as the same."""

import pytest

from crawler.enrich.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Política ESPACIAL", "politica espacial"),
        ("Traité de l’espace", "traite de l'espace"),
        ("пилотируемый полёт", "пилотируемый полет"),
        ("الفضاء الأوروبي", "الفضاء الاوروبي"),
        ("اتِّفاقيــة", "اتفاقية"),
        ("太空總署發射衛星", "太空总署发射卫星"),
        ("內閣警告減少該區衛星", "内阁警告减少该区卫星"),
        ("अंतरिक्ष संवाद चाँद", "अंतरिक्ष संवाद चांद"),
        ("IRIS²", "iris2"),
        ("ＮＡＳＡ", "nasa"),
        ("non–proliferation", "non-proliferation"),
        ("soft\u00adhyphen", "softhyphen"),
        ("İstanbul", "istanbul"),
        ("İZMİR ve Ørsted", "izmir ve orsted"),
        ("ΣΠΟΥΔΗΣ", "σπουδησ"),
    ],
)
def test_variants_fold_to_one_spelling(one: str, other: str) -> None:
    assert fold(one).folded == fold(other).folded


@pytest.mark.parametrize("text", ["İİ ß ẞ ŉ ǰ", "ﬁnal ﷺ x", "a\u0301\u0302 ё", "", "\ud800 x", "क़ ख़"])
def test_plain_and_folded_have_equal_positions(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.folded)


def test_white_space_becomes_single_spaces() -> None:
    assert fold("outer\n\u00a0  space\ttreaty").folded == "outer space treaty"
