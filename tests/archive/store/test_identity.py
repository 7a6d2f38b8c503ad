"""Which pages are one article: a declared address does not make two articles one."""

import random

from archive.archive import Archive
from archive.store.articles import Added

_FUNCTION_WORDS = "the of and to in that is for on with as by at from it was are this be has".split()


def report(seed: int, words: int = 220) -> str:
    """Return a text with the function words that all reports share, and nouns of a subject that only it has."""
    choose = random.Random(seed)
    subject = [f"{name}{seed}" for name in "launch orbit debris treaty licence council budget agency".split()]
    return " ".join(choose.choice(_FUNCTION_WORDS if choose.random() < 0.6 else subject) for _ in range(words))


def test_different_articles_that_declare_one_address_stay_two(archive: Archive, add) -> None:
    shared = "https://courier.example/latest"
    first = add("https://courier.example/a", text=report(1), title="First", canonical=shared)
    second = add("https://courier.example/b", text=report(2), title="Second", canonical=shared)
    assert isinstance(first, Added)
    assert isinstance(second, Added)
    assert (second.outcome, second.article_id != first.article_id) == ("new", True)
    assert archive.db.execute("select count(*) from revisions").fetchone() == (2,)


def test_two_states_of_one_article_at_a_declared_address_are_one(archive: Archive, add) -> None:
    shared = "https://courier.example/story"
    text = report(3)
    first = add("https://courier.example/story?print", text=text, title="Debris", canonical=shared)
    edited = f"{text[: len(text) * 2 // 3]} {report(4, 60)}"
    second = add("https://courier.example/amp/story-9", text=edited, title="Debris, updated", canonical=shared)
    assert second.article_id == first.article_id
