"""The text of an article in the state that a page's scripts carry, for pages that show it only after a script has run
(React Server Components' `self.__next_f.push`, `__NEXT_DATA__`, `__NUXT__`, Apollo and other stores).

The shape of such state is each framework's own and changes from year to year. So it is read as what it always is, a
heap of string literals: one that holds a whole text, or a run of paragraphs under one name. The page's own summary
tells which of them is this article.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

import lxml.html

from crawler.extract.body.fallback_text import as_text
from crawler.html.text import tokens

_LARGEST = 2_000_000  # characters of script that are read
# One that is never closed is found once, and left: looked for again at each quotation mark it takes quadratic time.
_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)("|\Z|\\)', re.DOTALL)
_NAMED = re.compile(r'"(\w{1,40})"\s*+:\s*+"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_PAIR = re.compile(r'"\s*:\s*[\["{]')  # a name and its value: JSON within a string
_PARAGRAPH = 40  # characters from which a value may be a paragraph
_TEXT = 1_500  # characters beyond which a value is a text of its own and no paragraph
_WHOLE = 200  # characters from which a literal may be a text
_GAP = 2_000  # characters between two paragraphs of one text
_NESTED = 2  # literals within literals that are looked into
_FEWEST = 60  # words of a text
_SENTENCE = re.compile(r"[.!?…](?=\s|[\"'”’»)]|$)|[。！？।؟]")
_LONGEST = 80  # words of the sentences of a text, on average
_SPACED = re.compile(r"\s")
_TOLD = 5  # words from which a summary or a headline tells one text from another
_SAID = 0.7  # share of the summary's words that the text has
_TITLED = 0.6  # share of the headline's words that the text has


def state_text(tree: lxml.html.HtmlElement, titles: Sequence[str], description: str) -> str:
    """Give the longest text in the state that the summary (or a headline) speaks of, "" when there is none."""
    found = {as_text(literal) for read in (_wholes, _runs) for literal in read(_scripts(tree))}
    fitting = [text for text in found if _is_text(text) and _is_told(text, titles, description)]
    return max(fitting, key=lambda text: (len(text), text), default="")


def _scripts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    read = 0
    for script in tree.iter("script"):
        text = script.text or ""
        read += len(text)
        if read > _LARGEST:
            return
        if "ld+json" not in script.get("type", ""):
            yield text


def _wholes(sources: Iterable[str]) -> Iterator[str]:
    """Literals that may hold a whole text, as plain text or HTML."""
    for source in sources:
        for literal in _literals(source):
            if not _is_stored(literal):
                yield literal


def _runs(sources: Iterable[str]) -> Iterator[str]:
    """Paragraphs that follow each other under one name, as HTML."""
    for source in sources:
        open_runs: dict[str, tuple[int, list[str]]] = {}
        for match in _NAMED.finditer(source):
            name, value = match[1], match[2]
            if not _PARAGRAPH <= len(value) <= _TEXT or not _SPACED.search(value):
                continue
            end, run = open_runs.get(name, (0, []))
            if run and match.start() - end > _GAP:
                yield _joined(run)
                run = []
            run.append(value)
            open_runs[name] = match.end(), run
        for _, run in open_runs.values():
            yield _joined(run)
        yield from _runs(literal for literal in _literals(source, 1) if _is_stored(literal))


def _literals(source: str, depth: int = _NESTED) -> Iterator[str]:
    """The long string literals of a source and those within them, decoded."""
    for match in _LITERAL.finditer(source):
        if match[2] != '"' or len(match[1]) < _WHOLE or not _SPACED.search(match[1]):
            continue
        literal = _decoded(match[1])
        yield literal
        if depth > 1 and _is_stored(literal):
            yield from _literals(literal, depth - 1)


def _is_stored(literal: str) -> bool:
    """Whether a literal is itself JSON or the like."""
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
    """Whether it has the length and the sentences of a text; lists of keywords and code have none."""
    size = len(tokens(text))
    return size >= _FEWEST and len(_SENTENCE.findall(text)) >= max(3, size / _LONGEST)


def _is_told(text: str, titles: Sequence[str], description: str) -> bool:
    """Whether the summary or a headline speaks of a text; the summary itself, among others of its kind, proves
    nothing.
    """
    told, summary = _stems(description), tokens(description)
    words = set().union(*(_stems(line) for line in text.splitlines() if tokens(line) != summary))
    if len(told) >= _TOLD and len(told & words) >= _SAID * len(told):
        return True
    return any(
        len(title) >= _TOLD and len(title & words) >= _TITLED * len(title)
        for title in (_stems(title) for title in titles)
    )


def _stems(text: str) -> set[str]:
    """The beginnings of the words: endings change between a summary and the text, above all in Korean."""
    return {word[:2] if "\uac00" <= word[0] <= "\ud7a3" else word[:6] for word in tokens(text)}
