"""Generator of the reference pages, which are built from the program so that they stay correct.

Run `python docs/generate.py`; tests/test_docs.py fails when a page differs from its output.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))


def commands_page() -> str:
    """Return all commands with their help, as `spacebeat COMMAND --help` prints it at 100 columns."""
    from crawler.cli import spacebeat

    parts = ["# Commands\n\n<!-- Written by docs/generate.py from the program's own help. -->\n"]
    for context in _walk(spacebeat, None, "spacebeat"):
        parts.append(f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


def _walk(command: click.Command, parent: click.Context | None, name: str) -> Iterator[click.Context]:
    context = click.Context(
        command, parent, info_name=name, terminal_width=100, max_content_width=100, **command.context_settings
    )
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if child := command.get_command(context, name):
                yield from _walk(child, context, name)


def schema_page() -> str:
    """Return all public tables and views with their columns and descriptions."""
    from archive.db.column_descriptions import COLUMN_DESCRIPTIONS, TABLE_DESCRIPTIONS
    from archive.db.connection import connect

    db = connect(Path(":memory:"))
    parts = ["# Tables\n\n<!-- Written by docs/generate.py from archive/db/. -->\n"]
    for table, what in TABLE_DESCRIPTIONS.items():
        types = {row[1]: row[2] for row in db.execute(f"pragma table_info({table})").fetchall()}
        columns = COLUMN_DESCRIPTIONS[table].items()
        rows = "\n".join(f"| `{name}` | {types[name].lower()} | {text} |" for name, text in columns)
        parts.append(f"## {table}\n\n{what}\n\n| column | type | meaning |\n| --- | --- | --- |\n{rows}\n")
    db.close()
    return "\n".join(parts)


PAGES = {"commands.md": commands_page, "schema.md": schema_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
