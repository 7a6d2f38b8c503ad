"""Generator of the reference pages, which are built from the program so that they stay correct.

Run `python docs/generate.py`; tests/test_docs.py fails when a page differs from its output.
"""

import ast
import inspect
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import click
import msgspec

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

N = TypeVar("N", bound=ast.AST)


_ON_ALL = """\
Exit codes: 0 done; 1 nothing could be done; 2 wrong usage; 3 done, but some sources failed; 130 interrupted, finished
work is kept. Results go to standard output; progress and messages go to standard error, and `-q` silences them.
`NO_COLOR=1` prints without colours. A file named `-` is standard input or standard output. A query that begins with a
dash follows two dashes: `spacebeat search -- -word other`.

`scrapy list` and `scrapy crawl SOURCE` work in a checkout, too, into `$SPACEBEAT_ARCHIVE`; `scrapy crawl SOURCE -o
items.csv` also writes the new and changed articles, in any format of Scrapy's feed exports.

`man spacebeat` shows this page in a terminal; in a checkout it is `man docs/reference/spacebeat.1`.

Commands, options, sources and the values of filters are completed by the Tab key after one of these lines in
`~/.bashrc`, `~/.zshrc` or `~/.config/fish/completions/spacebeat.fish`:

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


_SETTINGS = """\
Scrapy's settings as Spacebeat sets them, for those who run `scrapy crawl` or change the crawler. Users need none of
them: what a user sets is in [configuration](configuration.md). Names that begin with `SPACEBEAT_` are ours.
"""

_SECTION = re.compile(r"# --- (.+?) -+")


_PYTHON_API = """\
What `from archive import …` gives. [Use from Python](../how-to/use-from-python.md) shows it at work. Everything else in
the packages `archive` and `crawler` may change in any release.
"""


def commands_page() -> str:
    """Return all commands with their help, as `spacebeat COMMAND --help` prints it at 100 columns."""
    from crawler.cli import spacebeat

    parts = ["# Commands\n\n<!-- Written by docs/generate.py from the program's own help. -->\n", _ON_ALL]
    for context in _walk(spacebeat, None, "spacebeat"):
        parts.append(f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


def sources_page() -> str:
    """Return the built-in sources by kind and country."""
    from docs.sources_page import sources_page

    return sources_page()


def manual_page() -> str:
    """Return the manual page of all commands."""
    from crawler.cli import spacebeat
    from docs.man_page import man_page

    return man_page(_walk(spacebeat, None, "spacebeat"))


def _walk(command: click.Command, parent: click.Context | None, name: str) -> Iterator[click.Context]:
    context = click.Context(
        command, parent, info_name=name, terminal_width=100, max_content_width=100, **command.context_settings
    )
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if child := command.get_command(context, name):
                yield from _walk(child, context, name)


_TABLES = """\
`spacebeat serve`, and any Datasette of the environment in which Spacebeat is installed (`datasette spacebeat.db`), show
these descriptions, label foreign keys, and hide the tables that are marked as for the program. Other tools, such as
`sqlite-utils tables spacebeat.db`, list all tables alike: their names are part of the queries and snapshots that people
keep, so none is renamed to mark it. Begin with `articles`, `sources` and the views `unique_articles` and `coverage`.
"""


def schema_page() -> str:
    """Return all public tables and views with their columns and descriptions."""
    from archive.datasette.metadata import HIDDEN
    from archive.db.column_descriptions import COLUMN_DESCRIPTIONS, TABLE_DESCRIPTIONS
    from archive.db.connection import connect

    db = connect(Path(":memory:"))
    parts = ["# Tables\n\n<!-- Written by docs/generate.py from archive/db/. -->\n", _TABLES]
    for table, what in TABLE_DESCRIPTIONS.items():
        types = {row[1]: row[2] for row in db.execute(f"pragma table_info({table})").fetchall()}
        columns = COLUMN_DESCRIPTIONS[table].items()
        rows = "\n".join(f"| `{name}` | {types[name].lower()} | {text} |" for name, text in columns)
        what = f"For the program, not for readers. {what}" if table in HIDDEN else what
        parts.append(f"## {table}\n\n{what}\n\n| column | type | meaning |\n| --- | --- | --- |\n{rows}\n")
    db.close()
    return "\n".join(parts)


def reliability_page() -> str:
    """Return each promise for the case that something goes wrong, with the test that holds it."""
    parts = ["# Reliability\n\n<!-- Written by docs/generate.py from reliability.toml. -->\n", _RELIABILITY]
    for group, promises in tomllib.loads((FOLDER / "reference" / "reliability.toml").read_text("utf-8")).items():
        rows = "\n".join(f"| {key} | {row[0]} | {_proof(row)} |" for key, row in promises.items())
        parts.append(f"## {group}\n\n| | promise | test |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


def _proof(row: list[str]) -> str:
    file, _, name = row[1].partition("::")
    return f"[`{name}`](../../tests/{file})" if name else f"not tested: {row[2]}"


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


def settings_page() -> str:
    """Return the Scrapy settings of the project with their values and the comments that give their reasons."""
    source = (FOLDER.parent / "crawler" / "settings.py").read_text("utf-8")
    comments = {number: line.strip() for number, line in enumerate(source.splitlines(), 1) if "#" in line}
    parts = ["# Settings\n\n<!-- Written by docs/generate.py from crawler/settings.py. -->\n", _SETTINGS]
    sections = {number: match[1] for number, line in comments.items() if (match := _SECTION.fullmatch(line))}
    for node in ast.parse(source).body:
        for number in [number for number in sections if number < node.lineno]:
            parts.append(f"\n## {sections.pop(number)}\n\n| setting | value | why |\n| --- | --- | --- |\n")
        if len(parts) > 2 and isinstance(node, ast.Assign):
            value = "several" if isinstance(node.value, ast.Dict) else f"`{ast.unparse(node.value)}`"
            parts.append(f"| `{ast.unparse(node.targets[0])}` | {value} | {_reason(node, comments)} |\n")
    return "".join(parts)


def _reason(node: ast.stmt, comments: dict[int, str]) -> str:
    """Return the comment above a statement and the one at its end, as one sentence after the other."""
    above = []
    number = node.lineno - 1
    while comments.get(number, "").startswith("# ") and not _SECTION.fullmatch(comments[number]):
        above.append(comments[number][2:])
        number -= 1
    end = comments.get(node.end_lineno or node.lineno, "").partition("  # ")[2]
    return " ".join([*reversed(above), end]).strip().replace("|", "or")


def python_api_page() -> str:
    """Return the public names of the package `archive` with signatures, fields and docstrings."""
    import archive

    parts = ["# Python API\n\n<!-- Written by docs/generate.py from the docstrings of archive/. -->\n", _PYTHON_API]
    for name in archive.__all__:
        thing = getattr(archive, name)
        node = ast.parse(inspect.getsource(thing)).body[0]
        parts.append(f"## `{name}`\n")
        parts += _function(node) if isinstance(node, ast.FunctionDef) else _class(node)
    return "\n".join(parts)


def _class(node: ast.AST) -> Iterator[str]:
    """Yield docstring, fields and public methods of a class, as its source has them."""
    assert isinstance(node, ast.ClassDef)
    yield f"{ast.get_docstring(node)}\n"
    fields = [(ast.unparse(field.target), ast.unparse(field.annotation)) for field in _of(node, ast.AnnAssign)]
    if fields:
        rows = "\n".join(f"| `{name}` | `{kind.replace(' | ', ' or ')}` |" for name, kind in fields)
        yield f"| field | type |\n| --- | --- |\n{rows}\n"
    for method in _of(node, ast.FunctionDef):
        if not method.name.startswith("_"):
            yield f"### `{node.name}.{method.name}`\n"
            yield from _function(method)


def _of(node: ast.ClassDef, kind: type[N]) -> list[N]:
    return [part for part in node.body if isinstance(part, kind)]


def _function(node: ast.FunctionDef) -> Iterator[str]:
    """Yield signature and docstring of a function, as its source has them."""
    result = ast.unparse(node.returns) if node.returns else "None"
    arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
    yield f"```text\n{node.name}({arguments}) -> {result}\n```\n"
    yield f"{ast.get_docstring(node)}\n"


PAGES = {
    "reference/catalogue-keys.md": catalogue_page,
    "reference/commands.md": commands_page,
    "reference/configuration.md": configuration_page,
    "reference/python-api.md": python_api_page,
    "reference/reliability.md": reliability_page,
    "reference/schema.md": schema_page,
    "reference/settings.md": settings_page,
    "reference/sources.md": sources_page,
    "reference/spacebeat.1": manual_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
