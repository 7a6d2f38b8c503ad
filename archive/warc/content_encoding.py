"""Decode Content-Encoding; report truncated and mislabelled bodies.

A connection that breaks while a compressed page is sent often looks complete to HTTP. Only the end mark of the
compressed stream shows that half of the page is missing. And some servers declare an encoding that they did not
apply.
"""

import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import brotli

from archive.errors import SpacebeatError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br"

_CHUNK = 16 * 1024  # deflate expands at most 1032 times, so a piece of a bomb is at most 16 MiB
_MAX_LAYERS = 4
_TEXT_PREFIXES = (b"<", b"{", b"[", b"\xef\xbb\xbf")
_TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{16}")  # ASCII; random bytes are so once in five million times

_ZSTD_FRAME = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_ZSTD_LIMIT = {int(zstd.DecompressionParameter.window_log_max): 23}  # a server may use no larger window (RFC 9659)


_GZIP, _ZSTD = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), b"\x28\xb5\x2f\xfd"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LOOKED_AT = 64  # bytes


class TooLargeError(SpacebeatError):
    """The body is larger than allowed, after decompression."""


class UndecodableError(SpacebeatError):
    """The body is neither in the declared encoding nor plain text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body and what was wrong with it.

    `truncated`: the stream ended before its end mark, or was damaged; `body` is what could be decoded.
    `cut`: it is longer, and only its beginning was asked for. `false_encoding`: the body was not encoded at all.
    `unknown` are the encodings that could not be decoded, outermost last, as spelt in the header.
    """

    body: bytes
    truncated: bool = False
    cut: bool = False
    false_encoding: bool = False
    unknown: tuple[str, ...] = ()


def encodings_of(body: bytes, stated: Iterable[str], max_size: int) -> tuple[str, ...]:
    """Return the encodings of a kept body: those of its fields or, without any, the one that it is in all the same.

    Some copies of web archives lack the field and have the body as it was sent. gzip (RFC 1952, 2.3.1) and Zstandard
    (RFC 8878, 3.1.1) begin with bytes that no page begins with. Brotli has no such mark: what is no text, but becomes
    mark-up up to the end of its stream, is Brotli.
    """
    names = tuple(name for field in stated for name in field.split(",") if name.strip())
    if names:
        return names
    if _GZIP.match(body):
        return ("gzip",)
    if body.startswith(_ZSTD):
        return ("zstd",)
    if _BINARY.search(body, 0, _LOOKED_AT) and _is_brotli(body, max_size):
        return ("br",)
    return ()


def _is_brotli(body: bytes, max_size: int) -> bool:
    try:
        read = decode(body, ("br",), max_size)
    except (TooLargeError, UndecodableError):
        return False
    return not (read.truncated or read.false_encoding) and read.body.lstrip().startswith((b"<", b"\xef\xbb\xbf"))


def decode(body: bytes, encodings: tuple[str, ...], max_size: int, *, cut: bool = False) -> Decoded:
    """Decode a body with these encodings, in the order they were applied (RFC 9110, 8.4).

    Raises `TooLargeError` beyond `max_size` bytes, at which `cut` ends the body instead, and `UndecodableError` where
    nothing can be decoded.
    """
    if len(encodings) > _MAX_LAYERS:
        raise UndecodableError(f"{len(encodings)} content encodings")
    truncated = was_cut = False
    remaining = [name.strip().lower() for name in encodings if name.strip()]
    while remaining and body:
        name = remaining.pop()
        if name == "identity":
            continue
        if name not in _STREAMS:
            return Decoded(body, truncated, was_cut, unknown=(*remaining, name))
        layer = _decode_layer(body, name, max_size, cut)
        if layer.false_encoding:
            return layer
        body, was_cut = layer.body, was_cut or layer.cut
        # The beginning of a layer is decoded to the beginning of the next, which is all that was asked for.
        truncated = not was_cut and (truncated or layer.truncated)
    return Decoded(body, truncated, was_cut)


def _decode_layer(body: bytes, name: str, max_size: int, cut: bool) -> Decoded:
    stream = _STREAMS[name](body)
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in stream.pieces():
            size += len(piece)
            if size > max_size and cut:
                return Decoded(b"".join([*pieces, piece])[:max_size], cut=True)
            if size > max_size:
                raise TooLargeError(f"more than {max_size} bytes after decompression")
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        if size == 0:
            return _plain(body, name, error)
        return Decoded(b"".join(pieces), truncated=True)
    return Decoded(b"".join(pieces), truncated=not stream.ended)


def _plain(body: bytes, name: str, error: Exception) -> Decoded:
    if body.lstrip().startswith(_TEXT_PREFIXES) or _TEXT.match(body):
        return Decoded(body, false_encoding=True)
    raise UndecodableError(f"the body is not {name}") from error


class _Stream(Protocol):
    ended: bool

    def __init__(self, body: bytes) -> None: ...

    def pieces(self) -> Iterator[bytes]: ...


class _Gzip:
    """One or more consecutive members (RFC 1952, 2.2); data after the last one is ignored."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.ended = False

    def pieces(self) -> Iterator[bytes]:
        member = zlib.decompressobj(wbits=31)
        for piece in _chunks(self._body):
            while piece:
                yield member.decompress(piece)
                self.ended = member.eof
                piece = member.unused_data
                if not self.ended:
                    continue
                if piece and not piece.startswith(b"\x1f\x8b"[: len(piece)]):
                    return
                member = zlib.decompressobj(wbits=31)


class _Deflate:
    """The zlib format (RFC 9110, 8.4.1.2), or a raw deflate stream as some servers have always sent it."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.ended = False

    def pieces(self) -> Iterator[bytes]:
        stream = zlib.decompressobj()
        try:
            zlib.decompressobj().decompress(self._body[:2])
        except zlib.error:
            stream = zlib.decompressobj(wbits=-15)
        for piece in _chunks(self._body):
            yield stream.decompress(piece)
            self.ended = stream.eof
            if self.ended:  # what follows would be copied whole for each further piece
                return


class _Brotli:
    """RFC 7932.

    Its expansion is unbounded, so the output of every step is limited.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.ended = False

    def pieces(self) -> Iterator[bytes]:
        stream = brotli.Decompressor()
        for piece in _chunks(self._body):
            read = stream.process(piece, output_buffer_limit=_CHUNK)
            while read:
                yield read
                read = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_CHUNK)
            self.ended = stream.is_finished()
            if self.ended:
                return


class _Zstandard:
    """One or more consecutive frames (RFC 8878, 3); data after the last one is ignored.

    Nobody is asked for it, but caches that keep one answer for all send it, and records of browsers have it.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.ended = False

    def pieces(self) -> Iterator[bytes]:
        frame = zstd.ZstdDecompressor(options=_ZSTD_LIMIT)
        for piece in _chunks(self._body):
            while piece:
                yield frame.decompress(piece, _CHUNK)
                while not (frame.eof or frame.needs_input):
                    yield frame.decompress(b"", _CHUNK)
                self.ended = frame.eof
                piece = frame.unused_data
                if not self.ended:
                    continue
                if piece and not _ZSTD_FRAME.match(piece):
                    return
                frame = zstd.ZstdDecompressor(options=_ZSTD_LIMIT)


def _chunks(body: bytes) -> Iterator[bytes]:
    view = memoryview(body)
    for start in range(0, len(body), _CHUNK):
        yield bytes(view[start : start + _CHUNK])


_STREAMS: dict[str, type[_Stream]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
