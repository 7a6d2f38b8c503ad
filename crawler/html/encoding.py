"""Decode a page, whatever it declares.

The order of evidence for the encoding follows the WHATWG Encoding Standard where pages declare it correctly (a byte
order mark first) and departs from it where they do not: what is valid UTF-8 is decoded as UTF-8, whatever the header
declares.
"""

import codecs
import re

import charset_normalizer
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.html.language_shares import language_shares

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0c")
# By language, as in the HTML Standard, 13.2.3.2 (encodings of locales).
_WESTERN = "cp1252"
_USUAL = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("az", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "vi": "cp1258",
}
_LATIN = frozenset(
    "cp1250 cp1252 cp1254 cp1257 cp1258 latin_1 hp_roman8 iso8859_2 iso8859_3 iso8859_4 iso8859_9 iso8859_10 iso8859_13"
    " iso8859_14 iso8859_15 iso8859_16 mac_roman mac_latin2 mac_iceland mac_turkish cp437 cp775 cp850 cp852 cp857 cp858"
    " cp860 cp861 cp863 cp865".split()
)
_LESS_FITTING = 0.05  # share of odd characters by which the usual encoding may be worse than the best
_CODE = re.compile(rb"(?=</?(?:script|style)\b)", re.IGNORECASE)
_CODE_TAGS = tuple(b"<" + name for tag in (b"script", b"style") for name in (tag, tag.upper()))
_TAG = re.compile(rb"<[^<>]*+>")
# How a page in UTF-16 begins that has no byte order mark (as XML 1.0, appendix F.1, recognises it).
_LITTLE_ENDIAN = re.compile(rb"\A(?:[\t\n\r ]\0)*+<\0[!?a-zA-Z]\0")
_BIG_ENDIAN = re.compile(rb"\A(?:\0[\t\n\r ])*+\0<\0[!?a-zA-Z]")
# UTF-8 that a content system took for Latin-1 and encoded once more: a quotation mark is "\u00e2", U+0080, U+0098. No
# text has such control characters; a page that has them has its letters with accents in the same form.
_TWICE = "\u00e2\x80".encode()
_ENCODED_TWICE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MAX_DAMAGE = 0.001  # share of undecodable bytes up to which text is damaged UTF-8 and not another encoding


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the encoding and the decoded text.

    Control characters other than white space are dropped; no exception is raised.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return bom_encoding, body[len(bom) :].decode(bom_encoding, "replace").replace("\x00", "")
    for encoding, beginning in (("utf-16-le", _LITTLE_ENDIAN), ("utf-16-be", _BIG_ENDIAN)):
        if beginning.match(body):
            return encoding, body.decode(encoding, "replace").replace("\x00", "")
    declared = _declared_encoding(body, content_type)
    if declared.startswith("utf-16") and b"<\x00" not in body[:200] and b"\x00<" not in body[:200]:
        declared = ""
    if not declared.startswith("utf-16"):
        body = body.translate(None, _CONTROLS) if not declared.startswith(("iso-2022", "hz")) else body
    encoding = _choose_encoding(body, declared)
    text = body.decode(encoding, "replace")
    return encoding, _ENCODED_TWICE.sub(_decode_again, text) if encoding == "utf-8" and _TWICE in body else text


def _decode_again(found: re.Match[str]) -> str:
    """Return the character that was encoded twice; what is no UTF-8 stays."""
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _declared_encoding(body: bytes, content_type: str) -> str:
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        resolved = resolve_encoding(name) if name else None
        if resolved:
            return codecs.lookup(resolved).name
    return ""


def _choose_encoding(body: bytes, declared: str) -> str:
    if declared.startswith(("iso-2022", "hz", "utf-16")):
        return declared
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if body.decode("utf-8", "replace").count("\ufffd") <= max(1, len(body) * _MAX_DAMAGE) and _is_mostly_utf8(body):
        return "utf-8"
    if declared and declared != "utf-8":
        return declared
    return _guess_encoding(body[:100_000])


def _guess_encoding(body: bytes) -> str:
    """Return the best-fitting encoding; of those for Latin letters, the one in which the language is usually written.

    They differ in few letters, of which a text may have none: French in windows-1252 was read as windows-1257. The
    language is that of the words without accents, which are the same in all of them.
    """
    guesses = charset_normalizer.from_bytes(body)
    best = guesses.best()
    if best is None:
        return _WESTERN
    if best.encoding not in _LATIN:
        return best.encoding
    visible = b" ".join(part for part in _CODE.split(body) if not part.startswith(_CODE_TAGS))
    words = [word.decode() for word in _TAG.sub(b" ", visible).split() if word.isalpha()]
    usual = _USUAL.get(next(iter(language_shares(" ".join(words))), ""), _WESTERN)
    fitting = (guess for guess in guesses if usual in (guess.encoding, *guess.could_be_from_charset))
    return usual if any(guess.chaos <= best.chaos + _LESS_FITTING for guess in fitting) else best.encoding


def _is_mostly_utf8(body: bytes) -> bool:
    """Return whether valid UTF-8 sequences of two or more bytes outnumber the damaged ones."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(1 for c in text if ord(c) > 127) - damaged > 2 * damaged
