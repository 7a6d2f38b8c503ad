"""Where the limits of a copy lie: the verdict on two texts just within and just beyond each."""

import random

import pytest

from archive.dedup.shingles import Shingles, shingles
from archive.dedup.similarity import Overlap, overlap


def some_words(seed: int, count: int) -> list[str]:
    """Return words of seven letters, no two alike: none is a name or a number."""
    choose = random.Random(seed)
    return ["".join(choose.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(count)]


def text(*parts: list[str], capitals: bool = True) -> Shingles:
    words = [word for part in parts for word in part]
    return shingles(" ".join([words[0].title(), *words[1:]] if capitals else words))


def test_equal_texts_are_copies_from_eight_words_on() -> None:
    assert overlap(text(some_words(1, 8)), text(some_words(1, 8))) == Overlap(1.0, 1.0, "copy")
    assert overlap(text(some_words(1, 7)), text(some_words(1, 7))) == Overlap(1.0, 1.0, "different")


def test_a_stub_is_no_copy_of_what_begins_like_it() -> None:
    stub, much = some_words(1, 49), some_words(1, 60)
    assert overlap(text(stub), text(much)) == Overlap(0.0, 0.0, "different")
    assert overlap(text(some_words(1, 50)), text(much)).verdict == "copy"


def test_containment_is_of_the_shorter_text_and_resemblance_of_both() -> None:
    found = overlap(text(some_words(1, 60), some_words(2, 60)), text(some_words(1, 60)))
    assert found.containment == 1.0
    assert found.resemblance == pytest.approx(57 / 117)


@pytest.mark.parametrize(("capitals", "shared"), [(True, 60), (False, 75)])
def test_a_copy_shares_six_tenths_of_its_runs_or_three_quarters_without_capitals(capitals: bool, shared: int) -> None:
    def verdict(runs: int) -> str:
        common = some_words(1, runs + 3)
        one, other = (text(common, some_words(seed, 100 - runs), capitals=capitals) for seed in (2, 3))
        return overlap(one, other).verdict

    assert (verdict(shared), verdict(shared - 1)) == ("copy", "different")


def template(name: str, *, passage: int = 3, first: int = 50, second: int = 50) -> Shingles:
    return text(some_words(1, first), [name, *some_words(len(name), passage - 1)], some_words(2, second))


def test_names_that_replace_each_other_make_another_notice_of_a_template() -> None:
    assert overlap(template("Falke", second=49), template("Vayuputra", second=49)).verdict == "other-facts"
    assert overlap(template("Falke"), template("Vayuputra")).verdict == "copy"  # one in a hundred words
    assert overlap(template("falke", second=49), template("vayuputra", second=49)).verdict == "copy"


def test_only_short_passages_replace_each_other() -> None:
    def verdict(words: int) -> str:
        one, other = (template(name, passage=words, second=49) for name in ("Falke", "Vayuputra"))
        return overlap(one, other).verdict

    assert (verdict(8), verdict(9)) == ("other-facts", "copy")


def test_a_passage_is_replaced_where_both_texts_name_something_in_a_few_words() -> None:
    short, long = template("Falke", second=49), template("Falke", passage=9, second=49)
    assert overlap(short, template("Vayuputra", passage=9, second=49)).verdict == "copy"
    assert overlap(long, template("Vayuputra", second=60)).verdict == "copy"
    assert overlap(short, template("vayuputra", second=49)).verdict == "copy"
    assert overlap(template("falke", second=49), template("Vayuputra", second=49)).verdict == "copy"


@pytest.mark.parametrize(("words", "more"), [(100, 80), (500, 125)])
def test_a_text_among_eighty_words_or_a_fifth_of_other_things_is_in_a_round_up(words: int, more: int) -> None:
    def verdict(rest: int) -> str:
        return overlap(text(some_words(1, words)), text(some_words(1, words), some_words(2, rest))).verdict

    assert (verdict(more), verdict(more - 1)) == ("round-up", "copy")


def test_what_goes_on_about_the_same_is_no_round_up() -> None:
    short = some_words(1, 100)
    others = some_words(2, 90)
    rest = [word for ten in range(10) for word in (*others[9 * ten : 9 * ten + 9], short[10 * ten])]  # a tenth is known
    assert overlap(text(short), text(short, rest)).verdict == "copy"
    assert overlap(text(short), text(rest, short)).verdict == "round-up"  # what comes first speaks of something else


def test_a_teaser_that_ends_in_its_own_words_is_no_part_of_a_round_up() -> None:
    teaser = text(some_words(1, 100), ["subscribe", "now"])
    assert overlap(teaser, text(some_words(1, 300))).verdict == "copy"

    def after(opening: int) -> str:
        return overlap(teaser, text(some_words(2, opening), some_words(1, 100), some_words(3, 80))).verdict

    assert (after(50), after(51)) == ("copy", "round-up")
