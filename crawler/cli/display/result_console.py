"""The console for results, which go to a terminal or to another program.

Where no terminal says how wide it is, rich takes 80 columns and cuts cells off at them: `sources list | grep
multilateral` found nothing, since it read "multilater…".
"""

from rich.console import Console

_PIPED_WIDTH = 200  # columns, more than the cells of any table that must not wrap


def result_console(*, stderr: bool = False) -> Console:
    """Return a console as wide as the terminal, or as a table needs that goes to a file or program."""
    console = Console(highlight=False, stderr=stderr)
    return console if console.is_terminal else Console(highlight=False, stderr=stderr, width=_PIPED_WIDTH)
