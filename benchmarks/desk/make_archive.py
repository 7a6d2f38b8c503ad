"""Make an archive of any size that looks like a real one in what the desk's speed depends on.

    python -m benchmarks.desk.make_archive DESTINATION.db 50000 [PARAGRAPHS]

Words follow Zipf's law, outlets and topics a steep one, dates are spread over ten years with more of late; some
articles are copies, some were edited, some have no date. The same numbers lead to the same archive. PARAGRAPHS
(default 10) is the length of the longest texts: with 2, a million articles are made in half an hour.
"""

import hashlib
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.clock import instant
from archive.db.connection import connect, transaction

SOURCES, TOPICS, ACTORS, INSTRUMENTS = 148, 19, 312, 400


def _words(text: str) -> list[str]:
    return text.split()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


COUNTRIES = _words("US CN IN FR RU JP DE GB IT AE KR AU BR CA LU NZ IL NG KE ZA")
LANGUAGES = _words("en en en en en en fr de es zh ja ru")
SUBJECTS = _words(
    "satellite launch orbit debris spectrum treaty agency lunar station budget committee licence regulation rocket "
    "Moon Mars constellation security export dialogue agreement ministry parliament insurance traffic"
)
PHRASES = ("Strategic Space Dialogue", "Outer Space Treaty", "Artemis Accords", "space traffic management")
END = datetime(2026, 11, 22, tzinfo=UTC)
BATCH = 500


class Writer:
    """A source of plausible rows."""

    def __init__(self, seed: int, paragraphs: int) -> None:
        self.random = random.Random(seed)
        self.paragraphs = paragraphs
        self.words = [*SUBJECTS, *(self._coined() for _ in range(20_000))]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.source_weights = list(accumulate(1 / (rank + 2) for rank in range(SOURCES)))

    def _coined(self) -> str:
        parts = ("ta", "re", "mi", "con", "sol", "ven", "ar", "lu", "pro", "dis", "ment", "tion", "er", "al")
        return "".join(self.random.choice(parts) for _ in range(self.random.randint(2, 4)))

    def prose(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def text(self) -> str:
        paragraphs = [
            self.prose(self.random.randint(30, 70)).capitalize() + "."
            for _ in range(self.random.randint(1 + self.paragraphs // 3, self.paragraphs))
        ]
        if self.random.random() < 0.01:
            paragraphs[0] += f" Officials met for the {self.random.choice(PHRASES)}."
        return "\n\n".join(paragraphs)

    def moment(self) -> datetime:
        return END - timedelta(days=3650 * self.random.random() ** 1.6, minutes=self.random.randint(0, 1439))

    def article(self, number: int) -> dict[str, Any]:
        when, text = self.moment(), self.text()
        (source,) = self.random.choices(range(SOURCES), cum_weights=self.source_weights)
        dated = self.random.random() > 0.04
        return {
            "id": number,
            "url": f"https://outlet{source}.example/{when:%Y/%m}/{number}",
            "url_key": f"outlet{source}.example/{when:%Y/%m}/{number}",
            "source_id": f"outlet{source}",
            "title": self.prose(self.random.randint(6, 12)).capitalize(),
            "authors": json.dumps([self.prose(2).title()]),
            "published_at": instant(when) if dated else None,
            "published_precision": self.random.choice(("second", "second", "day")) if dated else None,
            "published_method": self.random.choice(("json-ld", "meta", "feed", "text")) if dated else None,
            "language": self.random.choice(LANGUAGES),
            "summary": self.prose(25),
            "word_count": len(text.split()),
            "text": text,
            "text_hash": _hash(text),
            "relevance": self.random.random(),
            "access": "full",
            "first_seen_at": instant(when + timedelta(hours=1)),
            "last_seen_at": instant(when + timedelta(days=2)),
        }


def main(destination: Path, count: int, paragraphs: int = 10) -> None:
    destination.unlink(missing_ok=True)
    db = connect(destination)
    db.execute("pragma synchronous = off")
    writer = Writer(count, paragraphs)
    with transaction(db):
        _catalogue(db, writer)
    articles = (writer.article(number) for number in range(1, count + 1))
    while batch := list(islice(articles, BATCH)):
        with transaction(db):
            _add(db, writer, batch)
    with transaction(db):
        _runs(db, writer)
    db.execute("analyze")
    db.close()


def _catalogue(db: Database, writer: Writer) -> None:
    kinds = ("agency", "government", "trade-press", "general-press", "think-tank")
    for n in range(SOURCES):
        values = (f"outlet{n}", f"Outlet {n} {writer.prose(1).title()}", f"https://outlet{n}.example/")
        country, licence = COUNTRIES[n % len(COUNTRIES)], "CC-BY-4.0" if n % 5 == 0 else "copyright"
        _insert(db, "sources", [(*values, country, '["en"]', kinds[n % 5], "space", licence, "none")])
    _insert(db, "topics", [(f"topic{n}", writer.prose(2).capitalize()) for n in range(TOPICS)])
    _insert(db, "actors", [(f"actor{n}", writer.prose(2).title(), "agency", "US") for n in range(ACTORS)])
    _insert(
        db,
        "instruments",
        [(f"hr-{n}", "bill", f"H.R. {n}") for n in range(INSTRUMENTS - 1)] + [("ost", "treaty", "Outer Space Treaty")],
    )


def _add(db: Database, writer: Writer, batch: list[dict[str, Any]]) -> None:
    pick = writer.random
    for row in batch:
        if row["id"] > 100 and pick.random() < 0.08:
            root = row["id"] - pick.randint(1, 99)
            row |= {"copy_of": _root(db, root), "similarity": 0.97}
        names = ", ".join(row)
        db.execute(f"insert into articles ({names}) values ({', '.join('?' * len(row))})", list(row.values()))
        key = row["id"]
        topics = {min(int(pick.expovariate(0.3)), TOPICS - 1) for _ in range(2)}
        actors = {min(int(pick.expovariate(0.03)), ACTORS - 1) for _ in range(4)}
        countries = {COUNTRIES[min(int(pick.expovariate(0.3)), 19)] for _ in range(3)}
        _insert(db, "article_topics", [(key, f"topic{n}", pick.random()) for n in topics])
        _insert(db, "article_actors", [(key, f"actor{n}", pick.randint(1, 9)) for n in actors])
        _insert(db, "article_countries", [(key, code, pick.randint(1, 9)) for code in countries])
        if pick.random() < 0.1:
            _insert(db, "article_instruments", [(key, f"hr-{pick.randint(0, INSTRUMENTS - 2)}", 1)])
        _evidence_and_revisions(db, writer, row)


def _root(db: Database, article_id: int) -> int:
    return int(db.execute("select coalesce(copy_of, id) from articles where id = ?", [article_id]).fetchone()[0])


def _evidence_and_revisions(db: Database, writer: Writer, row: dict[str, Any]) -> None:
    key, when = row["id"], row["published_at"] or row["first_seen_at"]
    for method in ("json-ld", "meta", "feed"):
        chosen = int(method == row["published_method"])
        _insert(
            db,
            "date_evidence",
            [(key, "published", when, when, "second", method, "explicit", "+00:00", chosen)],
        )
    states = [(row["title"], row["text"], "first")]
    if writer.random.random() < 0.04:
        edited = row["text"].replace(" satellite ", f" {writer.random.randint(2, 99)} satellites ", 2) + " More."
        states.append((row["title"], edited, writer.random.choice(("minor", "substantive", "correction"))))
    for number, (title, text, change) in enumerate(states, 1):
        db.execute(
            "insert into revisions (article_id, number, observed_at, title, text, text_hash, change) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            [key, number, row["last_seen_at" if number > 1 else "first_seen_at"], title, text, _hash(text), change],
        )
    _insert_named(db, row)


def _insert_named(db: Database, row: dict[str, Any]) -> None:
    db.execute(
        "insert into urls (url, url_key, source_id, article_id, state, first_seen_at, last_tried_at, attempts, "
        "found_by) values (?1, ?2, ?3, ?4, 'archived', ?5, ?5, 1, 'feed')",
        [row["url"], row["url_key"], row["source_id"], row["id"], row["first_seen_at"]],
    )


def _runs(db: Database, writer: Writer) -> None:
    for n in range(SOURCES):
        for day in range(365):
            start = END - timedelta(days=day, minutes=n)
            outcome = "failed" if n % 17 == 3 and day < 4 else "done"
            db.execute(
                "insert into runs (source_id, started_at, finished_at, outcome, reason, fetched, new) "
                "values (?, ?, ?, ?, ?, 3, 3)",
                [
                    *(f"outlet{n}", instant(start), instant(start + timedelta(minutes=3)), outcome),
                    "HTTP 503" if outcome == "failed" else "",
                ],
            )


def _insert(db: Database, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows of the first columns of a table; columns that migrations have added keep their defaults."""
    if rows:
        columns = [row[1] for row in db.execute(f"pragma table_info({table})").fetchall()][: len(rows[0])]
        marks = ", ".join("?" * len(columns))
        db.conn.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
