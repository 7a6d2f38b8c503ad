"""What the shape of an address says of its page: an article, a list, or neither.

Publishing software writes articles' addresses as dates, long slugs and growing numbers, and lists as single
words.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.words import words

_NEWS = re.compile(
    r"^(?:news|newsroom|articles?|stor(?:y|ies)|posts?|blog|press|press-?releases?|releases?|statements?|updates?"
    r"|analys[ei]s|commentar(?:y|ies)|opinions?|reports?|publications?|nachrichten|aktuelles|meldung(?:en)?"
    r"|presse|actualites?|communiques?|noticias?|comunicados?|notizie|comunicati|nieuws|nyheter|novosti|aktualnosci"
    r"|view|read|detail|doc|document|content|xwzx|gongbao|briefs?|features?|essays?)$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|ics|zip|mp[34]|mov|epub|exe)$", re.I)
_DOCUMENT = re.compile(r"\.(?:s?html?|aspx?|php|jsp|cms|ece|do)$", re.IGNORECASE)
_DATE = re.compile(r"/(?:19|20)\d{2}(?:/|-)?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:/|-|\d{2}|$)|/(?:19|20)\d{6}(?:/|\D)", re.I)
_INDEX = re.compile(r"^(?:index|default|home|list|main|archive)\d*(?:\.\w+)?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")
_KEYS = re.compile(r"^(?:.*id|.*no|p|story|article|news|idxno|seq|nr|num|prid|a)$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4_096)
def shape(url: str) -> int:
    """How much the address looks like an article's: -1 for what is surely none, 0 for no sign, up to 7."""
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
    if not segments and not parts.query:
        return -1
    last = segments[-1] if segments else ""
    if _FILE.search(last) or any(segment in words("no_article") for segment in (*segments[:1], *segments[-2:])):
        return -1
    stem = _DOCUMENT.sub("", last)
    score = _slug(stem)
    score += 2 if _DATE.search(parts.path + "/") else 0
    score += 2 if _NUMBER.search(stem) or _numbered(parts.query) else 0
    score += 1 if any(_NEWS.match(segment) for segment in segments[:-1]) else 0
    score += 1 if stem != last and not _INDEX.match(last) else 0
    return 0 if _INDEX.match(last) and not _numbered(parts.query) and score < 3 else score


def _slug(stem: str) -> int:
    """Points for the words of a slug: two for three, three for five; other scripts by their length."""
    parts = [part for part in re.split(r"[-_+. ]", stem) if _WORDS.search(part)]
    if len(parts) >= 5 or (not stem.isascii() and len(stem) >= 12):
        return 3
    return {4: 2, 3: 2, 2: 1}.get(len(parts), 0)


def _numbered(query: str) -> bool:
    pairs = parse_qsl(query, max_num_fields=50) if query.count("&") < 50 else []
    return any(_KEYS.match(key) and _NUMBER.search(value) for key, value in pairs)
