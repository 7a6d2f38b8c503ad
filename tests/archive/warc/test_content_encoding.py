import gzip
import sys
import tracemalloc
import zlib

import brotli
import pytest

from archive.warc.content_encoding import Decoded, TooLargeError, UndecodableError, decode, encodings_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = b"<!doctype html>" + b"".join(b"<p>paragraph %d of the story</p>" % n for n in range(5000))
LIMIT = 10_000_000
RAW_DEFLATE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "raw deflate": RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_complete_body_is_decoded(name: str) -> None:
    assert decode(PACKED[name], (name.removeprefix("raw "),), LIMIT) == Decoded(PAGE)


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("kept", [0.3, 0.999])
def test_a_truncated_body_is_decoded_as_far_as_possible_and_flagged(name: str, kept: float) -> None:
    packed = PACKED[name]
    decoded = decode(packed[: int(len(packed) * kept)], (name.removeprefix("raw "),), LIMIT)
    assert decoded.truncated
    assert PAGE.startswith(decoded.body)


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_an_encoding_that_no_field_states_is_recognized(name: str) -> None:
    assert encodings_of(PACKED[name], [" , "], LIMIT) == (name,)
    assert encodings_of(PACKED[name], ["deflate"], LIMIT) == ("deflate",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        PAGE,
        PAGE.decode().encode("utf-16"),
        b"\x1f\x8b and other control characters",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n\x00\x01",
        brotli.compress(b"no mark-up"),
        PACKED["br"][:-1],
        bytes(range(256)) * 100,
    ],
)
def test_what_is_not_encoded_is_left_alone(body: bytes) -> None:
    assert encodings_of(body, [], LIMIT) == ()


def test_a_damaged_body_counts_as_truncated() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 4000, compresslevel=0))
    packed[-6] ^= 0xFF
    assert decode(bytes(packed), ("gzip",), LIMIT).truncated


def test_consecutive_members_are_one_body() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two"), ("gzip",), LIMIT) == Decoded(b"one two")
    assert decode(zstd.compress(b"one ") + zstd.compress(b"two"), ("zstd",), LIMIT) == Decoded(b"one two")


@pytest.mark.parametrize("rest", [b"\0" * 100, b"junk", b"\n"])
def test_data_after_the_last_member_is_ignored(rest: bytes) -> None:
    assert decode(gzip.compress(PAGE) + rest, ("gzip",), LIMIT) == Decoded(PAGE)
    assert decode(zstd.compress(PAGE) + rest, ("zstd",), LIMIT) == Decoded(PAGE)


def test_a_truncated_second_member_is_detected() -> None:
    assert decode(gzip.compress(b"one") + gzip.compress(b"two")[:9], ("gzip",), LIMIT).truncated


@pytest.mark.parametrize("plain", [PAGE, b"  <html>", b'{"a": 1}', b"\xef\xbb\xbftext", b"User-agent: *\nDisallow: /a"])
@pytest.mark.parametrize("name", ["gzip", "br", "deflate", "zstd"])
def test_a_declared_but_not_applied_encoding_is_detected(plain: bytes, name: str) -> None:
    decoded = decode(plain, (name,), LIMIT)
    assert (decoded.body, decoded.false_encoding) == (plain, True)


def test_a_body_neither_encoded_nor_text_is_an_error() -> None:
    with pytest.raises(UndecodableError, match="the body is not gzip"):
        decode(b"\x00\x01\x02\x03" * 10, ("gzip",), LIMIT)


def brotli_at_once(body: bytes) -> bytes:
    """Compress in a hundredth of the time: the highest quality, which is usual, takes a second for a bomb."""
    return brotli.compress(body, quality=3)


BOMBS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli_at_once, "zstd": zstd.compress}


@pytest.mark.parametrize(("name", "pack"), BOMBS.items(), ids=BOMBS)
def test_a_decompression_bomb_is_stopped(name, pack) -> None:
    with pytest.raises(TooLargeError):
        decode(pack(b"\0" * 20_000_000), (name,), 1_000_000)


@pytest.mark.parametrize(("name", "pack"), BOMBS.items(), ids=BOMBS)
def test_the_beginning_of_a_bomb_is_decoded_where_it_is_enough(name, pack) -> None:
    bomb = pack(PAGE + b"\0" * 20_000_000)
    assert decode(bomb, (name,), 100, cut=True) == Decoded(PAGE[:100], cut=True)
    assert decode(pack(PAGE), (name,), LIMIT, cut=True) == Decoded(PAGE)
    twice = decode(pack(pack(PAGE + b"\0" * 20_000_000)), (name, name), 100, cut=True)
    assert (twice.cut, twice.truncated) == (True, False)
    assert PAGE.startswith(twice.body)


def test_several_encodings_are_decoded_from_the_last_to_the_first() -> None:
    assert decode(brotli.compress(gzip.compress(PAGE)), ("gzip", " BR "), LIMIT) == Decoded(PAGE)
    with pytest.raises(UndecodableError):
        decode(PAGE, ("gzip",) * 5, LIMIT)


def test_an_unknown_encoding_is_kept() -> None:
    assert decode(b"?", ("compress",), LIMIT) == Decoded(b"?", unknown=("compress",))
    assert decode(gzip.compress(b"?"), ("compress", "gzip"), LIMIT) == Decoded(b"?", unknown=("compress",))


def test_an_empty_body_and_identity_are_accepted() -> None:
    assert decode(b"", ("gzip",), LIMIT) == Decoded(b"")
    assert decode(PAGE, ("identity",), LIMIT) == Decoded(PAGE)


def test_what_follows_a_deflate_body_is_not_collected() -> None:
    body = zlib.compress(b"<p>story") + bytes(4 << 20)
    tracemalloc.start()
    try:
        decoded = decode(body, ("deflate",), 32 << 20)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert decoded == Decoded(b"<p>story")
    assert peak < 1 << 20
