"""What a release is installed from: the versions that are tested, with hashes."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CONSTRAINTS = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
VERSIONS = {canonicalize_name(name): version for name, version in CONSTRAINTS.items()}
LOCKED = re.findall(
    r"^([\w.-]+)==(\S+)(.*(?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+)$",
    (ROOT / "requirements.txt").read_text("utf-8"),
    re.MULTILINE,
)


def needed() -> set[str]:
    """Return the packages that an installation needs on this machine, by the metadata of those that are installed."""
    found: set[str] = set()
    open_ends = [Requirement(line) for line in PROJECT["dependencies"]]
    while open_ends:
        requirement = open_ends.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if name in found:
            continue
        found.add(name)
        for further in map(Requirement, distribution(name).requires or ()):
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                further.marker = None
                open_ends.append(further)
    return found


def test_each_package_that_an_installation_needs_is_locked_with_hashes() -> None:
    locked = {canonicalize_name(name) for name, _, _ in LOCKED}
    assert needed() - locked == set()
    stated = re.findall(r"^[\w.-]+==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert len(locked) == len(stated)  # so each has a hash


@pytest.mark.parametrize(("name", "version", "rest"), LOCKED, ids=[name for name, _, _ in LOCKED])
def test_a_locked_version_is_the_one_that_is_tested(name: str, version: str, rest: str) -> None:
    if name in ("pip", "setuptools"):
        return  # of the environment itself: Datasette declares them
    elsewhere = "implementation_name" in rest or "win32" in rest or "PyPy" in rest
    assert VERSIONS.get(canonicalize_name(name), version if elsewhere else None) == version
