"""The demo has an example of everything: a copy, an edited article, a rejected page, a source that fails."""

import sqlite3
import subprocess
import sys
from pathlib import Path


def test_the_demo_shows_what_it_promises(tmp_path: Path) -> None:
    archive = tmp_path / "demo.db"
    command = [sys.executable, "-m", "crawler", "demo", "--archive", str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "spacebeat serve" in done.stdout
    db = sqlite3.connect(archive)
    assert db.execute("select count(*), count(copy_of) from articles").fetchone() == (8, 1)
    ((before, after),) = db.execute(
        "select a.text, b.text from revisions a join revisions b on b.article_id = a.article_id and b.number = 2 "
        "where a.number = 1"
    ).fetchall()
    assert ("dix-huit mois" in before, "vingt-quatre mois" in after) == (True, True)
    assert {row[0] for row in db.execute("select source_id from runs where outcome = 'failed'")} == {"lunar-ledger"}
    db.close()
