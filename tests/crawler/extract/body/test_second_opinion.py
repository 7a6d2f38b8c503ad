"""What the extractors found corrects the line model where they differ by several times."""

from crawler.extract.body.second_opinion import missed, supported
from crawler.extract.body.shingle_overlap import Ballot
from crawler.html.blocks import Block, Blocks, Node

STORY = [
    f"The {name} delegation said that the draft goes further than it can sign before a vote on its cost."
    for name in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot")
]
SPAM = [
    f"Cheap offer {n}: buy the best watches of {n} brands from shop number {n} with a code for today."
    for n in range(60)
]


def page(lines: list[str]) -> Blocks:
    return Blocks([Node(-1, "body", 0, 0, "body.", 1)], [Block(line, 0) for line in lines])


def ballots(*texts: str) -> dict[str, Ballot]:
    return dict(zip(("trafilatura", "resiliparse"), map(Ballot, texts), strict=True))


def test_a_long_text_that_no_block_has_is_taken() -> None:
    found = missed(page(["Share this"]), [0], ballots("Share this", "\n".join(STORY)))
    assert found == ("resiliparse", "\n\n".join(STORY))


def test_a_long_text_that_the_blocks_have_was_judged_already() -> None:
    lines = ["Share this", *STORY]
    assert missed(page(lines), [0], ballots("Share this", "\n".join(STORY))) is None


def test_a_text_that_is_not_three_times_as_long_is_left() -> None:
    assert missed(page(STORY[:3]), [0, 1, 2], ballots("", " ".join(STORY)[::-1])) is None


def test_of_far_more_than_any_voter_found_what_a_voter_has_stays() -> None:
    lines = [*STORY, *SPAM]
    assert supported(page(lines), list(range(len(lines))), ballots("\n".join(STORY), "\n".join(STORY[:5]))) == list(
        range(6)
    )


def test_voters_that_found_nothing_correct_nothing() -> None:
    lines = [*STORY, *SPAM]
    everything = list(range(len(lines)))
    assert supported(page(lines), everything, ballots("", "Nothing")) == everything
