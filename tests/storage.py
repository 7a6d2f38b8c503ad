"""WARC files at URLs: a storage on loopback.

As S3 it answers what S3 does to signed requests for objects. moto is no dependency: its botocore wants python-dateutil
2, and this project is tested with 4.
"""

import os
import re

from crawler.ingest.url import Url
from tests.foreign import record
from tests.loopback import Answer, Asked, Site


class Storage:
    """One server, addressed as http or as s3, that sends ranges.

    `broken` are the first bytes of ranges that break off in the middle, `gone` of those that are not found.
    """

    def __init__(self, site: Site, bucket: str, scheme: str) -> None:
        self.site, self.bucket, self.scheme = site, bucket, scheme
        self.broken: set[int] = set()
        self.gone: set[int] = set()

    def put(self, name: str, content: bytes) -> Url:
        self.site.pages[f"/{self.bucket}/{name}"] = lambda asked: self.answer(asked, content)
        return Url(f"s3://{self.bucket}/{name}" if self.scheme == "s3" else f"{self.site.url}/{self.bucket}/{name}")

    def answer(self, asked: Asked, content: bytes) -> Answer:
        if self.scheme == "s3" and "Credential=the-key/" not in asked.headers.get("authorization", ""):
            return Answer(status=403)
        headers = {"ETag": '"1"', "Last-Modified": "Tue, 10 Nov 2026 08:00:00 GMT"}
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", asked.headers.get("range", ""))
        if not found:
            return Answer(content, headers=headers)
        start, last = int(found[1]), min(int(found[2]), len(content) - 1)
        headers["Content-Range"] = f"bytes {start}-{last}/{len(content)}"
        if start in self.gone:
            return Answer(status=404)
        part = content[start : last + 1]
        if start not in self.broken:
            return Answer(part, 206, headers)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 206 Partial Content\r\nContent-Length: {len(part)}\r\n{lines}\r\n"
        return Answer(raw=head.encode() + part[: len(part) // 2])

    def ranges(self) -> list[tuple[int, int]]:
        found = [re.findall(r"\d+", asked.headers.get("range", "")) for asked in self.site.log]
        return [(int(start), int(last)) for start, last in filter(None, found)]


class Bucket:
    """A bucket of S3 that takes objects, sends them and removes them. `log` are methods with names."""

    def __init__(self, site: Site) -> None:
        self.objects: dict[str, bytes] = {}
        self.log: list[str] = []
        self.site = site
        self.url = Url(f"s3://bucket-{site.port}/shards")
        site.pages[f"/bucket-{site.port}?delete"] = self.delete

    def open(self, name: str) -> Url:
        """Let requests for an object of this name be answered."""
        url = self.url / name
        self.site.pages[f"/bucket-{self.site.port}/shards/{name}"] = lambda asked: self.answer(asked, name)
        return url

    def answer(self, asked: Asked, name: str) -> Answer:
        self.log.append(f"{asked.method} {name}")
        headers = {"ETag": '"1"', "Last-Modified": "Tue, 10 Nov 2026 08:00:00 GMT"}
        if asked.method == "PUT":
            self.objects[name] = asked.body
            return Answer(headers=headers)
        if name not in self.objects:
            return Answer(status=404)
        return Answer(self.objects[name], headers=headers)

    def delete(self, asked: Asked) -> Answer:
        keys = re.findall("<Key>(.+?)</Key>", asked.body.decode())
        self.log += [f"DELETE {Url(f's3://bucket/{key}').name}" for key in keys]
        for key in keys:
            self.objects.pop(Url(f"s3://bucket/{key}").name, None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return Answer(f"<DeleteResult>{deleted}</DeleteResult>".encode(), headers={"Content-Type": "application/xml"})


def foreign(size: int) -> bytes:
    """Return the record of a host that no source has, of so many bytes or a few more."""
    return record("https://elsewhere.example/a", os.urandom(size))
