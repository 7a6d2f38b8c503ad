"""Generator of the reference pages, which are built from the program so that they stay correct.

Run `python docs/generate.py`; tests/test_docs.py fails when a page differs from its output.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import click
import msgspec

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))


_ON_ALL = """\
Exit codes: 0 done; 1 nothing could be done; 2 wrong usage; 3 done, but some sources failed; 130 interrupted, finished
work is kept. Results go to standard output; progress and messages go to standard error, and `-q` silences them.
`NO_COLOR=1` prints without colours. A file named `-` is standard input or standard output. A query that begins with a
dash follows two dashes: `spacebeat search -- -word other`.

Commands and options are completed by the Tab key after one of these lines in `~/.bashrc`, `~/.zshrc` or
`~/.config/fish/completions/spacebeat.fish`:

```sh
eval "$(_SPACEBEAT_COMPLETE=bash_source spacebeat)"
eval "$(_SPACEBEAT_COMPLETE=zsh_source spacebeat)"
_SPACEBEAT_COMPLETE=fish_source spacebeat | source
```
"""


_RELIABILITY = """\
What may go wrong in a crawl that runs unattended for years (the disk, the network, what strangers publish), and what
Spacebeat does then. Each promise is held by a test; where there is none, the reason is given.
"""


_CONFIGURATION = """\
# Configuration

<!-- Written by docs/generate.py from crawler/config/settings_file.py. -->

Everything works without configuration. `spacebeat.toml` in the working folder, or the file in `$SPACEBEAT_CONFIG`,
holds what you would otherwise type again:

```toml
contact = "you@your-institute.example"
archive = "space.db"
catalogue = ["ours.toml"]
```

The command line comes before the environment, the environment before the file, the file before the default;
`spacebeat config show` prints each value and where it comes from. An unknown key is an error. Passwords and service
URLs are refused: set them as environment variables. `SPACEBEAT_NOTIFY` holds Apprise URLs, separated by spaces, to
which alerts are sent, and `SPACEBEAT_PING_URL` the URL of a dead man's switch.
"""


def commands_page() -> str:
    """Return all commands with their help, as `spacebeat COMMAND --help` prints it at 100 columns."""
    from crawler.cli import spacebeat

    parts = ["# Commands\n\n<!-- Written by docs/generate.py from the program's own help. -->\n", _ON_ALL]
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


def reliability_page() -> str:
    """Return each promise for the case that something goes wrong, with the test that holds it."""
    parts = ["# Reliability\n\n<!-- Written by docs/generate.py from docs/reliability.toml. -->\n", _RELIABILITY]
    for group, promises in tomllib.loads((FOLDER / "reliability.toml").read_text("utf-8")).items():
        rows = "\n".join(f"| {key} | {row[0]} | {_proof(row)} |" for key, row in promises.items())
        parts.append(f"## {group}\n\n| | promise | test |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


def _proof(row: list[str]) -> str:
    file, _, name = row[1].partition("::")
    return f"[`{name}`](../tests/{file})" if name else f"not tested: {row[2]}"


def catalogue_page() -> str:
    """Return all keys of a catalogue file with type, default and description."""
    from crawler.catalogue.source import Api, Endpoint, Listing, Numbered, Rule, Source

    tables: dict[str, type[msgspec.Struct]] = {
        "[[source]]": Source,
        "[[source.feed]] and [[source.sitemap]]": Endpoint,
        "[[source.listing]]": Listing,
        "[[source.api]]": Api,
        "[source.numbered]": Numbered,
        "[[source.rule]]": Rule,
    }
    parts = ["# Keys of the catalogue\n\n<!-- Written by docs/generate.py from crawler/catalogue/source.py. -->\n"]
    for table, struct in tables.items():
        rows = "\n".join(_key(field) for field in msgspec.structs.fields(struct))
        parts.append(f"## `{table}`\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


def configuration_page() -> str:
    """Return all keys of spacebeat.toml with type, default, environment variable and description."""
    from crawler.config.load import description, extra
    from crawler.config.settings_file import SettingsFile

    rows = [
        f"| `{field.name}` | {_type_name(get_args(field.type)[0])} | {_default(extra(field)['default'])} "
        f"| `{extra(field)['variable']}` | {description(field)} |"
        for field in msgspec.structs.fields(SettingsFile)
    ]
    head = "| key | type | default | variable | meaning |\n| --- | --- | --- | --- | --- |\n"
    return f"{_CONFIGURATION}\n{head}{chr(10).join(rows)}\n"


def _default(value: str) -> str:
    return f"`{value}`" if value else "none"


def _key(field: msgspec.structs.FieldInfo) -> str:
    """Return the row of a key."""
    kind, meta = get_args(field.type)
    default = "required" if field.required else f"`{json.dumps(field.default)}`"
    return f"| `{field.encode_name}` | {_type_name(kind)} | {default} | {meta.description} |"


def _type_name(kind: Any) -> str:
    """Return the name of a type as TOML has it, or the values that it takes."""
    names = {str: "string", int: "integer", float: "number", bool: "true or false"}
    if kind in names:
        return names[kind]
    if get_origin(kind) is Literal:
        return ", ".join(f"`{json.dumps(value)}`" for value in get_args(kind))
    arguments = [argument for argument in get_args(kind) if argument not in (type(None), ...)]
    arguments = [get_args(part)[0] if get_origin(part) is Annotated else part for part in arguments]
    if get_origin(kind) is tuple:
        return "array of strings" if arguments == [str] else "tables"
    return _type_name(arguments[0]) if arguments else "table"


PAGES = {
    "catalogue-keys.md": catalogue_page,
    "commands.md": commands_page,
    "configuration.md": configuration_page,
    "reliability.md": reliability_page,
    "schema.md": schema_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
