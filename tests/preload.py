"""What the server of the tests' commands does before it forks them: import and read what every command would.

A command that a user starts imports, reads the catalogue and builds its tables; forked from here, it finds them done.
None of it depends on arguments, environment or working directory.
"""

import errno
import gc
import importlib
import pkgutil
import socket
import sys
from multiprocessing import reduction

from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import archive
import crawler
from crawler.catalogue.load import load_catalogue
from crawler.cli import COMMANDS, spacebeat
from crawler.engine import preload, process  # noqa: F401  # the engine, and what its workers do first
from crawler.enrich.data import load_names

_COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "DOWNLOAD_HANDLERS")
_PARTS = (
    *("SCHEDULER", "SCHEDULER_PRIORITY_QUEUE", "SCHEDULER_MEMORY_QUEUE", "SCHEDULER_DISK_QUEUE"),
    *("DUPEFILTER_CLASS", "LOG_FORMATTER", "STATS_CLASS"),
)
_RUNS_WHEN_IMPORTED = ("crawler.__main__", "crawler.settings")


_receive = reduction.recvfds


def _receive_request(sock: socket.socket, size: int) -> list[int]:
    """Receive a request to fork, or raise what the server takes for a connection that was given up.

    A command that is killed after it has connected, and before it has sent its request, would end the server, and
    with it the exit codes of all commands at work.
    """
    try:
        return list(_receive(sock, size))
    except EOFError as error:
        raise OSError(errno.ECONNABORTED, "the request was never sent") from error


def _import_modules() -> None:
    """Import what commands import when they are asked for it."""
    for package in (archive, crawler):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in _RUNS_WHEN_IMPORTED and not module.name.startswith("archive.datasette."):
                importlib.import_module(module.name)


def _import_components() -> None:
    settings = Settings()
    settings.setmodule(importlib.import_module("crawler.settings"), priority="project")
    for name in _COMPONENTS:
        for component in settings.getwithbase(name):
            if "." in str(component):
                load_object(component)
    for name in _PARTS:
        load_object(settings[name])
    del sys.modules["crawler.settings"]  # it reads the environment, which is that of each command


reduction.recvfds = _receive_request
_import_modules()
_import_components()
for _command in COMMANDS:
    spacebeat.get_command(None, _command)  # type: ignore[arg-type]  # it has no use for a context
for _module in (
    "asyncio",
    "multiprocessing.popen_forkserver",
    "multiprocessing.synchronize",
    "rich.live",
    "rich.table",
    "sqlite_utils.migrations",
):
    importlib.import_module(_module)
load_catalogue()
load_names()
gc.collect()
gc.freeze()  # else each process that is forked would copy the memory of all objects to count who refers to them
