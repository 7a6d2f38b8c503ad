"""Actors that articles name together are counted as by looking at each pair of each article."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import sqrt
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.analysis.together import ACTORS, FEWEST, named_together
from archive.db.connection import connect

NUMBER = 300
CHANCE = random.Random(1)
NAMED = {
    article: {f"actor{int(CHANCE.expovariate(0.05))}" for _ in range(CHANCE.randint(0, 6))}
    for article in range(1, NUMBER + 1)
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = connect(Path(tmp_path_factory.mktemp("together")) / "a.db")
    db.execute("pragma foreign_keys = off")  # no articles are needed, only what they name
    actors = sorted(set().union(*NAMED.values()))
    db.conn.executemany("insert into actors (id, name, type) values (?, upper(?), 'agency')", [(a, a) for a in actors])
    rows = [(article, actor) for article, named in NAMED.items() for actor in named]
    db.conn.executemany("insert into article_actors (article_id, actor_id, count) values (?, ?, 2)", rows)
    yield db
    db.close()


@pytest.mark.parametrize("articles", [range(1, NUMBER + 1), range(50, 90), range(1, 2)], ids=["all", "some", "one"])
def test_all_pairs_of_the_most_frequent_actors_are_counted(db: Database, articles: range) -> None:
    single = Counter(actor for article in articles for actor in NAMED[article])
    frequent = sorted(single, key=lambda actor: (-single[actor], actor))[:ACTORS]
    both = Counter(pair for article in articles for pair in combinations(sorted(NAMED[article] & set(frequent)), 2))
    found = named_together(db.conn, list(articles))
    assert [(actor.id, actor.name, actor.articles) for actor in found.actors] == [
        (actor, actor.upper(), single[actor]) for actor in frequent
    ]
    counted = {tuple(sorted((pair.one.id, pair.other.id))): pair.articles for pair in found.pairs}
    assert counted == {pair: number for pair, number in both.items() if number >= FEWEST}
    strengths = [pair.strength for pair in found.pairs]
    assert strengths == sorted(strengths, reverse=True)
    for pair in found.pairs:
        assert pair.strength == pytest.approx(pair.articles / sqrt(single[pair.one.id] * single[pair.other.id]))


def test_articles_that_name_nobody_have_no_network(db: Database) -> None:
    assert named_together(db.conn, []) == named_together(db.conn, [NUMBER + 1])
    assert named_together(db.conn, []).pairs == ()
