"""The command line, `spacebeat`. A command's module is imported only when it is called, so help prints fast."""

import difflib
import errno
import importlib
import io
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive.errors import SpacebeatError, WrongUsageError
from archive.failures import describe_failure, one_line
from crawler.config.load import apply_settings_file, check_environment

_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EIO)
_LAST_LOOK = 60.0  # seconds to find out whether an error is due to damage

COMMANDS = {
    "crawl": "Crawl the named sources, or all enabled ones, for new and changed articles.",
    "backfill": "Crawl the past articles of one source.",
    "ingest": "Import articles from existing WARC and WACZ files.",
    "reextract": "Re-run extraction on stored captures.",
    "enrich": "Re-run enrichment on all articles, after its data files were edited.",
    "extract": "Extract the article of a page in a file, without an archive.",
    "explain": "Explain how a page was read, or why an address was refused.",
    "search": "Search the full text of the archive.",
    "compare": "Compare searches over time: numbers, shares and bursts.",
    "dossier": "Show the life of a bill, treaty, dialogue or other instrument.",
    "meaning": "Compute what search by meaning needs, for new and changed articles.",
    "list": "List the sources, topics, actors and other values to filter by.",
    "export": "Export articles as a table, references, a feed, a digest or a web archive.",
    "snapshot": "Write, verify or re-fetch a frozen, citable data set.",
    "serve": "Open the archive in Datasette.",
    "status": "Show source health and coverage.",
    "runs": "List the latest crawls, and show what failed in one of them.",
    "notify": "Send alerts for sources with a new problem or a recovery, once each.",
    "sources": "List, show, probe, add, check, import and export catalogue sources.",
    "schedule": "Crawl what is due every hour, using systemd or cron.",
    "backup": "Copy an archive with its WARC files, while it is in use.",
    "prune": "Delete old captures; articles stay.",
    "forget": "Delete an article or a source for good, and never take it back.",
    "merge": "Merge other archives into this one.",
    "doctor": "Check the installation, the database and the WARC files.",
    "config": "Show each setting and where it comes from.",
    "demo": "Crawl a small newsroom served on this machine, to try Spacebeat.",
}


_MODULES = {"list": "list_values"}  # a module `list` would hide the type from this one


class LazyGroup(click.Group):
    """A command group that lists the table above and imports only the command that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; 'spacebeat --help' lists the commands"
            raise click.UsageError(f"there is no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = _MODULES.get(cmd_name, cmd_name)
        command = importlib.import_module(f"crawler.cli.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spacebeat", prog_name="spacebeat")
def spacebeat() -> None:
    """Collect the world's space-policy news in one archive that you can search, check and cite."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; print any error as one line and exit with its code."""
    noted: dict[str, Path] = {}
    _write_utf8()
    try:
        apply_settings_file()
        check_environment()
        code = spacebeat.main(arguments, prog_name="spacebeat", standalone_mode=False, obj=noted)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except (SpacebeatError, sqlite3.DatabaseError, OSError, MemoryError) as error:
        click.echo(f"spacebeat: {_explain(error)}", err=True)
        code = 2 if isinstance(error, WrongUsageError) else 1
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
        if not (line := _explain_by_machine(error) or _explain_by_damage(error, noted.get("archive"))):
            raise
        click.echo(f"spacebeat: {line}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _write_utf8() -> None:
    """Write results as UTF-8, and to a terminal of another encoding what it can show.

    Else a locale such as de_DE.ISO-8859-1 ends a command at the first dash or Chinese headline.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def _explain(error: Exception) -> str:
    if isinstance(error, (sqlite3.Error, MemoryError)) or (
        isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
    ):
        return describe_failure(error, "the archive")
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"cannot read or write {error.filename}: {error.strerror}"
    return one_line(error)


def _explain_by_machine(error: Exception) -> str:
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "no more threads can be started: raise the limit (ulimit -u, TasksMax) or stop other programs"
    if isinstance(error, RuntimeError) and str(error).startswith("Symlink loop"):  # up to Python 3.12
        return f"{one_line(error)}: the links lead in a circle; choose another path with --archive"
    if isinstance(error, UnicodeEncodeError):  # an argument with other bytes, or a path that the locale cannot name
        place = f"{error.object[:100]!a} cannot be written in {error.encoding}"
        return f"{place}; write it in UTF-8, and set LC_ALL=C.UTF-8"
    return ""


def _explain_by_damage(error: Exception, archive: Path | None) -> str:
    """Return one line when what surprised a command was a damaged row; empty when it is the fault of the program."""
    from archive.db.damage import find_damage

    fault = find_damage(archive, _LAST_LOOK) if archive else ""
    if not fault and not isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
        return ""
    return f"{archive or 'the archive'} is damaged ({fault or one_line(error)[:120]}); run 'spacebeat doctor --all'"
