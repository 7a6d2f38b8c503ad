"""What two real reports share is counted without the index and the alignment that are measured by it."""

import pytest

from benchmarks.copies.real_pairs import RealPair, rounds, shared_words

RELEASE = "the agency said on monday that nine states had signed the accord in the old town hall".split()
OWN = "our reporter saw no more than seven of them enter by the side door".split()


def test_passages_count_and_phrases_do_not() -> None:
    assert shared_words(RELEASE[:12] + OWN, RELEASE) == (12, 12)
    assert shared_words(OWN + RELEASE[:5], RELEASE) == (0, 0)


def test_two_changed_words_do_not_part_a_passage() -> None:
    changed = [*RELEASE[:6], "about", "ten", *RELEASE[8:]]
    assert shared_words(changed, RELEASE)[0] == len(RELEASE) - 2


def test_what_a_release_says_twice_was_kept_twice() -> None:
    assert shared_words(RELEASE, RELEASE + OWN + RELEASE) == (len(RELEASE), 2 * len(RELEASE))


def pair(first: str, later: str, words: int = 100, share: float = 0.9) -> RealPair:
    return RealPair("grey", ("", ""), (first, later), words, 0.1, share)


@pytest.mark.parametrize(
    ("words", "share", "draws"),
    [(100, 0.9, True), (100, 0.1, False), (100, 0.22, None), (15, 0.9, None), (5, 0.9, False)],
)
def test_what_is_near_a_limit_is_not_judged(words: int, share: float, draws: bool | None) -> None:
    assert pair("a", "b", words, share).draws is draws


def test_texts_that_share_passages_are_never_in_one_round() -> None:
    chosen = list(rounds([pair("a", "b"), pair("b", "c"), pair("d", "e")]))
    assert [[one.ids for one in each] for each in chosen] == [[("a", "b"), ("d", "e")], [("b", "c")]]
