"""What a document of any format is read into, and why one may have no text."""

import re
from dataclasses import dataclass

from archive.blocks import Link, TextBlock
from archive.errors import SpacebeatError
from archive.records import NoText

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # in a line of a document


class DocumentError(SpacebeatError):
    """A document whose text cannot be had; `why` is what `articles.access` says of it."""

    def __init__(self, why: NoText, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document, and what its metadata say. Times are ISO 8601, as stated.

    `heads` are lines with a year that its pages repeat at their edges. `is_whole` is False when its end was left out
    because it is too long.
    """

    blocks: tuple[TextBlock, ...]
    links: tuple[Link, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    created: str = ""
    modified: str = ""
    language: str = ""
    heads: tuple[str, ...] = ()
    is_whole: bool = True


def text_of(blocks: tuple[TextBlock, ...]) -> str:
    """Return the text of blocks: paragraphs apart, the items of a list and the rows of a table line by line."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        if parts:
            parts.append("\n" if block.kind == before == "list-item" else "\n\n")
        parts.append(block.text)
        before = block.kind
    return "".join(parts)
