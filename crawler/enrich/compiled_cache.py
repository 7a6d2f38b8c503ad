"""Keep the compiled data of enrichment in the user's cache: to compile them takes seven times as long as to read them.

The file is named by all that it is made of: the data files, the modules that compile them, and the versions of Python
and of what is stored. So it is never out of date. Where it cannot be read or written, the data are compiled each time.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_PACKAGE = Path(__file__).parent
_STORED = ("msgspec", "pyahocorasick")  # packages whose objects are in the file
_DIGEST = 32  # bytes before the content
_MOST = 3  # files that are kept: of versions that take turns


def read_or_compile(compile_data: Callable[[], T]) -> T:
    """Return what `compile_data` returns, from the cache if it is there; else it is put there."""
    with suppress(OSError, RuntimeError):  # RuntimeError: the user has no home
        path = _folder() / f"{_name()}.pickle"
        if packed := _read(path):
            return pickle.loads(packed)  # type: ignore[no-any-return]
    data = compile_data()
    with suppress(OSError, RuntimeError):
        _write(_folder() / f"{_name()}.pickle", pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL))
    return data


def _folder() -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches, "spacebeat", "enrichment")


def _name() -> str:
    digest = hashlib.sha256(repr((sys.version, [version(name) for name in _STORED])).encode())
    for path in sorted([*_PACKAGE.glob("*.py"), *_PACKAGE.glob("data/*.toml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _read(path: Path) -> bytes:
    """Return the content of a file that this user wrote and that is whole; empty bytes of any other."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_uid != os.geteuid():
            return b""
        digest, packed = file.read(_DIGEST), file.read()
    return packed if hashlib.sha256(packed).digest() == digest else b""


def _write(path: Path, packed: bytes) -> None:
    """Write a file as a whole or not at all, and remove the oldest ones."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        partial.write_bytes(hashlib.sha256(packed).digest() + packed)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    written = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in written[_MOST:]:
        old.unlink()
