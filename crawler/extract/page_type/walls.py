"""Detect walls in front of an article before anything is extracted, so that none is archived as one.

A wall is detected by structure first (a vendor's challenge mark-up, a password field, a redirect), by the
wording of its title second, and only on a page that has little to read and declares no date of publication:
articles about cookies, logins and error 404 exist. A page with prose on it is never a wall, whatever scripts it
carries, except for the definite marks, which occur on nothing else. The signs are listed in `walls.toml`.
"""

import re
from functools import cache, cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit

from archive.records import Rejection
from crawler.extract.page_type.headline import has_words_of
from crawler.html.blocks import Blocks
from crawler.html.document import Document
from crawler.html.word_lists import read_word_lists

# The features of a page that the checks for walls use: its titles, its phrases, how much there is to read.
PARAGRAPH = 20  # words from which a block with few links is a paragraph
_READ = 20_000  # characters in which phrases are searched
_DATED = ('article:published_time"', "article:published_time'", '"datePublished":')


class Front:
    """The features of a page that the checks need, each computed once."""

    def __init__(self, document: Document, blocks: Blocks) -> None:
        self.document, self.html, self.tree, self.blocks = document, document.html, document.tree, blocks
        self.words, self.prose = measure(blocks)
        self.titles = [title.lower().strip() for title in document.titles]

    @cached_property
    def dated(self) -> bool:
        """Whether the page declares a publication date: walls do not."""
        return any(mark in self.html for mark in _DATED)

    @property
    def prose_without_consent(self) -> int:
        """The number of words in paragraphs about something other than consent.

        An article carries a consent banner; a consent page is nothing else.
        """
        pattern = re.compile(signs()["consent"]["matter"], re.IGNORECASE)
        blocks = zip(self.blocks.blocks, self.blocks.words, strict=True)
        return sum(len(w) for b, w in blocks if len(w) >= PARAGRAPH and not pattern.search(b.text))

    @property
    def classed_gone(self) -> bool:
        """Whether the class of the body marks a missing page, as themes of content management systems do."""
        body = self.tree.find("body")
        return body is not None and bool(re.search(signs()["gone"]["body"], body.get("class") or ""))

    @cached_property
    def text(self) -> str:
        """The first characters of the text, including noscript text, in lower case."""
        pieces: list[str] = []
        size = 0
        body = self.tree.find("body")
        for element in self.tree.iter() if body is None else body.iter():
            skipped = element.tag in ("script", "style") or not isinstance(element.tag, str)
            for piece in (None if skipped else element.text, element.tail):
                if piece:
                    pieces.append(piece)
                    size += len(piece)
            if size > _READ:
                break
        return " ".join(pieces).lower()[:_READ]

    @property
    def links(self) -> int:
        return sum(1 for _ in self.tree.iter("a"))

    def titled(self, kind: str) -> bool:
        pattern = _pattern(kind, "titles")
        return any(pattern.fullmatch(title) for title in self.titles)

    def phrases(self, kind: str) -> int:
        """Count the distinct phrases of a kind in the visible text."""
        return len({match.group() for match in _pattern(kind, "phrases").finditer(self.text)})


def measure(blocks: Blocks) -> tuple[int, int]:
    """Return the number of visible words of a page, and of those in paragraphs."""
    words = prose = 0
    for block, split in zip(blocks.blocks, blocks.words, strict=True):
        size = len(split)
        words += size
        if size >= PARAGRAPH and block.linked < len(block.text) * 0.4:
            prose += size
    return words, prose


@cache
def signs() -> dict[str, Any]:
    return read_word_lists(__package__, "walls.toml")


@cache
def _pattern(kind: str, which: str) -> re.Pattern[str]:
    return re.compile("|".join(signs()[kind][which]))


_PROSE = 120  # words in paragraphs from which a page has something to read
_SMALL = 400  # visible words up to which a vendor's mark is a challenge
_LITTLE = 30  # words of prose on another subject up to which the page is only a consent form
_NO_MENU = 5  # links
_FEW, _BRIEF = 30, 20_000  # words and characters of a page that sets a cookie and reloads itself
_SLUG = re.compile(r"(?:[^-_]+[-_]){2,}|^.{18,}$|\d{5,}")
_RELOADS = re.compile(
    r"document\.cookie\s?=(?:[^;]{0,400}+)?.{0,600}?location(?:\.(?:reload|replace|href|assign)|\s?=)", re.DOTALL
)
_HOME = re.compile(r"/?(?:(?:[a-z]{2}(?:[-_][a-z]{2})?|home|index|default|start)(?:\.\w{2,5})?/?)*", re.IGNORECASE)
REFUSALS = {
    401: "http 401",
    402: "http 402",
    403: "http 403",
    407: "http 407",
    429: "http 429",
    451: "http 451",
}


def recognise(
    document: Document, blocks: Blocks, *, status: int, headers: dict[str, str], requested_url: str, headline: str
) -> Rejection | None:
    """Detect a wall (`blocked`) or a missing page (`gone`); None when the page may be an article.

    `blocks` are those of the page, or of a part of it: then None holds for the whole page too. `headers` has lower-case
    names; `document.url` is the URL after redirects, `headline` what the endpoint calls the article. Reasons are
    stable phrases with, where it is known, the vendor after a colon.
    """
    if status in (404, 410):
        return Rejection("gone", f"http {status}")
    page = Front(document, blocks)
    vendor = _challenge(page, headers)
    if vendor:
        return Rejection("blocked", f"bot challenge: {vendor}")
    if status in REFUSALS:
        return Rejection("blocked", REFUSALS[status])
    if status >= 400:
        return Rejection("failed", f"http {status}")
    requested, final = urlsplit(requested_url), urlsplit(document.url)
    if _is_consent(page, requested, final):
        return Rejection("blocked", "consent page")
    if _is_login(page, requested, final):
        return Rejection("blocked", "login form")
    moved = _moved_away(requested, final)
    if moved:
        return Rejection("gone", moved)
    return None if page.dated else _by_wording(page, headline)


def _by_wording(page: Front, headline: str) -> Rejection | None:
    """Classify a page that has little to read by its wording: refused, missing, broken.

    A site that is down for maintenance shows no menu: of 698 real pages with so little to read and no date, all but
    four that are all but empty have 25 links or more.
    """
    if page.prose < 2 * _PROSE and page.classed_gone:
        return Rejection("gone", "soft 404")
    if page.prose >= _PROSE:
        return None
    if page.titled("refused") or page.phrases("refused"):
        return Rejection("blocked", "refused")
    if page.titled("gone"):
        return Rejection("gone", "soft 404")
    is_down = page.links <= _NO_MENU and page.phrases("error") and has_words_of(headline, page.document) is not True
    return Rejection("not-article", "error page") if page.titled("error") or is_down else None


def _challenge(page: Front, headers: dict[str, str]) -> str:
    """Return the vendor of a bot challenge, or an empty string."""
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
    phrase_count = page.phrases("challenge")
    if vendor and vendor != "captcha" and (titled or phrase_count or page.words < 60):
        return vendor
    if titled and (phrase_count or vendor or page.words < 60):
        return vendor or "unknown"
    if not vendor and page.words < _FEW and len(page.html) < _BRIEF and _RELOADS.search(page.html):
        return "cookie"
    return vendor if vendor and phrase_count else "unknown" if phrase_count >= 2 else ""


def _vendor(page: Front, kind: str) -> str:
    vendors = signs()["challenge"][kind].items()
    return next((name for name, marks in vendors if any(mark in page.html for mark in marks)), "")


def _is_consent(page: Front, requested: SplitResult, final: SplitResult) -> bool:
    if page.prose >= 2 * _PROSE and not _was_redirected(requested, final):
        return False
    consent = signs()["consent"]
    host = any(re.search(sign, final.hostname or "") for sign in consent["hosts"])
    path = any(re.search(sign, final.path.lower()) for sign in consent["paths"])
    if _was_redirected(requested, final) and (host or path):
        return True
    if page.prose >= 2 * _PROSE or page.words > 2 * _SMALL or page.dated:
        return False
    phrase_count = page.phrases("consent")
    return (phrase_count >= 4 and page.prose_without_consent < _LITTLE) or (
        phrase_count >= 1 and page.titled("consent")
    )


def _is_login(page: Front, requested: SplitResult, final: SplitResult) -> bool:
    if page.prose >= _PROSE or page.dated:
        return False
    field = bool(page.tree.xpath("//input[@type='password']"))
    sent = _was_redirected(requested, final) and any(
        re.search(sign, final.path.lower()) for sign in signs()["login"]["paths"]
    )
    if (sent and (field or page.titled("login"))) or (field and page.titled("login")):
        return True
    return field and page.prose < 2 * PARAGRAPH and page.phrases("login") >= 2


def _moved_away(requested: SplitResult, final: SplitResult) -> str:
    """Return the reason if an article redirects to the home page or to a page above it, or ""."""
    if not _was_redirected(requested, final):
        return ""
    has_target = bool(_SLUG.search(requested.path)) or bool(requested.query)
    if _HOME.fullmatch(final.path) and not final.query:
        return "redirect to home page" if has_target or not _HOME.fullmatch(requested.path) else ""
    old_path = [part for part in requested.path.split("/") if part]
    new_path = [part for part in final.path.split("/") if part]
    above = len(new_path) < len(old_path) and old_path[: len(new_path)] == new_path
    dropped = old_path[len(new_path) :]
    if above and any(_SLUG.search(part) for part in dropped) and not any(_SLUG.search(part) for part in new_path):
        return "redirect to a page above"
    return ""


def _was_redirected(requested: SplitResult, final: SplitResult) -> bool:
    return (requested.hostname, requested.path.rstrip("/"), requested.query) != (
        final.hostname,
        final.path.rstrip("/"),
        final.query,
    )
