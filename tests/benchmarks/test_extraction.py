"""The benchmark of extraction runs on any folder of pages with truth."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

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
