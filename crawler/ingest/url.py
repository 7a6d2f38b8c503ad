"""A URL of a file, with what a list of files needs of a path."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from crawler.ingest.errors import IngestError

SCHEMES = ("http", "https", "s3")


@dataclass(frozen=True, slots=True)
class Url:
    """The address of a file. As text it shows no password and no signature."""

    address: str

    def __post_init__(self) -> None:
        try:
            is_known = self.scheme in SCHEMES and bool(urlsplit(self.address).netloc)
        except ValueError:
            is_known = False
        if not is_known:
            raise IngestError(
                f"{self.address} cannot be read: addresses begin with http://HOST/, https://HOST/ or s3://BUCKET/"
            )

    @property
    def scheme(self) -> str:
        return urlsplit(self.address).scheme

    @property
    def name(self) -> str:
        return PurePosixPath(urlsplit(self.address).path).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def parents(self) -> Iterator["Url"]:
        """Return the folders above the file, the nearest first."""
        parts = urlsplit(self.address)
        for folder in PurePosixPath(parts.path or "/").parents:
            yield Url(parts._replace(path=str(folder), query="", fragment="").geturl())

    def __truediv__(self, path: str) -> "Url":
        parts = urlsplit(self.address)
        return Url(parts._replace(path=f"{parts.path.rstrip('/')}/{path}").geturl())

    def __str__(self) -> str:
        parts = urlsplit(self.address)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
