"""Which actors articles name together: the nodes and links of a network.

A pair that is named by many articles may only be two frequent names. Its strength is therefore the number of articles
with both over the geometric mean of those with each (the cosine of their occurrences; Eck and Waltman 2009, "How to
normalize cooccurrence data?").
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
import numpy.typing as npt

ACTORS = 30  # most frequent ones that are compared
FEWEST = 2  # articles that name both, below which a pair is chance

_NAMED = """
select l.article_id, l.actor_id from json_each(?) f cross join article_actors l on l.article_id = f.value
"""
_ACTORS = "select id, name, type from actors where id in (select value from json_each(?))"


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor and the number of the articles that name it."""

    id: str
    name: str
    type: str
    articles: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, the number of articles that name both, and how strongly they belong together (0 to 1)."""

    one: NamedActor
    other: NamedActor
    articles: int

    @property
    def strength(self) -> float:
        return self.articles / sqrt(self.one.articles * self.other.articles)


@dataclass(frozen=True, slots=True)
class Together:
    """The most frequent actors of some articles, and their pairs, the strongest first."""

    actors: tuple[NamedActor, ...]
    pairs: tuple[Pair, ...]


def named_together(connection: sqlite3.Connection, articles: Sequence[int]) -> Together:
    """Count the actors that articles name, and those that they name together.

    Raises sqlite3.OperationalError when it takes too long.
    """
    named = connection.execute(_NAMED, [json.dumps(list(articles))]).fetchall()
    frequent = sorted(Counter(actor for _, actor in named).items(), key=lambda item: (-item[1], item[0]))[:ACTORS]
    ids = [actor for actor, _ in frequent]
    about = {key: (name, kind) for key, name, kind in connection.execute(_ACTORS, [json.dumps(ids)])}
    actors = [NamedActor(actor, *about[actor], number) for actor, number in frequent]
    both = _cooccurrences(named, ids)
    pairs = [
        Pair(actors[one], actors[other], int(both[one, other]))
        for one, other in combinations(range(len(ids)), 2)
        if both[one, other] >= FEWEST
    ]
    pairs.sort(key=lambda pair: (-pair.strength, pair.one.id, pair.other.id))
    return Together(tuple(actors), tuple(pairs))


def _cooccurrences(named: Sequence[tuple[int, str]], actors: Sequence[str]) -> npt.NDArray[np.int32]:
    """Return how many articles name each two of the actors: the product of the matrix of mentions with itself.

    In integers, which numpy multiplies itself. Floats go to BLAS, whose threads wait for each other busily: where other
    processes compute, 40 to 120 ms instead of 9.
    """
    columns = {actor: column for column, actor in enumerate(actors)}
    lines: dict[int, int] = {}
    cells = [(lines.setdefault(article, len(lines)), columns[actor]) for article, actor in named if actor in columns]
    mentions = np.zeros((len(lines), len(actors)), dtype=np.int32)
    mentions[tuple(zip(*cells, strict=True))] = 1
    return mentions.T @ mentions
