"""Score the finding of copies on a folder of labelled pairs, through a real archive on disk.

    python -m benchmarks.copies.quality FOLDER [--shuffle SEED] [-o predictions.jsonl]

FOLDER holds `docs.jsonl.gz` (one object a line: id, text) and `pairs.jsonl.gz` (a, b, label, kind). Pairs labelled
`dup` must share a group and pairs labelled `not` must not; other labels are shown and not scored. Each document is
added as an article of a separate outlet, in the order of the file or shuffled.
"""

import argparse
import gzip
import json
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.copies.archive_of_texts import add_article, open_archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shuffle", type=int, metavar="SEED")
    parser.add_argument("-o", "--output", type=Path, help="write the group of each document, as JSON lines")
    options = parser.parse_args()
    documents = _lines(options.folder / "docs.jsonl.gz")
    if options.shuffle is not None:
        random.Random(options.shuffle).shuffle(documents)
    groups = _groups(documents)
    if options.output:
        lines = [json.dumps({"id": name, "group": group}) for name, group in groups.items()]
        options.output.write_text("\n".join(lines) + "\n")
    _report(groups, _lines(options.folder / "pairs.jsonl.gz"))


def _groups(documents: list[dict[str, str]]) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "copies.db", outlets=len(documents))
        started = time.process_time()
        for number, document in enumerate(documents, start=1):
            add_article(db, number, outlet=number, text=document["text"])
        spent = time.process_time() - started
        db.commit()
        roots = dict(db.execute("select id, coalesce(copy_of, id) from articles"))
    print(f"{len(documents)} documents, {1000 * spent / len(documents):.2f} ms of CPU each, insert included")
    return {document["id"]: roots[number] for number, document in enumerate(documents, start=1)}


def _report(groups: dict[str, int], pairs: list[dict[str, str]]) -> None:
    total: Counter[tuple[str, str]] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        kind = pair["label"], pair["kind"]
        total[kind] += 1
        joined[kind] += groups[pair["a"]] == groups[pair["b"]]
    for kind in sorted(total):
        print(f"{kind[0]:8} {kind[1]:14} {total[kind]:6} pairs, same group {joined[kind] / total[kind]:.4f}")
    found, wrong = (sum(n for kind, n in joined.items() if kind[0] == label) for label in ("dup", "not"))
    copies = sum(n for kind, n in total.items() if kind[0] == "dup")
    print(f"precision {found / max(found + wrong, 1):.4f} recall {found / max(copies, 1):.4f}")


def _lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
