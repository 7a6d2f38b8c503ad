"""How much of a headline a title has."""

import pytest

from archive.store.headlines import shared


@pytest.mark.parametrize(
    ("headline", "title", "share"),
    [
        ("Senate adopts debris resolution", "SENATE ADOPTS DEBRIS RESOLUTION | Courier", 1),
        ("Senate adopts debris resolution", "Debris: Senate votes at last on resolution", 0.75),
        ("Senate adopts debris resolution", "Our house moves to another server", 0),
        ("Senate adopts debris resolution", "Courier", None),
        ("", "Senate adopts debris resolution", None),
        ("卫星互联网监管新规发布", "卫星互联网监管新规发布", 1),
        ("卫星互联网监管新规发布", "本站正在升级维护", 0),
    ],
)
def test_the_share_of_the_shorter_ones_words(headline: str, title: str, share: float | None) -> None:
    assert shared(headline, title) == share
