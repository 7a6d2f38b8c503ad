"""Each promise of docs/reference/reliability.md names a test that exists, or the reason why there is none."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
GROUPS = tomllib.loads((TESTS.parent / "docs" / "reference" / "reliability.toml").read_text("utf-8"))
PROMISES = {key: row for promises in GROUPS.values() for key, row in promises.items()}


def test_no_key_is_used_twice() -> None:
    assert len(PROMISES) == sum(map(len, GROUPS.values())) > 80


def test_no_hazard_of_a_series_is_left_out() -> None:
    """The hazards are numbered without gaps: storage, network, content, time, output, and those found by attacks."""
    series = {"S": 15, "N": 26, "C": 18, "T": 10, "O": 10, "X": 8}
    assert {f"{letter}{n}" for letter, last in series.items() for n in range(1, last + 1)} - PROMISES.keys() == set()


@pytest.mark.parametrize("key", PROMISES)
def test_a_promise_names_its_test_or_why_there_is_none(key: str) -> None:
    promise, test, *reason = PROMISES[key]
    assert promise.endswith(".")
    if not test:
        assert reason
        return
    file, _, name = test.partition("::")
    assert name in functions_of(file)


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
