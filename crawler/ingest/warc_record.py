"""One foreign WARC record as an exchange of ours: the payload as a page that can be stored and read again."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO

from fastwarc.warc import WarcRecord
from warcio.bufferedreaders import ChunkedDataReader

from archive.clock import instant
from archive.records import Exchange
from archive.store.ingests import Refers
from archive.urls.canonical import canonical_url
from archive.warc.records import BODY_LIMIT
from crawler.extract.documents.attachments import DOCUMENT_TYPES
from crawler.fetch.ssrf.middleware import without_credentials
from crawler.ingest.errors import DamagedRecordError, NoMessageError

_PAGES = ("text/html", "application/xhtml+xml", *DOCUMENT_TYPES)
_UNTOLD = ("", "application/octet-stream", "text/plain", "unknown/unknown")
_BEGINNINGS = (b"%pdf-", b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")
_PDF = b"%PDF-"
_SCHEMES = ("http://", "https://")
_DIGITS = re.compile(r"^(\d{8})(\d{6})$")
_VERSION = re.compile(r"HTTP/[0-9](?:\.[0-9])?")


def address(record: WarcRecord) -> str:
    """Return the address of a response or revisit, empty when it is not of the web."""
    return _bare(record.headers.get("WARC-Target-URI") or "")


def _bare(stated: str) -> str:
    """Return an address without the `<>` of some makers; readers of our records know its scheme in lower case only."""
    url = stated.strip().strip("<>")
    scheme, colon, rest = url.partition(":")
    url = scheme.lower() + colon + rest
    return url if url.startswith(_SCHEMES) else ""


def _kept(url: str) -> str:
    """Return an address as it is kept, without credentials; empty for one under which no article can be kept."""
    try:
        canonical_url(url)
        return without_credentials(url)
    except ValueError:  # UrlError, or one that only one of two parsers takes: "https://[a@courier.example/"
        return ""


def read_response(record: WarcRecord) -> Exchange | None:
    """Return the exchange of a page that was answered with status 200, None for anything else, or a malformed address.

    Raises OSError (DamagedRecordError is one) when the record cannot be read to its end.
    """
    url, fetched_at = _kept(address(record)), _fetched_at(record)
    if not url or record.content_length > BODY_LIMIT or not fetched_at:
        return None
    record.parse_http(auto_decode="none", quirks_mode=True)
    http = record.http_headers
    if http is None or http.status_code is None:
        raise NoMessageError("no HTTP message")
    if http.status_code != 200:
        return None
    fields = [(str(name), str(value)) for name, value in http.to_tuples()]
    kind = _media_type(fields)
    if kind not in _PAGES and kind not in _UNTOLD:
        return None
    body = _whole(record)
    chunked = any(name.lower() == "transfer-encoding" for name, _ in fields)
    if chunked:
        body = _unchunked(body)
    if kind in _UNTOLD and not body.lstrip()[:32].lower().startswith(_BEGINNINGS):
        return None
    return Exchange(
        url=url,
        fetched_at=fetched_at,
        status=200,
        response_headers=tuple((n, v) for n, v in fields if n.lower() != "transfer-encoding"),
        body=body,
        method="",
        http_version=_version(http.status_line),
        ip_address=record.headers.get("WARC-IP-Address") or "",
    )


def read_revisit(record: WarcRecord) -> tuple[Exchange, Refers] | None:
    """Return the exchange of a page that was the same as before, without its body, and what it refers to."""
    url, fetched_at = _kept(address(record)), _fetched_at(record)
    if not url or not fetched_at:
        return None
    fields: list[tuple[str, str]] = []
    version = "HTTP/1.1"
    if record.content_length:
        record.parse_http(auto_decode="none", quirks_mode=True)
        http = record.http_headers
        if http is not None:
            if http.status_code not in (200, 304):
                return None
            fields = [(str(name), str(value)) for name, value in http.to_tuples()]
            version = _version(http.status_line)
    kind = _media_type(fields)
    if kind not in _PAGES and kind not in _UNTOLD:
        return None
    headers = record.headers
    refers = Refers(
        _kept(_bare(headers.get("WARC-Refers-To-Target-URI") or "")),
        _stamp(headers.get("WARC-Refers-To-Date") or ""),
        headers.get("WARC-Payload-Digest") or "",
    )
    kept = tuple((n, v) for n, v in fields if n.lower() != "transfer-encoding")
    exchange = Exchange(url, fetched_at, 200, kept, b"", "", version)
    return exchange, refers


def is_document(exchange: Exchange) -> bool:
    """Return whether the answer says that it is a document, or is a PDF."""
    return _media_type(exchange.response_headers) in DOCUMENT_TYPES or exchange.body[:1024].lstrip().startswith(_PDF)


def _whole(record: WarcRecord) -> bytes:
    """Return the rest of the record; a last one may have been cut off."""
    body = bytes(record.reader.read())
    if len(body) < record.content_length:
        raise DamagedRecordError("cut off")
    return body


def _unchunked(body: bytes) -> bytes:
    """Return a body without chunks (RFC 9112, 7.1). Makers that took them out and kept the header are many."""
    reader = ChunkedDataReader(BytesIO(body))
    parts = []
    while part := reader.read():
        parts.append(part)
    return b"".join(parts)


def _media_type(fields: Iterable[tuple[str, str]]) -> str:
    stated = next((value for name, value in fields if name.lower() == "content-type"), "")
    return stated.partition(";")[0].strip().lower()


def _version(status_line: str | None) -> str:
    version = (status_line or "").partition(" ")[0]
    return version if _VERSION.fullmatch(version) else "HTTP/1.1"


def _fetched_at(record: WarcRecord) -> str:
    """Return when the page was fetched, empty where the record does not say it.

    WARC 1.1 (5.4) wants UTC with its `Z`; makers that write `datetime.isoformat()` leave it out, and some write the
    14 digits of an index.
    """
    stated = record.headers.get("WARC-Date") or ""
    try:
        moment = record.record_date or datetime.fromisoformat(_DIGITS.sub(r"\1T\2", stated))
        return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""


def _stamp(date: str) -> str:
    """Return a WARC date in whole seconds, as the archive writes it; what is none, as it is."""
    return f"{date[:19]}Z" if len(date) >= 20 else date
