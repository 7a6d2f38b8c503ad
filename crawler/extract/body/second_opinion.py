"""Check what the line model chose against the extractors, where the two differ by several times.

The model judges the blocks that it is given. It cannot choose a text that no block has (markup that two parsers repair
in two ways, a text in a script), and a page of hidden link spam is, line by line, like prose. The factors are far
beyond what any of 698 real pages shows where the model is right.
"""

from collections.abc import Mapping, Sequence

from crawler.extract.body.shingle_overlap import Ballot, shingles
from crawler.html.blocks import Blocks

_MIN_WORDS = 60  # of a voter's text
_MISSED = 3  # how much longer a voter's text is than what was chosen
_MOST_KNOWN = 0.5  # share of a voter's text that the blocks have, below which they lack it
_SPAM = 5  # how much longer what was chosen is than the longest of the voters' texts
_KEPT = 0.5  # support by a voter from which a block stays


def missed(page: Blocks, chosen: Sequence[int], ballots: Mapping[str, Ballot]) -> tuple[str, str] | None:
    """Return the voter whose text is far longer than the chosen blocks and in no block, with that text."""
    size = sum(len(page.words[index]) for index in chosen)
    name, ballot = max(ballots.items(), key=lambda pair: pair[1].size)
    if ballot.size < max(_MIN_WORDS, _MISSED * size):
        return None
    known = shingles([word for words in page.words for word in words])
    if len(ballot.runs & known) >= _MOST_KNOWN * len(ballot.runs):
        return None
    lines = (" ".join(line.split()) for line in ballot.text.splitlines())
    return name, "\n\n".join(line for line in lines if line)


def supported(page: Blocks, chosen: list[int], ballots: Mapping[str, Ballot]) -> list[int]:
    """Return the chosen blocks; of far more than any voter found, those that a voter has."""
    most = max(ballot.size for ballot in ballots.values())
    if most < _MIN_WORDS or sum(len(page.words[index]) for index in chosen) < _SPAM * most:
        return chosen
    runs = {index: shingles(page.words[index]) for index in chosen}
    return [index for index in chosen if max(ballot.support(runs[index]) for ballot in ballots.values()) >= _KEPT]
