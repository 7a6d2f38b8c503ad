"""Comparing texts: what counts as the same words, whatever the spacing."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")  # of Unicode's bidirectional algorithm (UAX 9)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)


def storable(text: str) -> str:
    """Remove what SQLite or a reader would choke on: control characters go, lone surrogates become U+FFFD."""
    return text if is_storable(text) else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", text))


def is_storable(text: str) -> bool:
    """Return whether `storable` changes nothing."""
    return _UNSTORABLE.search(text) is None


def without_direction(text: str) -> str:
    """Remove embeddings, overrides and isolates, by which a title reorders what is shown around it.

    The marks U+200E and U+200F stay: Arabic and Hebrew need them, and they reach no further than their neighbours.
    """
    return _DIRECTION.sub("", text)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 article", "2,345 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def normal(text: str) -> str:
    """Normalise text: NFKC, case folded, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


@lru_cache(maxsize=8)  # one article is compared, stored and kept as a revision by it
def text_hash(text: str) -> str:
    """Return the SHA-256 of the normal form, in hexadecimal."""
    return hashlib.sha256(normal(text).encode("utf-8", "replace")).hexdigest()


def words(text: str) -> list[str]:
    """Split text into words; in scripts that are written without spaces, each character is one."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    return len(words(text))


def line_digest(line: str) -> int:
    """Return 64 bits of a line, fit for SQLite's integer; white space, case and numbers do not count.

    Numbers are ignored because counters and dates ("12 comments", "Updated 3 May 2024") vary by page.
    """
    plain = _DIGITS.sub("0", " ".join(line.split()).casefold())
    digest = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
