"""Shards at a URL, by which machines that share no folder hand them to the one writer.

A shard travels as one object, a tar file of its database and its WARC files: it is there whole or not at all, whichever
machine is killed meanwhile.
"""

import hashlib
import os
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.warc.records import folder_of
from crawler.ingest.errors import IngestError
from crawler.ingest.remote import MissingObjectError, file_system, patiently
from crawler.ingest.url import Url


def check_store(url: Url) -> None:
    """Raise IngestError when shards cannot be written at such a URL, or a package for it is not installed."""
    if url.scheme != "s3":
        raise IngestError(f"shards cannot be written at {url}: only at an address that begins with s3://BUCKET/")
    file_system(url.scheme)


def place_on_worker(url: Url) -> Path:
    """Return where a worker writes a shard: the same place in each try, so that it goes on where the last one ended."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches, "spacebeat", "shards", f"{hashlib.sha256(url.address.encode()).hexdigest()[:16]}.db")


def send_shard(shard: Path, url: Url) -> None:
    """Write a shard to a URL. Raises IngestError."""
    files = file_system(url.scheme)
    with TemporaryDirectory(dir=shard.parent, prefix="sent-") as folder:
        packed = Path(folder, "shard.tar")
        with tarfile.open(packed, "w") as tar:
            tar.add(shard, arcname="shard.db")
            if folder_of(shard).exists():
                tar.add(folder_of(shard), arcname="shard.warc")
        try:
            patiently(url, lambda: files.put_file(str(packed), url.address), verb="write")
        except MissingObjectError as error:
            raise IngestError(f"cannot write {url}: there is no such bucket, or its server refuses access") from error


def fetch_shard(url: Url, shard: Path) -> bool:
    """Read a shard from a URL, in the place of one that is here; return whether there is one. Raises IngestError."""
    files = file_system(url.scheme)
    shard.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=shard.parent, prefix="fetched-") as folder:
        packed = Path(folder, "shard.tar")
        try:
            patiently(url, lambda: files.get_file(url.address, str(packed)))
        except MissingObjectError:
            return False
        with tarfile.open(packed) as tar:
            tar.extractall(folder, filter="data")
        shutil.rmtree(folder_of(shard), ignore_errors=True)
        if (warc := Path(folder, "shard.warc")).exists():
            warc.rename(folder_of(shard))
        Path(folder, "shard.db").replace(shard)  # last: without its database a shard is none
    return True


def remove_shard(url: Url) -> None:
    """Remove a shard at a URL. Raises IngestError."""
    files = file_system(url.scheme)
    patiently(url, lambda: files.rm_file(url.address), verb="remove")
