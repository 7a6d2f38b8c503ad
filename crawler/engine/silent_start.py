"""Keep the server of the workers from printing the traceback of a worker that cannot begin.

It is imported in that server alone (`crawler.engine.fork_server`). A machine without memory, or a command that gives up
while a worker starts, ends the worker before its first task; the pool notices that and says so in one line.
"""

import sys


def _print_nothing(*failure: object) -> None:
    """Leave the end of the process as the only sign."""


sys.excepthook = _print_nothing
