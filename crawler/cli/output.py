"""Write output to standard output, or to a file or folder that gets its name only when it is complete.

So a full disk or Ctrl-C leaves no half of a file, and nothing of an older one is lost.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from archive.failures import naming_output
from crawler.cli.parameters import STANDARD_OUTPUT


@contextlib.contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Yield the stream to write to; delete a partial file when writing fails."""
    if output is None or output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = output.with_name(output.name + ".part")
    try:
        with naming_output(output), partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, output)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def new_folder(output: Path) -> Iterator[Path]:
    """Yield a folder that gets its name only when it is complete; delete it when writing fails."""
    if output.exists():
        raise click.UsageError(f"{output} is there already; choose a new folder, so that no old file is read with it")
    partial = output.with_name(output.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        with naming_output(output):
            partial.mkdir(parents=True)
            yield partial
            os.replace(partial, output)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
