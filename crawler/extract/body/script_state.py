"""Find the text of an article in the state embedded in a page's scripts.

Some pages show their text only after a script has run (React Server Components' `self.__next_f.push`,
`__NEXT_DATA__`, `__NUXT__`, Apollo and other stores). The structure of such state is specific to each framework
and changes from year to year. It is therefore read as a collection of string literals: one that holds a full
text, or a run of paragraphs under one name. The page's own summary identifies the one that is this article.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

import lxml.html

from crawler.extract.body.fallback_text import as_text
from crawler.html.text import tokens

_MAX_SCRIPT = 2_000_000  # characters of script that are read
# An unterminated literal is matched once and skipped: a new search at each quotation mark takes quadratic time.
_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)("|\Z|\\)', re.DOTALL)
_NAMED = re.compile(r'"(\w{1,40})"\s*+:\s*+"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_PAIR = re.compile(r'"\s*:\s*[\["{]')  # a name and its value: JSON within a string
_PARAGRAPH = 40  # characters from which a value may be a paragraph
_TEXT = 1_500  # characters beyond which a value is a full text and not a paragraph
_MIN_LITERAL = 200  # characters from which a literal may be a text
_MAX_GAP = 2_000  # characters between two paragraphs of one text
_MAX_NESTING = 2  # levels of literals within literals that are read
_MIN_WORDS = 60  # words of a text
_SENTENCE = re.compile(r"[.!?…](?=\s|[\"'”’»)]|$)|[。！？।؟]")
_MAX_SENTENCE = 80  # words of the sentences of a text, on average
_SPACED = re.compile(r"\s")
_MIN_STEMS = 5  # words from which a summary or a headline identifies a text
_SUMMARY_SHARE = 0.7  # share of the summary's words that the text has
_TITLE_SHARE = 0.6  # share of the headline's words that the text has


def state_text(tree: lxml.html.HtmlElement, titles: Sequence[str], description: str) -> str:
    """Return the longest text in the state that matches the summary or a headline, in HTML or plain, or ""."""
    found = {as_text(literal): literal for read in (_full_texts, _paragraph_runs) for literal in read(_scripts(tree))}
    matching = [text for text in found if _is_text(text) and matches_summary(text, titles, description)]
    return found[max(matching, key=lambda text: (len(text), text))] if matching else ""


def _scripts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    read = 0
    for script in tree.iter("script"):
        text = script.text or ""
        read += len(text)
        if read > _MAX_SCRIPT:
            return
        if "ld+json" not in script.get("type", ""):
            yield text


def _full_texts(sources: Iterable[str]) -> Iterator[str]:
    """Yield literals that may hold a full text, as plain text or HTML."""
    for source in sources:
        for literal in _literals(source):
            if not _is_stored(literal):
                yield literal


def _paragraph_runs(sources: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs that follow each other under one name, as HTML."""
    for source in sources:
        open_runs: dict[str, tuple[int, list[str]]] = {}
        for match in _NAMED.finditer(source):
            name, value = match[1], match[2]
            if not _PARAGRAPH <= len(value) <= _TEXT or not _SPACED.search(value):
                continue
            end, run = open_runs.get(name, (0, []))
            if run and match.start() - end > _MAX_GAP:
                yield _joined(run)
                run = []
            run.append(value)
            open_runs[name] = match.end(), run
        for _, run in open_runs.values():
            yield _joined(run)
        yield from _paragraph_runs(literal for literal in _literals(source, 1) if _is_stored(literal))


def _literals(source: str, depth: int = _MAX_NESTING) -> Iterator[str]:
    """Yield the long string literals of a source and those nested in them, decoded."""
    for match in _LITERAL.finditer(source):
        if match[2] != '"' or len(match[1]) < _MIN_LITERAL or not _SPACED.search(match[1]):
            continue
        literal = _decoded(match[1])
        yield literal
        if depth > 1 and _is_stored(literal):
            yield from _literals(literal, depth - 1)


def _is_stored(literal: str) -> bool:
    """Return whether a literal is itself JSON or similar."""
    return literal.lstrip()[:1] != "<" and bool(_PAIR.search(literal))


def _joined(run: Sequence[str]) -> str:
    if len(run) < 2:
        return ""
    return "".join(f"<p>{_decoded(value)}</p>" for value in dict.fromkeys(run))


def _decoded(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""


def _is_text(text: str) -> bool:
    """Return whether a string has the length and the sentences of a text.

    Lists of keywords and code do not.
    """
    size = len(tokens(text))
    return size >= _MIN_WORDS and len(_SENTENCE.findall(text)) >= max(3, size / _MAX_SENTENCE)


def matches_summary(text: str, titles: Sequence[str], description: str) -> bool:
    """Return whether the summary or a headline matches a text.

    The summary itself, among others of its kind, proves nothing.
    """
    summary_stems, summary = _stems(description), tokens(description)
    words = set().union(*(_stems(line) for line in text.splitlines() if tokens(line) != summary))
    if len(summary_stems) >= _MIN_STEMS and len(summary_stems & words) >= _SUMMARY_SHARE * len(summary_stems):
        return True
    return any(
        len(title) >= _MIN_STEMS and len(title & words) >= _TITLE_SHARE * len(title)
        for title in (_stems(title) for title in titles)
    )


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words.

    Endings change between a summary and the text, above all in Korean.
    """
    return {word[:2] if "\uac00" <= word[0] <= "\ud7a3" else word[:6] for word in tokens(text)}
