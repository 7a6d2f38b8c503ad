"""What a release is installed from: the versions that are tested, with hashes."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.advisories import findings

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
    condition = rest.partition("\\")[0].strip(" ;")  # of another system or Python, where nothing is tested
    elsewhere = bool(condition) and not Marker(condition).evaluate()
    assert VERSIONS.get(canonicalize_name(name), version if elsewhere else None) == version


def advisory(**entry: object) -> dict[str, object]:
    return {
        "id": "GHSA-1",
        "aliases": ["CVE-1"],
        "modified": "2026-11-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "Some.Package"}, **entry}],
    }


def span(*events: dict[str, str]) -> dict[str, object]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.mark.parametrize(
    ("entry", "version", "is_affected"),
    [
        ({"versions": ["1.0", "1.1"]}, "1.1", True),
        ({"versions": ["1.0", "1.1"]}, "1.2", False),
        (span({"introduced": "0"}, {"fixed": "1.2"}), "1.1", True),
        (span({"introduced": "0"}, {"fixed": "1.2"}), "1.2", False),
        (span({"introduced": "0"}, {"fixed": "1.2"}), "1.10", False),
        (span({"introduced": "1.3"}, {"last_affected": "1.4"}), "1.4", True),
        (span({"introduced": "1.3"}, {"last_affected": "1.4"}), "1.2", False),
        (span({"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}), "2.1", True),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, "1.1", False),
    ],
)
def test_a_version_is_found_in_an_advisory(entry: dict[str, object], version: str, is_affected: bool) -> None:
    found = findings(advisory(**entry), {"some-package": version})
    assert found == ([f"some-package {version}: GHSA-1, CVE-1 (no summary)"] if is_affected else [])
    assert findings(advisory(**entry), {"another-package": version}) == []
    assert findings(advisory(**entry) | {"withdrawn": "2026-11-02T00:00:00Z"}, {"some-package": version}) == []


def test_advisories_are_read_from_a_file(tmp_path: Path) -> None:
    name, version, _ = LOCKED[0]
    export = tmp_path / "all.zip"
    with ZipFile(export, "w") as archive:
        archive.writestr("GHSA-1.json", json.dumps(advisory(versions=["9999"])))
    command = [sys.executable, "-m", "tests.advisories", str(export)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (
        0,
        f"{len(LOCKED)} packages, 1 advisories up to 2026-11-01: 0 found\n",
    )
    found = advisory(versions=[version])
    found["affected"][0]["package"]["name"] = name  # type: ignore[index]
    with ZipFile(export, "a") as archive:
        archive.writestr("GHSA-2.json", json.dumps(found))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{name} {version}: GHSA-1, CVE-1" in done.stdout


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("brotli", "1.1.0"),  # no `output_buffer_limit`
        ("charset-normalizer", "3.4.1"),  # EUC-JP is Chinese to it
        ("click", "8.3.3"),  # `ParamType` takes no type
        ("tldextract", "5.2.0"),  # no `top_domain_under_public_suffix`
        ("w3lib", "2.4.0"),  # drops the brackets of IPv6 addresses
    ],
)
def test_a_version_without_what_is_used_is_not_accepted(name: str, version: str) -> None:
    (found,) = (one for one in map(Requirement, PROJECT["dependencies"]) if canonicalize_name(one.name) == name)
    assert not found.specifier.contains(version)
    assert found.specifier.contains(VERSIONS[canonicalize_name(name)])
