"""A diff shows all changes and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from archive.datasette.pages.diff import compare, word_pieces

texts = st.text(alphabet="ab 宇宙é.\n", max_size=60)


@given(texts, texts)
def test_both_states_can_be_rebuilt_from_the_pieces(old: str, new: str) -> None:
    pieces = word_pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_words_change_as_units_but_by_character_in_scripts_without_spaces() -> None:
    kinds = [(piece.kind, piece.text) for piece in word_pieces("cost 24 million euros", "cost 42 million euros")]
    assert kinds == [("same", "cost "), ("removed", "24"), ("added", "42"), ("same", " million euros")]
    assert [piece.text for piece in word_pieces("印度太空", "印度航空") if piece.kind != "same"] == ["太", "航"]


def test_unchanged_paragraphs_far_from_a_change_are_counted_not_shown() -> None:
    old = "\n\n".join(f"Paragraph {letter} stays as it is." for letter in "abcdefgh")
    found = compare(old, old.replace("Paragraph e stays", "Paragraph e leaves"))
    assert [(one.kind, one.skipped) for one in found] == [("same", 3), ("edited", 0), ("same", 0)]


def test_a_new_paragraph_is_not_an_edit_of_its_neighbour() -> None:
    found = compare("One thing is said here.", "One thing is said here.\n\nQuite another matter follows now.")
    assert [one.kind for one in found] == ["same", "added"]


def test_no_change_shows_nothing() -> None:
    assert compare("a\n\nb", "a\n\nb") == []
