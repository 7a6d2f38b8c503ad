"""Literals of JavaScript are read as a browser would read them."""

import pytest

from crawler.extract.state.js_literal import unquoted


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"a\nb \u00e9"', "a\nb é"),
        (r"'It\'s \x41 \u{1F680}'", "It's A \U0001f680"),
        (r"'\ud83d\ude80 up'", "\U0001f680 up"),
        (r"'\ud83d up'", " up"),
        (r'"\x41 \ud83d\ude80"', "A \U0001f680"),
        ("'a\\\nb'", "ab"),
    ],
)
def test_a_string_stands_for(literal: str, text: str) -> None:
    assert unquoted(literal) == text
