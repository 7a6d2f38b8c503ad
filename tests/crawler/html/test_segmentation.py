"""Blocks have the text that a reader sees, and of a link nothing that only a screen reader says."""

import pytest

from crawler.html.document import parse


def first_block(html: str) -> str:
    return parse(f"<html><body><p>{html}</p></body></html>".encode(), "https://courier.example/1").blocks.blocks[0].text


@pytest.mark.parametrize(
    "note",
    [
        ", opens new tab", "(opens in a new window)", " (öffnet im neuen Fenster) ", "Nouvelle fenêtre",
        "se abre en una nueva ventana", "(link esterno)", "abre em nova janela", "откроется в новом окне",
        "在新窗口中打开", "（別ウィンドウで開きます）", "(새 창 열림)", "يفتح في نافذة جديدة", "(नई विंडो में खुलता है)",
    ],
)  # fmt: skip
def test_a_note_that_a_link_opens_a_window_is_left_out(note: str) -> None:
    html = f'The <a href="/i">index<svg></svg><span class=v>{note}</span></a>, which fell, rises.'
    assert first_block(html) == "The index, which fell, rises."


def test_the_same_words_elsewhere_are_kept() -> None:
    assert first_block("The shop <b>opens new window</b> displays.") == "The shop opens new window displays."
    assert first_block('<a href="/i">External link</a> of the day') == "External link of the day"
    assert first_block('<a href="/i">See <em>who opens in new window dressing</em></a>') == (
        "See who opens in new window dressing"
    )
