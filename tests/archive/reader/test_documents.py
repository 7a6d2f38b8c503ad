"""Code of docs/how-to/use-from-python.md and its notebook runs as it is, from first line to last, in one process."""

import json
import re
from pathlib import Path

import pytest

import archive
from archive.db.connection import connect
from archive.store.entities import fill_names
from crawler.enrich.data import load_names

DOCS = Path(__file__).parents[3] / "docs" / "how-to"


def blocks_of(document: Path) -> list[str]:
    """Return the Python blocks of a Markdown document, or the code cells of a notebook (nbformat 4)."""
    text = document.read_text("utf-8")
    if document.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", ["use-from-python.md", "use-from-python.ipynb"])
def test_the_code_runs(
    name: str, write_archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_archive(
        "spacebeat.db",
        [{"url": f"https://courier.example/{n}", "text": f"Orbital debris, part {n}."} for n in range(3)],
    )
    db = connect(path)
    fill_names(db, load_names())
    db.close()
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {}
    blocks = blocks_of(DOCS / name)
    for number, block in enumerate(blocks):
        exec(compile(block, f"{name}[{number}]", "exec"), namespace)
    assert len(blocks) > 5
    assert "courier" in capsys.readouterr().out


def test_the_page_names_all_that_is_public() -> None:
    text = (DOCS / "use-from-python.md").read_text("utf-8")
    methods = {name for name in vars(archive.ArchiveReader) if not name.startswith("_")}
    assert [name for name in methods | set(archive.Filters.__annotations__) if name not in text] == []
