"""A file at a URL as one that is read in parts and can be sought, through fsspec: nothing is downloaded as a whole.

fsspec reads http and https itself. For s3 it has obstore: one package of 6 MB, where s3fs needs botocore, 17 MB that
hold python-dateutil below the version that this project is tested with. Both are optional (`spacebeat[remote]`).

What is read one after the other is fetched ahead, in requests that double up to 8 MB; a look at a place elsewhere costs
1 MB. A request that fails is made again, from where the file is. Errors are IngestErrors and no OSErrors, since the
latter are what damage in a file is: a file whose connection broke is read on later, not passed over.
"""

import io
import os
import re
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from typing import Any, BinaryIO, TypeVar, cast

from archive.failures import one_line
from crawler.fetch.user_agent import user_agent
from crawler.ingest.errors import IngestError
from crawler.ingest.url import Url

T = TypeVar("T")

PAUSES = (1.0, 5.0)  # seconds before a request is made again
SILENCE = 60.0  # seconds without a byte, after which a connection counts as broken
CONNECT = 20.0
BLOCK = 1 << 20
MOST = 8  # blocks of one request
KEPT = 3 * MOST  # blocks in memory: records are looked at again from their beginning
_INSTALL = "reading {} needs further packages; install them with: pip install 'spacebeat[remote]'"
_NO_CREDENTIALS = (
    "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "or AWS_SKIP_SIGNATURE=true if the bucket is public"
)
_ASKED_FOR_CREDENTIALS = re.compile(r"/latest/(?:api/token|meta-data)")  # of the machine, as one of EC2 has them
_STATUS = re.compile(r"status code: (\d{3})")
_REFUSED = frozenset({"PermissionDeniedError", "UnauthenticatedError"})


class MissingObjectError(IngestError):
    """There is no such file, or it may not be read."""


def require_packages(url: Url) -> None:
    """Raise IngestError when the packages that read this kind of URL are not installed."""
    file_system(url.scheme)


def exists_remote(url: Url) -> bool:
    """Return whether a file can be read. Raises IngestError for any other reason why it cannot."""
    try:
        _open(url).close()
    except MissingObjectError:
        return False
    return True


def open_remote(url: Url) -> BinaryIO:
    """Open a file at a URL. Raises IngestError."""
    return cast(BinaryIO, io.BufferedReader(_Remote(url)))


class _Remote(io.RawIOBase):
    """A file in blocks, which one thread fetches."""

    def __init__(self, url: Url) -> None:
        self._url = url
        self._file = _open(url)
        self._size: int = self._file.size
        self._at = 0
        self._blocks: dict[int, bytes] = {}
        self._last = -2  # the block that was read last
        self._count = 1  # blocks of the last request
        self._front = 0  # the block after those of the last request
        self._ahead: tuple[int, Future[list[bytes]]] | None = None
        self._thread = ThreadPoolExecutor(1, "remote-file")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # Python 3.11 has no type for a buffer
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, BLOCK)
        data = self._block(number)[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._thread.shutdown(wait=False, cancel_futures=True)
        super().close()

    def _block(self, number: int) -> bytes:
        if number not in self._blocks and self._ahead:
            first, future = self._ahead
            self._ahead = None
            self._keep(first, future.result())
        if number not in self._blocks:
            self._count = 1
            self._keep(number, self._thread.submit(self._fetch, number, 1).result())
        if number == self._last + 1 and self._ahead is None and self._front - number <= self._count:
            self._fetch_ahead()
        self._last = number
        return self._blocks[number]

    def _fetch_ahead(self) -> None:
        if self._front * BLOCK < self._size:
            self._count = min(2 * self._count, MOST)
            self._ahead = self._front, self._thread.submit(self._fetch, self._front, self._count)

    def _keep(self, first: int, blocks: list[bytes]) -> None:
        for number, block in enumerate(blocks, first):
            self._blocks.pop(number, None)
            self._blocks[number] = block
        while len(self._blocks) > KEPT:
            del self._blocks[next(iter(self._blocks))]
        self._front = first + len(blocks)

    def _fetch(self, first: int, count: int) -> list[bytes]:
        start = first * BLOCK
        size = min(count * BLOCK, self._size - start)
        data = patiently(self._url, lambda: self._read(start, size), f" at {start / 1e6:.1f} MB")
        return [data[at : at + BLOCK] for at in range(0, size, BLOCK)]

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        data = bytes(self._file.read(size))
        if len(data) != size:
            raise ConnectionError(f"{len(data)} of {size} bytes arrived")
        return data


def _open(url: Url) -> Any:
    """Open a file of fsspec that fetches what is read and no more."""
    files = file_system(url.scheme)
    size = patiently(url, lambda: files.info(url.address)["size"])
    if not size:
        raise IngestError(f"cannot read {url}: its size is {'not known' if size is None else 0}")
    return files.open(url.address, "rb", size=size, block_size=BLOCK, cache_type="none")


def patiently(url: Url, action: Callable[[], T], place: str = "", verb: str = "read") -> T:
    """Return what `action` returns, which is called again when the connection breaks. Raises IngestError.

    `place` and `verb` are words for what is done with the file: "cannot read s3://bucket/a.warc at 8.4 MB".
    """
    for pause in (*PAUSES, None):
        try:
            return action()
        except _errors_of(url.scheme) as error:
            if reason := _reason_to_give_up(url, error):
                raise MissingObjectError(f"cannot {verb} {url}: {reason}") from error
            if pause is None:
                raise IngestError(f"cannot {verb} {url}{place}: {_words(error)}; run the same command again") from error
            time.sleep(pause)
    raise AssertionError("the last pause is None")


def _reason_to_give_up(url: Url, error: BaseException) -> str:
    """Return why it is no use to ask again, empty when it is."""
    if url.scheme == "s3" and _ASKED_FOR_CREDENTIALS.search(str(error)):
        return _NO_CREDENTIALS
    status = _status(error)
    if isinstance(error, PermissionError) or type(error).__name__ in _REFUSED or status in (401, 403):
        return "the server refuses access to it, or has no such file"
    if status in (404, 410) or (isinstance(error, FileNotFoundError) and not error.__cause__):
        return "there is no such file"
    if isinstance(error, ValueError):
        return "its server does not send parts of a file; download it"
    return ""


def _words(error: BaseException) -> str:
    if status := _status(error):  # whose text would show the signature of an address
        return f"status {status}"
    return one_line(error.__cause__ or error).partition(" Debug source:")[0]


def _status(error: BaseException) -> int:
    """Return the status that a server answered with, 0 if it did not answer."""
    stated = _STATUS.search(str(error))
    return int(stated[1]) if stated else getattr(error.__cause__ or error, "status", 0)


def _errors_of(scheme: str) -> tuple[type[Exception], ...]:
    """Return what the packages raise when a file cannot be read."""
    if scheme == "s3":
        from obstore.exceptions import BaseError

        return OSError, BaseError
    from aiohttp import ClientError
    from fsspec.exceptions import FSTimeoutError

    return OSError, ValueError, ClientError, FSTimeoutError


@lru_cache
def file_system(scheme: str) -> Any:
    """Return the file system of fsspec for a kind of URL. Raises IngestError when a package is not installed."""
    agent = user_agent(version("spacebeat"), os.environ.get("SPACEBEAT_CONTACT", ""))
    try:
        if scheme == "s3":
            from obstore.fsspec import FsspecStore

            client: Any = {"allow_http": True, "connect_timeout": f"{CONNECT}s", "timeout": "300s", "user_agent": agent}
            return FsspecStore("s3", client_options=client, retry_config={"max_retries": 0})
        from aiohttp import ClientTimeout
        from fsspec.implementations.http import HTTPFileSystem
    except ImportError as error:
        raise IngestError(_INSTALL.format(f"{scheme}://")) from error
    settings = {
        "auto_decompress": False,
        "headers": {"Accept-Encoding": "identity", "User-Agent": agent},
        "timeout": ClientTimeout(total=None, sock_connect=CONNECT, sock_read=SILENCE),
        "trust_env": True,
    }
    return HTTPFileSystem(client_kwargs=settings)
