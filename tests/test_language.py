"""Docstrings, help texts and documents are written in plain English (CONTRIBUTING.md).

Each word below has a plainer equivalent: reported, next to, again, separate, is in, return. A failure lists the word
with its `file:line`, or with the command whose help contains it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crawler.cli import spacebeat

ROOT = Path(__file__).parents[1]
FOLDERS = ("archive", "crawler", "tests", "benchmarks")
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
AVOIDED = re.compile(
    r"\b(?:told|beside|anew|afresh|kin|of\s+(?:its|their)\s+own)\b"
    r"|\b(?:stands?|stood|standing)\s+(?:in|on|as|alone|beside|for\s+itself)\b",
    re.IGNORECASE,
)
AVOIDED_FIRST = re.compile(r"\s*(?:Gives?|Tells?)\b")  # of a docstring, where the value is returned
FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)


def found_in(text: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield line and wording of each avoided phrase in a text that begins at this line."""
    for match in AVOIDED.finditer(text):
        yield line + text.count("\n", 0, match.start()), " ".join(match[0].split())


def found_in_docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and wording of each avoided phrase in the docstrings of a module."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (text := ast.get_docstring(node, clean=False)) is None:
            continue
        line = node.body[0].lineno
        if first := AVOIDED_FIRST.match(text):
            yield line, first[0].strip()
        yield from found_in(text, line)


def commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """Yield the contexts of a command and of all commands below it."""
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if child := command.get_command(context, name):
                yield from commands(child, click.Context(child, context, info_name=name))


@pytest.mark.parametrize("folder", FOLDERS)
def test_docstrings_are_in_plain_english(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {words}"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line, words in found_in_docstrings(file.read_text("utf-8"))
    ]
    assert found == []


def test_help_texts_are_in_plain_english() -> None:
    contexts = list(commands(spacebeat, click.Context(spacebeat, info_name="spacebeat", **spacebeat.context_settings)))
    assert len(contexts) > 10
    found = [f"{context.command_path}: {words}" for context in contexts for _, words in found_in(context.get_help())]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_are_in_plain_english(document: Path) -> None:
    prose = FENCED.sub(lambda match: "\n" * match[0].count("\n"), document.read_text("utf-8"))
    assert [f"{document.relative_to(ROOT)}:{line}: {words}" for line, words in found_in(prose)] == []


def test_an_avoided_word_is_found_at_its_line() -> None:
    source = '"""A module.\n\nIts reader is told of\nits own faults."""\n\n\ndef f():\n    """Gives nothing."""\n'
    assert list(found_in_docstrings(source)) == [(3, "told"), (3, "of its own"), (8, "Gives")]
