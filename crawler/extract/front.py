"""What a page shows of itself to one who asks whether it is a wall: its titles, its phrases, how much there is to read.

The signs stand in `walls.toml`; what they mean is decided in `walls`.
"""

import re
import tomllib
from functools import cache, cached_property
from importlib import resources
from typing import Any

from crawler.extract.blocks import Blocks
from crawler.extract.document import Document

PARAGRAPH = 20  # words from which a block with few links is a paragraph
_READ = 20_000  # characters in which phrases are looked for
_DATED = ('article:published_time"', "article:published_time'", '"datePublished":')


class Front:
    """What the tests ask about a page, each looked up once."""

    def __init__(self, document: Document) -> None:
        self.html, self.tree, self.blocks = document.html, document.tree, document.blocks
        self.words, self.prose = measure(document.blocks)
        self.titles = [title.lower().strip() for title in document.titles]

    @cached_property
    def dated(self) -> bool:
        """Whether the page states when it was published: walls state nothing of the kind."""
        return any(mark in self.html for mark in _DATED)

    @property
    def prose_beside_consent(self) -> int:
        """The words in paragraphs that speak of something else: an article carries a banner, a wall is one."""
        pattern = re.compile(signs()["consent"]["matter"], re.IGNORECASE)
        blocks = zip(self.blocks.blocks, self.blocks.words, strict=True)
        return sum(len(w) for b, w in blocks if len(w) >= PARAGRAPH and not pattern.search(b.text))

    @property
    def classed_gone(self) -> bool:
        """Whether the class of the body says so, as the themes of content systems do."""
        body = self.tree.find("body")
        return body is not None and bool(re.search(signs()["gone"]["body"], body.get("class") or ""))

    @cached_property
    def text(self) -> str:
        """The first characters of the text, with that for browsers without scripts, in lower case."""
        pieces: list[str] = []
        size = 0
        body = self.tree.find("body")
        for element in self.tree.iter() if body is None else body.iter():
            silent = element.tag in ("script", "style") or not isinstance(element.tag, str)
            for piece in (None if silent else element.text, element.tail):
                if piece:
                    pieces.append(piece)
                    size += len(piece)
            if size > _READ:
                break
        return " ".join(pieces).lower()[:_READ]

    def titled(self, kind: str) -> bool:
        pattern = _pattern(kind, "titles")
        return any(pattern.fullmatch(title) for title in self.titles)

    def phrases(self, kind: str) -> int:
        """Count the distinct phrases of a kind in the visible text."""
        return len({match.group() for match in _pattern(kind, "phrases").finditer(self.text)})


def measure(blocks: Blocks) -> tuple[int, int]:
    """Give the visible words of a page, and those of them that stand in paragraphs."""
    words = prose = 0
    for block, split in zip(blocks.blocks, blocks.words, strict=True):
        size = len(split)
        words += size
        if size >= PARAGRAPH and block.linked < len(block.text) * 0.4:
            prose += size
    return words, prose


@cache
def signs() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("walls.toml").read_text("utf-8"))


@cache
def _pattern(kind: str, which: str) -> re.Pattern[str]:
    return re.compile("|".join(signs()[kind][which]))
