"""Files and folders named in the documents exist, and the version is the same everywhere."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from benchmarks.scale import table

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/**/*.md")])
_PATH = re.compile(r"`((?:archive|crawler|tests|docs|benchmarks)/[\w./-]*)`|\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_links_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    paths = [ROOT / path if path else document.parent / link for path, link in _PATH.findall(text)]
    assert [str(path.relative_to(ROOT)) for path in paths if not path.exists()] == []


def test_the_citation_has_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == project["version"]


def test_the_costs_at_scale_are_those_of_the_simulation() -> None:
    page = (ROOT / "docs/how-to/run-on-a-cluster.md").read_text("utf-8")
    assert table() in page, "copy the output of: python -m benchmarks.scale"


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name)
def test_workflows_and_forms_are_valid_yaml(file: Path) -> None:
    assert isinstance(yaml.safe_load(file.read_text("utf-8")), dict)
