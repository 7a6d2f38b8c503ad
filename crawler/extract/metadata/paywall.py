"""Determine whether the archived text is the full article.

The vocabulary is Google's structured data for paywalled content: `isAccessibleForFree`, on the article or on a
`hasPart` with a `cssSelector`. Further evidence is content-tier marks, the declared `wordCount`, and the sentences
with which pages end a teaser. "paywalled": the page declares that it is locked; "excerpt": the text stops early, or
the page does; "full" otherwise. A locked article whose full text is on the page (metered, or locked by script only)
is full.
"""

import re

from archive.records import Access
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured

_LOCKED = frozenset(
    """
    false no 0 locked metered paid premium subscriber subscribers http://schema.org/false https://schema.org/false
    """.split()
)
_TIERS = tuple(
    "article:content_tier content_tier og:article:content_tier lp:type access isaccessibleforfree paywall "
    "premium cxenseparse:article-paywall".split()
)
_TEASER = re.compile(
    r"(?:subscribe (?:now |today )?to (?:read|continue|unlock|get full)|to (?:continue|keep) reading"
    r"|(?:continue|keep) reading (?:with|this)|already a subscriber|this (?:article|story|content) is (?:for|only"
    r"|exclusive|reserved|available)|this post is for (?:paid|paying|subscribers|members)"
    r"|sign in to read|unlock (?:this|the full)|register to read|jetzt weiterlesen|weiterlesen mit"
    r"|mit .{0,20}abo (?:weiter)?lesen|nur für abonnenten|um weiterzulesen|réservé (?:à nos|aux) abonnés"
    r"|il vous reste .{0,12}% de cet article|abonnez-vous pour"
    r"|para seguir leyendo|suscríbete para|exclusivo para suscriptores|assine para"
    r"|exclusivo para assinantes|conteúdo exclusivo|contenuto riservato|abbonati per"
    r"|per continuare a leggere|подпис(?:ка|аться|ывайтесь) .{0,40}(?:дальше|полност|читать)"
    r"|この記事は(?:有料|会員)|続きを読むには|会員限定|有料会員|残り\s?\d+\s?文字|付费阅读|訂閱.{0,10}閱讀|订阅.{0,10}阅读|구독.{0,12}(?:전용|회원)"
    r"|للمشتركين|केवल सब्सक्राइबर)",
    re.IGNORECASE,
)
_TRUNCATED = re.compile(
    r"(?:\[(?:…|\.\.\.|&hellip;)\]|(?:…|\.\.\.)\s*(?:read more|continue reading|more|weiterlesen"
    r"|lire la suite|leer más|читать далее)\W*|\[\+\d+ chars\])\s*$",
    re.IGNORECASE,
)
_MIN_SHARE = 0.6
BRIEF = 250  # words up to which a text with an offer to read on is taken for its beginning
_BEGUN = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)
_ENDED = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)


def read_access(structured: Structured, text: str, after: str = "") -> Access:
    """Judge from the extracted text and what the page states whether it is the whole article.

    `after` is what follows the text on the page, where an offer to read on is when it was not taken for text.
    """
    words = len(text.split())
    stated = _declared_words(structured)
    short = bool(stated and words < _MIN_SHARE * stated and _has_spaces(text))
    locked = _locked(structured)
    teaser = bool(_TEASER.search(text[-600:]) or _TEASER.search(after))
    if locked:
        return "full" if stated and not short and not teaser else "paywalled"
    if teaser and (short or words < BRIEF):
        return "paywalled"
    return "excerpt" if short or _TRUNCATED.search(text[-80:]) else "full"


def breaks_off(body: bytes) -> bool:
    """Return whether a page of HTML ends within a text or a tag, as one does whose stated Content-Length is too short.

    What a server would have sent beyond that length is no part of its answer (RFC 9112, 6.3), so nothing but the page
    shows it. End tags may be left out (HTML, 13.1.2.4); of 700 real pages none ends in anything but a tag.
    """
    end = body.rstrip(b"\0 \t\r\n")
    return not end.endswith(b">") and bool(_BEGUN.search(body)) and not _ENDED.search(body)


def _locked(structured: Structured) -> bool:
    values = [structured.article.get("isAccessibleForFree")]
    part = structured.article.get("hasPart")
    values += [
        entry.get("isAccessibleForFree")
        for entry in (part if isinstance(part, list) else [part])
        if isinstance(entry, dict)
    ]
    if any(value is False or (isinstance(value, str) and value.strip().lower() in _LOCKED) for value in values):
        return True
    if any(value is True for value in values[:1]):
        return False
    marks = [mark.value for mark in structured.marks if mark.name == "isAccessibleForFree"]
    return any(value.strip().lower() in _LOCKED for value in [*(structured.first(name) for name in _TIERS), *marks])


def _declared_words(structured: Structured) -> int:
    value = structured.article.get("wordCount")
    try:
        number = int(value if isinstance(value, (int, float)) else json_ld.first(value) or 0)
    except (ValueError, OverflowError):
        return 0
    return number if 0 < number < 100_000 else 0


def _has_spaces(text: str) -> bool:
    """Return whether words can be counted; in scripts without spaces a text is one long word."""
    words = text.split()
    return not words or len(text) / len(words) < 15
