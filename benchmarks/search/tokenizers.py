"""Compare ways to index text in all scripts: what queries find, and what an article costs.

    python -m benchmarks.search.tokenizers [--texts FILE.jsonl]

Recall and precision are those of `texts.toml`: a query should find the texts that contain it. Cost is measured on
articles of 4,000 characters put together from those texts (one in four) and from made-up words in Latin script, in
one run, as ratios to `unicode61` alone. With `--texts`, the articles are the `text` of each line instead.
"""

import argparse
import json
import random
import re
import sqlite3
import tempfile
import time
import tomllib
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from archive.search.fts_index import SEPARATOR, fold

_ARTICLES = 1500
_LENGTH = 4000
_RUN = re.compile(rf"{SEPARATOR}(?:.{SEPARATOR})+")
_PLAIN = "unicode61 remove_diacritics 2"


class Way(NamedTuple):
    """A way to index: what is done to text and query before FTS5 sees them, and its tokenizer."""

    name: str
    tokenizer: str
    prepare: Callable[[str], str]


def _bigrams(text: str) -> str:
    """Return overlapping pairs of the characters that `fold` sets apart, separated by spaces."""
    return _RUN.sub(lambda run: f" {_pairs(run[0].replace(SEPARATOR, ''))} ", fold(text))


def _pairs(run: str) -> str:
    return " ".join(one + other for one, other in pairwise(run)) if len(run) > 1 else run


WAYS = (
    Way("unicode61", _PLAIN, str),
    Way("trigram", "trigram", str),
    Way("bigrams", f"{_PLAIN} categories 'L* N* Co Mn Mc'", _bigrams),
    Way("characters (ours)", f"{_PLAIN} categories 'L* N* Co Mn Mc'", fold),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    languages = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))
    for way in WAYS:
        scores = [f"{language} {_score(way, **data)}" for language, data in languages.items()]
        print(f"{way.name:18} recall/precision: {', '.join(scores)}")
    texts = _read(options.texts) if options.texts else _articles([t for d in languages.values() for t in d["texts"]])
    costs = {way.name: _cost(way, texts) for way in WAYS}
    base_time, base_size = costs[WAYS[0].name]
    for name, (spent, size) in costs.items():
        print(
            f"{name:18} {1000 * spent / len(texts):6.3f} ms an article ({spent / base_time:.2f} x), "
            f"{size / sum(len(t.encode()) for t in texts):.2f} bytes a byte of text ({size / base_size:.2f} x)"
        )


def _score(way: Way, queries: list[str], texts: list[str]) -> str:
    db = _index(":memory:", way, texts)
    wanted = found = right = 0
    for query in queries:
        holding = {number for number, text in enumerate(texts) if _plain(query) in _plain(text)}
        expression = '"' + way.prepare(query).strip() + '"'
        hits = {row[0] for row in db.execute("select rowid from f where f match ?", (expression,))}
        wanted, found, right = wanted + len(holding), found + len(hits), right + len(hits & holding)
    db.close()
    return f"{right / wanted:.2f}/{right / found if found else 1:.2f}"


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not 0x64B <= ord(c) < 0x660).casefold()


def _cost(way: Way, texts: list[str]) -> tuple[float, int]:
    """Return CPU seconds and bytes of the index alone (the text is kept elsewhere)."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        db = _index(str(Path(folder) / "search.db"), way, texts)
        spent = time.process_time() - started
        (size,) = db.execute("select sum(length(block)) from f_data").fetchone()
        db.close()
    return spent, int(size)


def _index(path: str, way: Way, texts: list[str]) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    db.execute(f'create virtual table f using fts5(text, content="", tokenize="{way.tokenizer}")')
    for number, text in enumerate(texts):
        db.execute("insert into f (rowid, text) values (?, ?)", (number, way.prepare(text)))
        if number % 32 == 0:
            db.commit()
    db.commit()
    return db


def _articles(texts: list[str]) -> list[str]:
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvwy", k=chance.randint(2, 9))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    latin = [" ".join(chance.choices(words, weights, k=_LENGTH // 6)) for _ in range(_ARTICLES * 3 // 4)]
    pieces = [part for text in texts for part in text.split("，")]
    other = [" ".join(chance.choices(pieces, k=_LENGTH // 20)) for _ in range(_ARTICLES // 4)]
    return [*latin, *other]


def _read(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


if __name__ == "__main__":
    main()
