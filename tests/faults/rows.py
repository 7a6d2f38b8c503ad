"""What two archives have in common that were made at different times: their rows, without numbers and times."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.records import Location
from archive.warc.records import folder_of, read

# Of one run or machine: counts and times of runs, positions in files, validators and answers of hosts, caches, and
# layouts, which depend on the order in which pages were read.
_PASSED_OVER = re.compile(
    r"articles_fts.*|_sqlite_migrations|sqlite_.*|runs|robots|tdmrep|host_pauses|endpoint_searches|template_lines"
    r"|ingests|stale_files|vector.*|added_days|.*_weeks|list_pages|layouts|layout_samples"
)
_OF_THE_RUN = frozenset(
    "id run_id fetched_at first_seen_at last_seen_at last_tried_at last_listed_at next_try_at observed_at checked_at"
    " next_due_at began_at begin_reported_at failing_since found_at read_at updated_at searched_at forgotten_at"
    " erased_at attempts confirmed overlap interval_s warc_file warc_offset warc_length origin last_article lead rights"
    " retired_at listed resume_from reason".split()
)
# A layout is known to a page or not, by the order in which pages were read; the text is the same.
_LAYOUT = re.compile(r'(?<="text": ")layout [0-9a-f]+(?=")')
_ARTICLE = frozenset(("article_id", "copy_of", "root_id"))
_CAPTURE = frozenset(("capture_id", "part_of"))


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table with addresses in place of numbers, sorted."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        tables = [
            name for (name,) in db.execute("select name from sqlite_master where type = 'table' and rootpage > 0")
        ]
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma foreign_key_check").fetchall() == []
        if "articles" not in tables:  # an archive of which not even the first migration was made
            return {}
        article = dict(db.execute("select id, url from articles").fetchall())
        capture = dict(db.execute("select id, url || ' ' || payload_digest from captures").fetchall())
        found = {}
        for table in tables:
            if _PASSED_OVER.fullmatch(table):
                continue
            cursor = db.execute(f'select * from "{table}"')
            names = [column[0] for column in cursor.description]
            kept = [(place, name) for place, name in enumerate(names) if name not in _OF_THE_RUN]
            found[table] = sorted(
                (
                    tuple(
                        article.get(row[place])
                        if name in _ARTICLE
                        else capture.get(row[place])
                        if name in _CAPTURE
                        else _LAYOUT.sub("lines", row[place])
                        if name == "provenance"
                        else row[place]
                        for place, name in kept
                    )
                    for row in cursor
                ),
                key=repr,
            )
        return found


def check_whole(path: Path) -> None:
    """Check what no row shows: the full-text index, the record of each capture, and that the archive can be written."""
    with Archive(path, "check") as archive:
        archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
        places = archive.db.execute(
            "select warc_file, warc_offset, warc_length from captures where warc_file <> ''"
        ).fetchall()
    for place in places:
        read(folder_of(path), Location(*place))


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return one line for each table in which two archives differ."""
    lines = []
    for table in sorted(one.keys() | other.keys()):
        left, right = one.get(table, []), other.get(table, [])
        if left != right:
            missing = [row for row in left if row not in right]
            added = [row for row in right if row not in left]
            lines.append(f"{table}: {len(left)} rows, not {len(right)}; without {missing[:2]}; with {added[:2]}"[:900])
    return lines
