"""Bytes overwritten anywhere in an archive are no partial answer, no traceback and no start of a crawl."""

import random
import shutil
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from archive.db.damage import find_damage
from tests.conftest import WriteArchive
from tests.outlets import endpoint, feed, source

TEXT = "Delegates weighed the guidelines on debris. "
NOTHING_NEW = ("crawl", "--dry-run", "--allow-private", "--catalogue", "one.toml", "--only-catalogue", "--quiet")


@pytest.mark.parametrize("seed", range(4))
def test_no_command_hides_or_trips_over_damaged_pages(
    write_archive: WriteArchive, desk: Any, new_outlet: Any, seed: int
) -> None:
    """Pages of all kinds, at random: each command says so in one line, or answers as it did before."""
    stories = [{"url": f"https://courier.example/{n}", "text": f"{TEXT * 80}{n}"} for n in range(60)]
    path = write_archive("test.db", stories)
    commands = (
        ("search", "guidelines", "--limit", "100"),
        ("export", "--format", "jsonl"),
        ("status", "--json"),
        ("snapshot", "set"),
    )
    site = new_outlet()
    site.pages["/feed"] = feed(site, {})
    (desk.folder / "one.toml").write_text(source(site, "courier", endpoint("feed", "/feed")), "utf-8")
    before = [desk.run(*arguments) for arguments in commands]
    shutil.rmtree(desk.folder / "set")
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        size, count = (db.execute(f"pragma {name}").fetchone()[0] for name in ("page_size", "page_count"))
    data = bytearray(path.read_bytes())
    for page in chance.sample(range(2, count + 1), 3):
        start = (page - 1) * size + chance.randrange(0, size - 200)
        data[start : start + 200] = chance.randbytes(200)
    path.write_bytes(data)
    has_failed = False
    is_damaged = bool(find_damage(path, 30))
    for arguments, intact in zip((*commands, NOTHING_NEW), (*before, None), strict=True):
        done = desk.run(*arguments)
        assert "Traceback" not in done.stderr, f"seed {seed}: {done.stderr}"
        assert done.returncode in (0, 1), f"seed {seed}: {done.stderr}"
        if done.returncode == 0:
            assert intact is None or done.stdout == intact.stdout, f"seed {seed}: a partial answer of {arguments}"
        else:
            has_failed = True
            assert "spacebeat doctor" in done.stderr.splitlines()[-1], f"seed {seed}: {done.stderr}"
    assert (done.returncode == 1) == is_damaged, f"seed {seed}: {done.stderr}"
    doctor = desk.run("doctor", "--all")
    assert "Traceback" not in doctor.stderr, f"seed {seed}: {doctor.stderr}"
    if has_failed or doctor.returncode:  # else the bytes fell where nothing is stored
        assert doctor.returncode == 1, f"seed {seed}: {doctor.stdout}"
        assert "spacebeat doctor --salvage NEW.db" in doctor.stdout.splitlines()[-1], f"seed {seed}: {doctor.stdout}"
