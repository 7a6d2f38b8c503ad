"""The command line, `spacebeat`. Each command is imported only when it is called, so that help is instant."""

import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence

import click

from archive.errors import SpacebeatError, WrongUsageError

COMMANDS = {
    "crawl": "Crawl the named, or all enabled, sources for new and changed articles.",
    "backfill": "Go back in time through what a source keeps of its past.",
    "ingest": "Read WARC and WACZ files that others made.",
    "reextract": "Read stored captures again with the extraction of today.",
    "enrich": "Tell anew what the articles are about, after the data were edited.",
    "search": "Search the full text of the archive.",
    "export": "Write articles as a table, references, a feed, a digest or a web archive.",
    "snapshot": "Write a frozen, citable data set, check one, or fetch one anew.",
    "serve": "Open the archive in Datasette.",
    "status": "Tell how the sources are, and what the archive covers.",
    "notify": "Report sources that went wrong or are well again, each once.",
    "sources": "List, show, find, check and exchange the sources of the catalogue.",
    "schedule": "Crawl every hour what is due, by the timer of this machine.",
    "merge": "Unite archives that were made apart.",
    "doctor": "Check the installation, the database and the WARC files.",
    "demo": "Crawl a small newsroom on this machine, to see what you get.",
}


class LazyGroup(click.Group):
    """Lists the commands from the table above and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"crawler.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spacebeat", prog_name="spacebeat")
def spacebeat() -> None:
    """The world's space-policy news in one archive that you can search, check and cite."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; print any error as one line and exit with its code."""
    try:
        code = spacebeat.main(arguments, standalone_mode=False)
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
    except (SpacebeatError, sqlite3.DatabaseError, OSError) as error:
        click.echo(f"spacebeat: {one_line(error)}", err=True)
        code = 2 if isinstance(error, WrongUsageError) else 1
    sys.exit(code if isinstance(code, int) else 0)


def one_line(error: Exception) -> str:
    if isinstance(error, sqlite3.OperationalError):
        return f"the database says: {error}; free some space or run 'spacebeat doctor'"
    if isinstance(error, sqlite3.DatabaseError):
        return f"the database is damaged ({error}); run 'spacebeat doctor'"
    return " ".join(str(error).split())
