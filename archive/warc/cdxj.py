"""CDXJ index of a WACZ, compressed in blocks ("ZipNum") so that a player reads only the block that it needs.

Lines must be sorted. SQLite sorts them in a temporary database, so memory does not grow.
"""

import hashlib
import json
import posixpath
import re
import sqlite3
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

# The sort key of an address in CDXJ indexes: host reversed, then path and query, as replay tools look it up.
#
# Rules: "Sort-friendly URI Reordering Transform" of the Internet Archive with its default canonicalization: lower case,
# no scheme, no `www`, no default port, no session id, sorted query, no trailing slash.

_WWW = re.compile(r"^www\d*\.")
_SESSION = re.compile(
    r"^(?:jsessionid=[0-9a-z$]{10,}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=\d+|cftoken=[^&]+)$"
)
_PORTS = {"http": 80, "https": 443}
_KEPT = "!$&'()*+,;=:@/~[]|^`{}\"<>"


def surt(url: str) -> str:
    """Return the sort key of an address; one that cannot be parsed is its own key, in lower case."""
    try:
        parts = urlsplit(url)
        host = (
            (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
        )
        port = parts.port
    except (ValueError, UnicodeError):
        return url.lower()
    labels = ",".join(reversed(_WWW.sub("", host or "").split(".")))
    suffix = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    query = _query(parts.query)
    return f"{labels}{suffix}){_path(parts.path)}{'?' + query if query else ''}"


def _path(path: str) -> str:
    plain = _recode(path).lower()
    clean = posixpath.normpath(re.sub("/+", "/", "/" + plain))
    return "/" if clean == "." else clean


def _query(query: str) -> str:
    pairs = [_recode(pair, "?").lower() for pair in query.split("&")]
    return "&".join(sorted(pair for pair in pairs if not _SESSION.match(pair)))


def _recode(text: str, more: str = "") -> str:
    return quote(unquote_to_bytes(text), safe=_KEPT + more)


BLOCK = 3000  # lines of a block, the default of pywb's ZipNum indexes
COMPRESSED = "index.cdx.gz"


class CdxIndex:
    """Collector of lines; `blocks` yields the compressed index, and after it `summary` the index of the blocks."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("create table line (id integer primary key, key text, stamp text, fields text)")
        self._summary = ["!meta 0 " + json.dumps({"format": "cdxj-gzip-1.0", "filename": COMPRESSED})]

    def add(self, capture_id: int, key: str, stamp: str, fields: dict[str, Any]) -> None:
        """Add the record of a capture by its SURT key and 14-digit time stamp."""
        self._db.execute("insert into line values (?, ?, ?, ?)", [capture_id, key, stamp, json.dumps(fields)])

    def __contains__(self, capture_id: object) -> bool:
        return self._db.execute("select 1 from line where id = ?", [capture_id]).fetchone() is not None

    def __len__(self) -> int:
        return int(self._db.execute("select count(*) from line").fetchone()[0])

    def blocks(self) -> Iterator[bytes]:
        """Yield the gzip members of the index, in order."""
        offset = 0
        cursor = self._db.execute("select key, stamp, fields from line order by key, stamp, fields")
        while rows := cursor.fetchmany(BLOCK):
            text = "".join(f"{key} {stamp} {fields}\n" for key, stamp, fields in rows)
            member = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
            block = member.compress(text.encode()) + member.flush()
            place = {
                "offset": offset,
                "length": len(block),
                "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            }
            self._summary.append(f"{rows[0][0]} {rows[0][1]} {json.dumps(place)}")
            offset += len(block)
            yield block

    def summary(self) -> bytes:
        return ("\n".join(self._summary) + "\n").encode()

    def close(self) -> None:
        self._db.close()
