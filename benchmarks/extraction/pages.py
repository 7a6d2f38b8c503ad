"""A folder of labelled pages: `truth.jsonl` (one page a line) and `html/*.html.gz`.

Fields of a page: id, url, html (path within the folder), body, alt_bodies, title, authors, dates, with,
without, first13, site, source; all but the first three may be missing.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class LabelledPage:
    id: str
    url: str
    body: bytes
    truth: dict[str, Any]

    @property
    def site(self) -> str:
        """The outlet; pages of one outlet are never on both sides of a split."""
        return str(self.truth.get("site") or urlsplit(self.url).hostname or self.id)

    @property
    def bodies(self) -> list[str]:
        """All texts that count as right."""
        stated = [self.truth.get("body") or "", *(self.truth.get("alt_bodies") or [])]
        return [text for text in stated if text]


def read(folder: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a folder in their order."""
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            yield LabelledPage(truth["id"], truth["url"], _unzip(folder / truth["html"]), truth)


def _unzip(path: Path) -> bytes:
    packed = path.read_bytes()
    return gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else packed


def fold(site: str, folds: int, seed: int = 0) -> int:
    """Return the fold of an outlet: by hash, so that it never depends on which other pages there are."""
    salted = f"{seed}:{site}" if seed else site
    return int.from_bytes(hashlib.sha256(salted.encode()).digest()[:8], "big") % folds
