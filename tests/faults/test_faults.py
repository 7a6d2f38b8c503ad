"""A few of the rounds of `make test-hard`, with seeds that stay: each command is killed, or its machine fails.

A failure names the command that repeats the round.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import start_server
from tests.faults.commands import CASES, Bases, bases
from tests.faults.faults import library
from tests.faults.rounds import NEEDS_LIBRARY, disturb

FAULTS = (
    ("ingest", "reader"),
    ("enrich", "broken-disk"),
    ("merge", "full-disk"),
    ("export", "broken-disk"),
    ("snapshot", "read-only"),
    ("backup", "full-disk"),
    ("prune", "broken-disk"),
    ("notify", "two"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bases]:
    start_server()
    folder: Path = tmp_path_factory.mktemp("faults")
    with bases(folder) as found:
        yield found


@pytest.mark.parametrize("name", CASES)
def test_a_killed_command_is_run_again_and_nothing_is_missing(made: Bases, name: str) -> None:
    disturb(made, name, "kill", 1)


@pytest.mark.parametrize(("name", "kind"), FAULTS)
def test_a_fault_of_the_machine_costs_nothing_once_it_is_over(made: Bases, name: str, kind: str) -> None:
    if kind in NEEDS_LIBRARY and not library():
        pytest.skip("no C compiler: the library that lets system calls fail cannot be made")
    disturb(made, name, kind, 1)
