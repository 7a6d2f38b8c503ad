"""An archive whose every text is hostile: no command lets it control the terminal or forge a line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.db.connection import connect
from archive.records import Lead
from crawler.cli import main
from tests.archive.conftest import TEXT

HOSTILE = "Debris rule\x1b[2J\x1b]0;owned\x07\x9b31m\x08\u202egnp\u2028\rforged\x00"
ADDRESS = "https://courier.example/\x1b[2J\x9bstory\u202e"  # of an archive that another program wrote
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# The columns that hold text of pages, servers and catalogues; others hold ids, states and times of ours.
COLUMNS = {
    "sources": "name homepage licence paywall",
    "articles": "title text section summary image_url published_zone url",
    "revisions": "title text",
    "captures": "content_type requested_url part_failure etag",
    "runs": "reason",
    "urls": "reason endpoint url",
    "polls": "reason etag moved_to url",
    "date_evidence": "raw value zone",
    "actors": "name",
    "topics": "name",
    "instruments": "name",
    "host_pauses": "host reason",
    "alarms": "reason",
    "found_endpoints": "url replaces",
    "forgotten": "reason key",
    "links": "text target",
    "instrument_steps": "words",
}


@pytest.fixture
def hostile(write_archive: Callable[..., Path]) -> Path:
    path = write_archive("news.db", [{"url": "https://courier.example/1", "text": f"{HOSTILE} {TEXT}"}])
    with Archive(path) as archive:
        archive.frontier.refuse("courier", Lead("https://courier.example/2"), "failed", "dns")
        archive.runs.finish(archive.runs.begin("courier"), "failed", "dns")
    db = connect(path)
    for statement in (
        "insert into actors (id, name, type, country) values ('esa', 'ESA', 'agency', 'INT')",
        "insert into topics (id, name) values ('debris', 'Debris')",
        "insert into instruments (id, kind, name) values ('ost', 'treaty', 'Outer Space Treaty')",
        "insert into article_actors values (1, 'esa', 2)",
        "insert into article_topics values (1, 'debris', 0.9)",
        "insert into article_instruments values (1, 'ost', 2)",
        "insert into polls (url, source_id, kind, failures) values ('https://courier.example/f', 'courier', 'feed', 3)",
        "insert into date_evidence values (1, 'published', 'May', '2026-05-01', 'day', 'meta', '', '', 1, 1.0)",
        "insert into forgotten values ('address', 'courier.example/x', 'asked', '2026-05-01T00:00:00Z', null)",
        "insert into host_pauses values ('courier.example', '2050-05-01T00:00:00Z', 'HTTP 503')",
    ):
        db.execute(statement)
    for table, columns in COLUMNS.items():
        for column in columns.split():
            text = ADDRESS if column in ("url", "target", "requested_url", "moved_to", "key") else HOSTILE
            db.execute(f"update or ignore {table} set {column} = ?", [text])
    db.execute("update articles set authors = json_array(?), tags = json_array(?)", [HOSTILE, HOSTILE])
    db.conn.commit()
    db.close()
    return path


COMMANDS = (
    "search debris",
    "search --best debris",
    "search --instrument ost",
    "runs",
    "runs show 4",
    "status",
    "list sources",
    "list actors",
    "compare debris rule",
    "dossier ost",
    "explain https://courier.example/2",
    "forget --list",
)


def test_no_text_of_an_archive_controls_the_terminal(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in COMMANDS:
        with pytest.raises(SystemExit) as end:
            main([*arguments.split(), "--archive", str(hostile)])
        shown = "".join(capsys.readouterr())
        assert end.value.code == 0, f"{arguments}: {shown}"
        assert "^[[2J" in shown or arguments.startswith("compare"), f"{arguments} shows no text of the archive"
        assert CONTROL.findall(shown) == [], arguments
        assert "\nforged" not in shown, arguments
