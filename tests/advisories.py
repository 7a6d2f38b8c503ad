"""Look up the packages of an installation in a file of advisories, where no service can be asked.

    python -m tests.advisories all.zip

The file is the export of all advisories on packages of Python by OSV, one JSON document for each
(https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip; the schema: https://ossf.github.io/osv-schema/).
Exit code 1 when a package of requirements.txt is affected.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.utils import canonicalize_name
from packaging.version import Version

REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def findings(advisory: dict[str, Any], versions: dict[str, str]) -> list[str]:
    """Return what an advisory says of packages in use: "requests 2.0.0: GHSA-1, CVE-1 (summary)"."""
    if "withdrawn" in advisory:
        return []
    names = ", ".join([advisory["id"], *advisory.get("aliases", [])])
    return [
        f"{name} {version}: {names} ({advisory.get('summary') or 'no summary'})"
        for entry in advisory.get("affected", [])
        if (version := versions.get(name := canonicalize_name(entry["package"]["name"]))) and _is_in(version, entry)
    ]


def _is_in(version: str, entry: dict[str, Any]) -> bool:
    ranges = [part for part in entry.get("ranges", []) if part["type"] == "ECOSYSTEM"]
    return version in entry.get("versions", []) or any(_is_between(Version(version), part["events"]) for part in ranges)


def _is_between(version: Version, events: list[dict[str, str]]) -> bool:
    """Return whether the last event at or before a version leaves it affected."""
    is_affected = False
    for event in events:
        ((kind, at),) = event.items()
        if kind == "introduced" and version >= Version(at):
            is_affected = True
        elif (kind == "fixed" and version >= Version(at)) or (kind == "last_affected" and version > Version(at)):
            is_affected = False
    return is_affected


def advisories(export: Path) -> Iterator[dict[str, Any]]:
    """Read the advisories of an export."""
    with ZipFile(export) as archive:
        for name in archive.namelist():
            yield json.loads(archive.read(name))


def main(export: Path) -> int:
    pins = _PINNED.findall(REQUIREMENTS.read_text(encoding="utf-8"))
    versions = {str(canonicalize_name(name)): version for name, version in pins}
    count, newest, found = 0, "", []
    for advisory in advisories(export):
        count += 1
        newest = max(newest, advisory["modified"])
        found += findings(advisory, versions)
    for line in found:
        print(line)
    print(f"{len(versions)} packages, {count:,} advisories up to {newest[:10]}: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
