"""The commands in the documents exist, with the options and values that they are shown with."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from archive.db.lock import WriterLock
from crawler.cli import spacebeat

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"\$ (?:\S+/)?spacebeat ([a-z-].*)")
_INLINE = re.compile(r"`(spacebeat [a-z][^`]*)`")


def lines_of(text: str) -> Iterator[str]:
    """Yield the arguments of the `spacebeat` commands in the shell blocks of a document."""
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if match := _COMMAND.match(line):
                yield match[1]


def parse(command: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Parse a command line down to its last subcommand, without calling it. Raises click.UsageError."""
    context = click.Context(command, parent=parent, info_name=command.name, **command.context_settings)
    _, rest, _ = command.make_parser(context).parse_args(list(arguments))
    if isinstance(command, click.Group) and rest:
        name, child, rest = command.resolve_command(context, rest)
        assert child is not None, name
        parse(child, rest, context)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_command_shown_can_be_typed(document: Path) -> None:
    text = document.read_text("utf-8")
    shown = list(lines_of(text))
    shown += [inline.removeprefix("spacebeat ") for inline in _INLINE.findall(text) if document.name != "commands.md"]
    wrong = []
    for line in shown:
        try:
            arguments = shlex.split(line.partition(" | ")[0].partition(" > ")[0], comments=True)
            parse(spacebeat, [argument for argument in arguments if argument not in ("...", "…")])
        except (click.UsageError, ValueError) as error:
            wrong.append(f"{line}: {error}")
    assert wrong == []


def test_the_services_of_the_compose_file_run_commands_that_exist_and_cannot_write_elsewhere() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    assert services.keys() == {"crawl", "desk"}
    for service in services.values():
        parse(spacebeat, service["command"])
        assert service["read_only"] is True
        assert service["healthcheck"]["test"]
    assert "USER spacebeat" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_crawl_of_the_compose_file_is_well_by_what_only_a_writer_touches(tmp_path: Path) -> None:
    check = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["crawl"]["healthcheck"]["test"][1]
    command = ["/bin/sh", "-c", check.replace("$$", "$").replace("/data", shlex.quote(str(tmp_path)))]
    for name in ("spacebeat.db", "spacebeat.db-wal", "spacebeat.db-shm"):
        (tmp_path / name).touch()  # as the desk does when it opens the archive
    assert subprocess.run(command, check=False).returncode == 1
    WriterLock(tmp_path / "spacebeat.db", "spacebeat crawl").release()
    assert subprocess.run(command, check=False).returncode == 0
