"""The live display of a crawl."""

import logging
import sys

import pytest

from archive.store.runs import Run
from archive.text import counted
from crawler.cli.display.crawl import count_of, line_of, log_to_standard_error
from crawler.cli.display.plain_text import printable


@pytest.mark.parametrize(
    ("finished", "sources", "expected"),
    [(0, 8, "0 of 8 sources"), (1, 1, "1 of 1 sources"), (0, None, "0 sources"), (1, None, "1 source")],
)
def test_the_total_is_shown_if_it_is_known(finished: int, sources: int | None, expected: str) -> None:
    assert count_of(finished, sources) == expected


@pytest.mark.parametrize(("copies", "expected"), [(1, "1 copy"), (2, "2 copies")])
def test_one_copy_is_no_copies(copies: int, expected: str) -> None:
    none = dict.fromkeys(("polled", "discovered", "new", "revised", "unchanged", "rejected", "failed", "bytes"), 0)
    moment = "2026-11-30T00:00:00Z"
    run = Run(
        id=1,
        source_id="courier",
        kind="crawl",
        started_at=moment,
        finished_at=moment,
        outcome="done",
        reason="",
        fetched=3,
        copies=copies,
        **none,
    )
    assert line_of(run) == f"courier: done, 3 fetched, {expected}"
    assert counted(copies, "copy", "copies") == expected


def test_no_title_controls_the_terminal() -> None:
    title = "Vote\x1b]0;owned\x07 \x1b[31mred\u202egnp.exe\u2028forged line\r\nnext"
    assert printable(title) == "Vote^[]0;owned^G ^[[31mred<U+202E>gnp.exe<U+2028>forged line^M next"


@pytest.mark.parametrize("with_traceback", [False, True])
def test_no_title_forges_a_line_of_the_log(capsys: pytest.CaptureFixture[str], with_traceback: bool) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    log_to_standard_error(verbose=False)
    try:
        raise ValueError
    except ValueError:
        information = sys.exc_info() if with_traceback else None
        logging.getLogger("crawler.test").error(
            "cannot read %s", "Vote\n2026 ERROR forged\x1b[2J", exc_info=information
        )
    finally:
        root.handlers[:], root.level = before
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith("ERROR crawler.test: cannot read Vote 2026 ERROR forged^[[2J")
    assert lines[1:2] == (["Traceback (most recent call last):"] if with_traceback else [])
