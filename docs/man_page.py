"""Write the manual page `spacebeat(1)` from the help of all commands, in the language of man(7).

docs/generate.py writes it to docs/reference/spacebeat.1, which is installed to `share/man/man1` of the environment.
Check it with `groff -man -ww -z docs/reference/spacebeat.1`, which prints nothing.
"""

import inspect
import re
from collections.abc import Iterator

import click

_HEAD = r"""
.\" Written by docs/generate.py from the program's own help.
.TH SPACEBEAT 1 "" Spacebeat "User Commands"
.SH NAME
spacebeat \- collect the world's space-policy news in one archive to search, check and cite
.SH SYNOPSIS
.B spacebeat
.I COMMAND
.RI [ OPTIONS ]
.RI [ ARGUMENTS ]
"""
_EXIT_CODES = {
    0: "Done.",
    1: "Nothing could be done; one line on standard error says why and what to do.",
    2: "Wrong usage.",
    3: "Done, but some sources failed.",
    130: "Interrupted; finished work is kept.",
}
_VARIABLES = {
    "SPACEBEAT_ARCHIVE": "The archive, where --archive is not given.",
    "SPACEBEAT_CONFIG": "The settings file, where it is not spacebeat.toml in the working folder.",
    "SPACEBEAT_CONTACT": "Mail address or URL that identifies you to the sites.",
    "NO_COLOR": "Print without colours.",
}
_FILES = {
    "spacebeat.db": "The archive: an SQLite database.",
    "spacebeat.warc/": "The pages as they were fetched, next to the archive.",
    "spacebeat.toml": "Optional settings; 'spacebeat config show' prints those in force.",
}


def man_page(contexts: Iterator[click.Context]) -> str:
    """Return the page for a program, its commands and their subcommands, in this order."""
    first, *commands = contexts
    parts = [_HEAD.strip(), ".SH DESCRIPTION", *_paragraphs(first.command.help or ""), ".SH COMMANDS"]
    for context in commands:
        parts += _command(context)
    parts += [".SH EXIT STATUS", *_terms({str(code): text for code, text in _EXIT_CODES.items()})]
    parts += [".SH ENVIRONMENT", *_terms(_VARIABLES), ".SH FILES", *_terms(_FILES)]
    parts += [".SH SEE ALSO", ".BR datasette (1),", ".BR sqlite3 (1)"]
    return "\n".join(parts) + "\n"


def _command(context: click.Context) -> Iterator[str]:
    pieces = " ".join(context.command.collect_usage_pieces(context))
    yield f".SS {_text(context.command_path.partition(' ')[2])} {_text(pieces)}"
    yield from _paragraphs(context.command.help or "")
    records = [record for one in context.command.get_params(context) if (record := one.get_help_record(context))]
    yield from _terms({name: text for name, text in records if text and name != "-h, --help"})


def _terms(terms: dict[str, str]) -> Iterator[str]:
    for name, text in terms.items():
        yield f".TP\n.B {_text(name)}\n{_text(text)}"


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs; those that are indented or marked with \\b, as click has it, keep their lines."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inspect.cleandoc(text))):
        lines = paragraph.splitlines()
        verbatim = lines[0].startswith(("    ", "\b"))
        body = "\n".join(_text(line) for line in lines if line != "\b") if verbatim else _text(" ".join(lines))
        if number or verbatim:
            yield ".PP"
        yield f".EX\n{body}\n.EE" if verbatim else body


def _text(text: str) -> str:
    """Escape a text; words in backticks become bold."""
    text = " ".join(text.split()) if text[:4].strip() else text
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = re.sub(r"`([^`]+)`", r"\\fB\1\\fP", text)
    return f"\\&{text}" if text.startswith(".") else text
