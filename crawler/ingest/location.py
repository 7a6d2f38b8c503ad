"""Where a file is: on this machine, or at a URL (http, https, s3).

`open_stream` opens either as a binary file that can be sought. A path needs no further package.
"""

import os
import re
from pathlib import Path
from typing import BinaryIO

from crawler.ingest.url import Url

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")

Location = Path | Url


def location_of(text: str) -> Location:
    """Return the URL or the path that a text is. Raises IngestError for a URL of another kind."""
    return Url(text) if _URL.match(text) else Path(text)


def argument_of(location: Location) -> str:
    """Return the text by which a command of another process finds the same file."""
    return location.address if isinstance(location, Url) else str(location.absolute())


def folders_above(location: Location) -> tuple[Location, ...]:
    """Return the folders that a file is in, the nearest first."""
    return tuple(location.parents if isinstance(location, Url) else location.absolute().parents)


def exists(location: Location) -> bool:
    """Return whether a file can be opened. Raises IngestError when the host of a URL does not answer."""
    if isinstance(location, Path):
        return location.exists()
    from crawler.ingest.remote import exists_remote

    return exists_remote(location)


def open_stream(location: Location) -> BinaryIO:
    """Open a file to be read and sought. Raises IngestError when a URL cannot be read, OSError for a path."""
    if isinstance(location, Path):
        return location.open("rb")
    from crawler.ingest.remote import open_remote

    return open_remote(location)


def size_of(stream: BinaryIO) -> int:
    """Return the size of an open file in bytes; it is at its beginning then."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size
