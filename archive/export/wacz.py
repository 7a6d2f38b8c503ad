"""WACZ packages with all captures of the selected articles, and the records that revisits refer to."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from sqlite_utils import Database
from warcio.warcwriter import WARCWriter

from archive.errors import CaptureError
from archive.export.escaping import one_line
from archive.records import Location
from archive.search.filters import Selection
from archive.warc.cdxj import COMPRESSED, CdxIndex, surt
from archive.warc.records import read_member
from archive.warc.wacz_package import HashingFile, Package

_WARC = "data.warc.gz"


@dataclass(frozen=True, slots=True)
class Packed:
    """Counts of a package: `articles` with a page, `bare` ones without a readable capture, `damaged` records."""

    articles: int
    captures: int
    bare: int
    damaged: tuple[str, ...]


def write_wacz(db: Database, folder: Path, selection: Selection, file: BinaryIO, *, title: str) -> Packed:
    """Write the WACZ and return its counts; `folder` has the archive's WARC files."""
    package, index = Package(file), CdxIndex()
    try:
        with package.member(f"archive/{_WARC}") as warc:
            damaged = _pack_captures(db, folder, selection, warc, index)
        with package.member(f"indexes/{COMPRESSED}") as blocks:
            for block in index.blocks():
                blocks.write(block)
        with package.member("indexes/index.idx") as summary:
            summary.write(index.summary())
        with package.member("pages/pages.jsonl", compressed=True) as pages:
            articles, bare, latest = _write_pages(db, selection, index, pages)
        package.close(title=title, software="Spacebeat", created=latest or "1980-01-01T00:00:00Z")
        return Packed(articles, len(index), bare, tuple(damaged))
    finally:
        index.close()


def _pack_captures(db: Database, folder: Path, selection: Selection, warc: HashingFile, index: CdxIndex) -> list[str]:
    """Copy and index the records; return the errors of unreadable ones."""
    damaged: list[str] = []
    warc.write(_warcinfo())
    for capture_id, url, stamp, mime, status, digest, *place in _captures(db, selection):
        try:
            member, kind = read_member(folder, Location(*place))
        except CaptureError as error:
            damaged.append(str(error))
            continue
        offset = warc.size
        warc.write(member)
        revisit = kind == "revisit"
        fields: dict[str, Any] = {
            "url": url,
            "mime": "warc/revisit" if revisit else mime.split(";")[0].strip() or "unk",
            "status": str(status),
            "digest": digest,
            "length": str(len(member)),
            "offset": str(offset),  # numbers as strings, as in the output of all indexers
            "filename": _WARC,
        }
        index.add(capture_id, surt(url), re.sub(r"\D", "", stamp)[:14], fields)
    return damaged


def _captures(db: Database, selection: Selection) -> Iterator[tuple[Any, ...]]:
    where, values = selection.where()
    return iter(
        db.execute(
            f"""
            with chosen as (select a.id, a.capture_id from articles a where {where}),
              pages as (
                select capture_id as id from chosen where capture_id is not null union
                select r.capture_id from revisions r join chosen on chosen.id = r.article_id
                where r.capture_id is not null
              ),
              own as (select id from pages union select id from captures where part_of in (select id from pages)),
              originals as (
                select min(c.id) as id from captures c where c.payload_digest in
                  (select payload_digest from captures where id in (select id from own)) and c.withheld = ''
                group by c.payload_digest
              )
            select id, url, fetched_at, content_type, status, payload_digest, warc_file, warc_offset, warc_length
            from captures
            where warc_file <> '' and id in (select id from own union select id from originals) order by id
            """,
            values,
        )
    )


def _write_pages(db: Database, selection: Selection, index: CdxIndex, pages: HashingFile) -> tuple[int, int, str]:
    """Write one page per article; return (pages, articles without a capture, latest time of a page)."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    pages.write(json.dumps(head).encode() + b"\n")
    where, values = selection.where()
    cursor = db.execute(
        f"""
        select a.id, c.id, c.url, c.fetched_at, a.title, a.text from articles a
        left join captures c on c.id = a.capture_id where {where} order by a.id
        """,
        values,
    )
    written, bare, latest = 0, 0, ""
    for article_id, capture_id, url, stamp, title, text in cursor:
        if capture_id not in index:
            bare += 1
            continue
        page = {"id": str(article_id), "url": url, "ts": stamp, "title": one_line(title), "text": text}
        pages.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")
        written, latest = written + 1, max(latest, stamp)
    return written, bare, latest


def _warcinfo() -> bytes:
    """Return the first record of the file, the same in every package."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    info = {"software": "Spacebeat", "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    record = writer.create_warcinfo_record(_WARC, info)
    record.rec_headers.replace_header("WARC-Date", "1980-01-01T00:00:00Z")
    record.rec_headers.replace_header("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-000000000000>")
    writer.write_record(record)
    return buffer.getvalue()
