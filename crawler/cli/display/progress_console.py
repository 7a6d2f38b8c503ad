"""The console for progress, whose reader may go away (`2>&1 | head`, a closed connection) while the work goes on.

rich ends a program that writes to a closed pipe by SystemExit. Raised in the loop of a crawl, that leaves the reactor
without its end: the process waited for the reactor's threads for ever, and kept the lock of the archive.
"""

import os
import sys

from rich.console import Console


class ProgressConsole(Console):
    """Print to standard error for as long as somebody reads it, and then to nobody."""

    def __init__(self) -> None:
        super().__init__(stderr=True, highlight=False)

    def on_broken_pipe(self) -> None:
        """Fall silent instead of ending the program."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
