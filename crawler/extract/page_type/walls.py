"""Walls between us and an article: told from the article before anything is read, so that none is archived as
one.

A wall is told by structure first (a vendor's challenge mark-up, a password field, a redirect), by the
wording of its title second, and only on a page that has little to read and states no date of publication: articles
about cookies, logins and error 404 exist. A page with prose on it is never a wall, whatever scripts it carries, but
for the marks that stand on nothing else. The signs stand in `walls.toml`.
"""

import re
import tomllib
from functools import cache, cached_property
from importlib import resources
from typing import Any
from urllib.parse import SplitResult, urlsplit

from archive.records import Rejection
from crawler.html.blocks import Blocks
from crawler.html.document import Document

# What a page shows of itself to one who asks whether it is a wall: its titles, its phrases, how much there is to read.
#
# The signs stand in `walls.toml`; what they mean is decided in `walls`.

PARAGRAPH = 20  # words from which a block with few links is a paragraph
_READ = 20_000  # characters in which phrases are looked for
_DATED = ('article:published_time"', "article:published_time'", '"datePublished":')


class Front:
    """What the tests ask about a page, each looked up once."""

    def __init__(self, document: Document) -> None:
        self.html, self.tree, self.blocks = document.html, document.tree, document.blocks
        self.words, self.prose = measure(document.blocks)
        self.titles = [title.lower().strip() for title in document.titles]

    @cached_property
    def dated(self) -> bool:
        """Whether the page states when it was published: walls state nothing of the kind."""
        return any(mark in self.html for mark in _DATED)

    @property
    def prose_beside_consent(self) -> int:
        """The words in paragraphs that speak of something else: an article carries a banner, a wall is one."""
        pattern = re.compile(signs()["consent"]["matter"], re.IGNORECASE)
        blocks = zip(self.blocks.blocks, self.blocks.words, strict=True)
        return sum(len(w) for b, w in blocks if len(w) >= PARAGRAPH and not pattern.search(b.text))

    @property
    def classed_gone(self) -> bool:
        """Whether the class of the body says so, as the themes of content systems do."""
        body = self.tree.find("body")
        return body is not None and bool(re.search(signs()["gone"]["body"], body.get("class") or ""))

    @cached_property
    def text(self) -> str:
        """The first characters of the text, with that for browsers without scripts, in lower case."""
        pieces: list[str] = []
        size = 0
        body = self.tree.find("body")
        for element in self.tree.iter() if body is None else body.iter():
            silent = element.tag in ("script", "style") or not isinstance(element.tag, str)
            for piece in (None if silent else element.text, element.tail):
                if piece:
                    pieces.append(piece)
                    size += len(piece)
            if size > _READ:
                break
        return " ".join(pieces).lower()[:_READ]

    def titled(self, kind: str) -> bool:
        pattern = _pattern(kind, "titles")
        return any(pattern.fullmatch(title) for title in self.titles)

    def phrases(self, kind: str) -> int:
        """Count the distinct phrases of a kind in the visible text."""
        return len({match.group() for match in _pattern(kind, "phrases").finditer(self.text)})


def measure(blocks: Blocks) -> tuple[int, int]:
    """Give the visible words of a page, and those of them that stand in paragraphs."""
    words = prose = 0
    for block, split in zip(blocks.blocks, blocks.words, strict=True):
        size = len(split)
        words += size
        if size >= PARAGRAPH and block.linked < len(block.text) * 0.4:
            prose += size
    return words, prose


@cache
def signs() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("walls.toml").read_text("utf-8"))


@cache
def _pattern(kind: str, which: str) -> re.Pattern[str]:
    return re.compile("|".join(signs()[kind][which]))


_PROSE = 120  # words in paragraphs from which a page has something to read
_SMALL = 400  # visible words up to which a vendor's mark tells a challenge
_LITTLE = 30  # words of prose on another matter up to which a consent form is all there is
_FEW, _BRIEF = 30, 20_000  # words and characters of a page that sets a cookie and loads itself again
_SLUG = re.compile(r"(?:[^-_]+[-_]){2,}|^.{18,}$|\d{5,}")
_RELOADS = re.compile(
    r"document\.cookie\s?=[^;]{0,400}.{0,600}?location(?:\.(?:reload|replace|href|assign)|\s?=)", re.DOTALL
)
_HOME = re.compile(r"/?(?:(?:[a-z]{2}(?:[-_][a-z]{2})?|home|index|default|start)(?:\.\w{2,5})?/?)*", re.IGNORECASE)
_BLOCKING = {
    401: "http 401",
    402: "http 402",
    403: "http 403",
    407: "http 407",
    429: "http 429",
    451: "http 451",
}


def recognise(document: Document, *, status: int, headers: dict[str, str], requested_url: str) -> Rejection | None:
    """Tell a wall (`blocked`) or a missing page (`gone`); None when the page may be an article.

    `headers` has lower-case names; `document.url` is the address after redirects. Reasons are stable
    phrases with, where it is known, the vendor after a colon.
    """
    if status in (404, 410):
        return Rejection("gone", f"http {status}")
    page = Front(document)
    vendor = _challenge(page, headers)
    if vendor:
        return Rejection("blocked", f"bot challenge: {vendor}")
    if status in _BLOCKING:
        return Rejection("blocked", _BLOCKING[status])
    if status >= 400:
        return Rejection("failed", f"http {status}")
    asked, given = urlsplit(requested_url), urlsplit(document.url)
    if _is_consent(page, asked, given):
        return Rejection("blocked", "consent page")
    if _is_login(page, asked, given):
        return Rejection("blocked", "login form")
    moved = _moved_away(asked, given)
    if moved:
        return Rejection("gone", moved)
    return None if page.dated else _worded(page)


def _worded(page: Front) -> Rejection | None:
    """Tell by its wording a page that has little to read: refused, missing, broken."""
    if page.prose < 2 * _PROSE and page.classed_gone:
        return Rejection("gone", "soft 404")
    if page.prose >= _PROSE:
        return None
    if page.titled("refused") or page.phrases("refused"):
        return Rejection("blocked", "refused")
    if page.titled("gone"):
        return Rejection("gone", "soft 404")
    return Rejection("not-article", "error page") if page.titled("error") else None


def _challenge(page: Front, headers: dict[str, str]) -> str:
    """Give the vendor of a bot challenge, or an empty string."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "cloudflare"
    if headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha"):
        return "aws-waf"
    if page.dated or page.words > 2 * _SMALL:
        return ""
    definite = _vendor(page, "definite")
    if definite or page.words > _SMALL or page.prose >= _PROSE:
        return definite
    vendor = _vendor(page, "marks")
    titled = page.titled("challenge")
    worded = page.phrases("challenge")
    if vendor and vendor != "captcha" and (titled or worded or page.words < 60):
        return vendor
    if titled and (worded or vendor or page.words < 60):
        return vendor or "unknown"
    if not vendor and page.words < _FEW and len(page.html) < _BRIEF and _RELOADS.search(page.html):
        return "cookie"
    return vendor if vendor and worded else "unknown" if worded >= 2 else ""


def _vendor(page: Front, kind: str) -> str:
    vendors = signs()["challenge"][kind].items()
    return next((name for name, marks in vendors if any(mark in page.html for mark in marks)), "")


def _is_consent(page: Front, asked: SplitResult, given: SplitResult) -> bool:
    if page.prose >= 2 * _PROSE and not _changed(asked, given):
        return False
    known = signs()["consent"]
    host = any(re.search(sign, given.hostname or "") for sign in known["hosts"])
    path = any(re.search(sign, given.path.lower()) for sign in known["paths"])
    if _changed(asked, given) and (host or path):
        return True
    if page.prose >= 2 * _PROSE or page.words > 2 * _SMALL or page.dated:
        return False
    worded = page.phrases("consent")
    return (worded >= 4 and page.prose_beside_consent < _LITTLE) or (worded >= 1 and page.titled("consent"))


def _is_login(page: Front, asked: SplitResult, given: SplitResult) -> bool:
    if page.prose >= _PROSE or page.dated:
        return False
    field = bool(page.tree.xpath("//input[@type='password']"))
    sent = _changed(asked, given) and any(re.search(sign, given.path.lower()) for sign in signs()["login"]["paths"])
    if (sent and (field or page.titled("login"))) or (field and page.titled("login")):
        return True
    return field and page.prose < 2 * PARAGRAPH and page.phrases("login") >= 2


def _moved_away(asked: SplitResult, given: SplitResult) -> str:
    """Tell a redirect from an article to the home page or to a page above it, or give an empty string."""
    if not _changed(asked, given):
        return ""
    wanted = bool(_SLUG.search(asked.path)) or bool(asked.query)
    if _HOME.fullmatch(given.path) and not given.query:
        return "redirect to home page" if wanted or not _HOME.fullmatch(asked.path) else ""
    before = [part for part in asked.path.split("/") if part]
    after = [part for part in given.path.split("/") if part]
    above = len(after) < len(before) and before[: len(after)] == after
    lost = before[len(after) :]
    if above and any(_SLUG.search(part) for part in lost) and not any(_SLUG.search(part) for part in after):
        return "redirect to a page above"
    return ""


def _changed(asked: SplitResult, given: SplitResult) -> bool:
    return (asked.hostname, asked.path.rstrip("/"), asked.query) != (
        given.hostname,
        given.path.rstrip("/"),
        given.query,
    )
