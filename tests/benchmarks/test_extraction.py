"""The benchmark of extraction runs on any folder of pages with truth."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from benchmarks.extraction import documents, structure

ROOT = Path(__file__).parents[2]
PARAGRAPHS = [
    f"The {name} delegation said on Monday that the draft goes further than it can sign, and that the committee has to "
    "come back to the question of cost before it votes on the text as a whole."
    for name in ("first", "second", "third", "fourth")
]


def test_it_prints_scores_by_half_and_losses_by_kind(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    dated = '{"@type": "NewsArticle", "datePublished": "2021-05-02T23:30:00-05:00"}'  # on 3 May in UTC
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    rows = []
    for number in range(3):
        head = f'<head><script type="application/ld+json">{dated}</script></head>'
        page = f"<html>{head}<body><article><h1>Orbit talks end in round {number}</h1>{story}</article></body></html>"
        (tmp_path / "html" / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
        truth = {
            "id": str(number),
            "url": f"https://outlet{number}.example/2021/05/02/talks",
            "html": f"html/{number}.html.gz",
            "body": "\n\n".join([*PARAGRAPHS, "A last line that the page has not in any of its blocks."]),
            "title": f"Orbit talks end in round {number}",
            "dates": ["2021-05-02"],
        }
        rows.append(json.dumps(truth))
    (tmp_path / "truth.jsonl").write_text("\n".join(rows) + "\n")
    command = [sys.executable, "-m", "benchmarks.extraction", str(tmp_path), "--ours"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    head, *halves, everything, missing, extra = done.stdout.strip().splitlines()
    assert head.split()[:4] == ["pages", "F1", "P", "R"]
    assert [line.split()[0] for line in halves] == ["half", "half"]
    cells = everything.split()
    assert (cells[0], cells[1], cells[3], cells[5]) == ("all", "3", "1.0000", "1.0000")
    assert cells[7:] == ["1.0000", "0.0000"]
    assert missing.startswith("missing: ")
    assert "in no block 100 %" in missing
    assert extra.startswith("too much: 0 runs")


def test_structure_is_compared_line_by_line_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third, fourth = PARAGRAPHS
    body = (
        f"<p>{first} <a href='/draft#a'>The draft</a></p><h3>The vote</h3><p>{second}</p>"
        f"<ul><li>One item of the list</li><li>Another item of it</li></ul>"
        f"<p>{third}</p><figure><img src='/a.jpg'><figcaption>The hall <span class="
        f"'credit'>Photo: Ana Ruiz</span></figcaption></figure><blockquote><p>{fourth}</p></blockquote>"
        "<table><tr><th>State</th><th>Vote</th></tr><tr><td>Peru</td><td>yes</td></tr></table>"
    )
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "source.html").write_text(f"<html><body><article><h1>Orbit talks end</h1>{body}</article></body></html>")
    lost = "<table><tr><td>Layout</td></tr></table><h2>A heading that the page has not</h2>"
    (folder / "expected.html").write_text(f"<div>{body.replace('<h3>The vote</h3>', '<p>The vote</p>')}{lost}</div>")
    structure.main([str(tmp_path)])
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head == "1 articles, 0 pages not read as articles"
    cells = {row.split()[0]: row.split()[1:] for row in rows}
    assert cells["heading"] == ["1", "0", "0", "0.000", "-", "0.000"]
    assert cells["list-item"] == ["2", "2", "2", "1.000", "1.000", "1.000"]
    assert cells["cell"] == ["4", "4", "4", "1.000", "1.000", "1.000"]
    assert cells["caption"][:2] == cells["quotation"][:2] == cells["link"][:2] == ["1", "1"]
    assert cells["paragraph"] == ["5", "3", "4", "0.600", "0.750", "1.000"]
    structure.main([str(tmp_path), "--half", "0"])
    structure.main([str(tmp_path), "--half", "1"])
    assert sorted(line for line in capsys.readouterr().out.splitlines() if "articles," in line) == [
        "0 articles, 0 pages not read as articles",
        "1 articles, 0 pages not read as articles",
    ]


def test_documents_are_held_against_their_stated_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, 700, "Rules for the removal of debris")
    canvas.setFont("Helvetica", 10)
    for at, line in enumerate(["Vienna, 14 June 2020", *(paragraph[:90] for paragraph in PARAGRAPHS)]):
        canvas.drawString(72, 660 - 20 * at, line)
    canvas.save()
    bodies = {"rules.pdf": file.getvalue(), "broken.pdf": b"%PDF-1.4 and no more", "other.pdf": b"another version"}
    stated: dict[str, dict[str, object]] = {
        "rules.pdf": {
            "titles": ["Other rules", "RULES for the removal of debris"],
            "authors": [],
            "dates": ["2020-06"],
        },
        "broken.pdf": {"access": "broken", "titles": ["Rules"], "authors": ["Ada Quist"], "dates": ["2020"]},
        "other.pdf": {},
        "missing.pdf": {},
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()} | {"other.pdf": "0"}
    rows = [{"file": name, "sha256": digests.get(name, "0")} | facts for name, facts in stated.items()]
    (tmp_path / "truth.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    monkeypatch.setattr(documents, "TRUTH", tmp_path / "truth.jsonl")
    documents.main([str(tmp_path), "--verbose"])
    wrong, *_, head, first, second = capsys.readouterr().out.splitlines()
    assert wrong.startswith("broken.pdf {'title': 0.0, 'authors': 0.0, 'date': 0.0}")
    assert head.split() == ["files", "title", "authors", "date", "wrong", "date", "access"]
    counts = sorted((first.split()[2], second.split()[2]))
    assert counts in (["0", "2"], ["1", "1"])
    assert sum(float(line.split()[3]) * int(line.split()[5]) for line in (first, second) if line.split()[2] != "0") == 1


def test_every_real_document_states_its_origin_and_facts() -> None:
    rows = [json.loads(line) for line in documents.TRUTH.read_text("utf-8").splitlines()]
    assert len({row["file"] for row in rows}) == len(rows) >= 60
    assert all(len(row["sha256"]) == 64 and row["origin"] and row["path"] for row in rows)
    assert all("titles" in row or "dates" in row or "access" in row for row in rows)
