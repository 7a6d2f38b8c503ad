"""Parser that turns what a user types into a search box into an FTS5 expression that is always valid.

    moon treaty              both words                     "outer space treaty"     this phrase
    moon OR mars             either                         satell*                  words with this prefix
    moon -mars               the one without the other      title:budget             in the title (summary:, text:)
    (moon OR mars) law       grouping                       NEAR(debris law, 5)      at most 5 words apart (or 10)

Operators are in capitals, as in SQLite. Everything else is text: it may contain any character and is never parsed as
syntax by FTS5, because it is quoted. Text in scripts without spaces is folded like the index.
"""

import difflib
import re
from typing import NamedTuple

from archive.errors import WrongUsageError
from archive.search.fts_index import fold

_COLUMNS = "title|summary|text"
_MAX_LENGTH = 1000
_MAX_TERMS = 64
_MAX_DEPTH = 20
_DEFAULT_DISTANCE = 10
_MAX_DISTANCE = 1000

_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』＂", '"') | {"（": "(", "）": ")", "：": ":", "\u3000": " ", "＊": "*"}
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
    | (?P<phrase>"[^"]*"\*?)
    | (?P<unclosed>"[^"]*)
    | (?P<near_list>NEAR\s*\()
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>(?<![^\s(:])-+(?=[^\s)-]))
    | (?P<column>(?i:{_COLUMNS})\s*:(?=\s*[^\s)]))
    | (?P<operator>(?:AND|OR|NOT|NEAR(?:/\d+)?)(?=[\s()"]|$))
    | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
# A word before a colon that is meant as a field: a misspelt one, or one by which filters select.
_FIELD = re.compile(r"([a-z]+):[^/]", re.IGNORECASE)
_COLUMN_NAMES = tuple(_COLUMNS.split("|"))
_NEARLY = 0.78  # "titel" and the French "titre" are 0.80 from "title", "next" 0.75 from "text"
_FILTERS = frozenset(
    """
    access actor actors author authors country countries date id instrument instruments kind lang language languages
    published since site source sources topic topics until url
    """.split()
)
_NEAR_WORD = re.compile(r"NEAR/(.*)")
_BARE_COLUMN = re.compile(rf"({_COLUMNS}):", re.IGNORECASE)
_PREFIX = re.compile(r'"\s*\*')


class QueryError(WrongUsageError, ValueError):
    """The query is malformed. The message is one line for the user."""


class _Token(NamedTuple):
    kind: str
    text: str


def match_expression(query: str) -> str:
    """Translate a query for `articles_fts match ?`. Raises QueryError; never returns what FTS5 would reject."""
    if len(query) > _MAX_LENGTH:
        raise QueryError(f"the query is too long: at most {_MAX_LENGTH} characters")
    parser = _Parser(_tokens(_CONTROLS.sub(" ", query).translate(_QUOTES)))
    return parser.parse()


def has_prefix(expression: str) -> bool:
    """Return whether an expression has a prefix, for which FTS5 lists all matches at every query.

    See sqlite.org/fts5.html#prefix_indexes: such a query is made once, and never for one article after the other.
    """
    return _PREFIX.search(expression) is not None


def _tokens(query: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind == "unclosed":
            raise QueryError(f"a quotation mark is not closed: {match[0][:40]}")
        if kind == "word" and (bare := _BARE_COLUMN.fullmatch(match[0])):
            raise QueryError(f"{match[0]} needs a word or a phrase after it, as in {bare[1].lower()}:moon")
        if kind == "word" and (near := _NEAR_WORD.match(match[0])):
            _distance(near[1])
        if kind == "word" and (field := _FIELD.match(match[0])):
            _refuse_unknown(field[1], match[0])
        # A word of punctuation alone would match nothing.
        if kind != "space" and (kind != "word" or _has_text(match[0])):
            tokens.append(_Token(kind, match[0]))
    return tokens


def _refuse_unknown(field: str, word: str) -> None:
    """Raise QueryError for a field that there is not: as words it would find nothing, or something else."""
    name = field.casefold()
    near = difflib.get_close_matches(name, _COLUMN_NAMES, n=1, cutoff=_NEARLY)
    quoted = f'for these words themselves write "{word[:40]}"'
    if near:
        raise QueryError(f"there is no field {name}: in a query; did you mean {near[0]}:? {quoted}")
    if name in _FILTERS:
        raise QueryError(f"a query has the fields title:, summary: and text:; {name}: is none, use a filter; {quoted}")


def _has_text(text: str) -> bool:
    return any(character.isalnum() for character in text)


class _Parser:
    """A recursive-descent parser; each method consumes the tokens of one rule and returns its FTS5 expression."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._terms = 0
        self._depth = 0

    def parse(self) -> str:
        if not self._tokens:
            raise QueryError("the query is empty: type a word to search for")
        expression = self._either()
        if self._kind() == "close":
            raise QueryError("a closing parenthesis was not opened")
        return expression

    def _either(self) -> str:
        parts = [self._all()]
        while self._take("operator", "OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"

    def _all(self) -> str:
        required: list[str] = []
        excluded: list[str] = []
        while not self._ends():
            if self._take("operator", "AND"):
                if not (required or excluded) or self._ends():
                    raise QueryError("AND needs something on both sides")
                continue
            negated = bool(self._take("minus") or self._take("operator", "NOT"))
            (excluded if negated else required).append(self._one())
        if not required:
            self._complain(bool(excluded))
        expression = required[0] if len(required) == 1 else "(" + " AND ".join(required) + ")"
        return f"({expression} NOT ({' OR '.join(excluded)}))" if excluded else expression

    def _one(self) -> str:
        column = self._take("column")
        if column:
            return f"({column.text.rstrip(': ').lower()} : {self._one()})"
        if self._take("open"):
            return self._group()
        if self._take("near_list"):
            return self._near_list()
        first = self._term()
        near = [first]
        distance = 0
        while self._kind() == "operator" and self._tokens[self._at].text.startswith("NEAR"):
            operator = self._tokens[self._at].text
            self._at += 1
            distance = max(distance, _distance(operator.partition("/")[2]))
            near.append(self._term())
        return first if len(near) == 1 else f"NEAR({' '.join(near)}, {distance})"

    def _group(self) -> str:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise QueryError(f"the query has more than {_MAX_DEPTH} nested parentheses")
        expression = self._either()
        self._depth -= 1
        if not self._take("close"):
            raise QueryError("a parenthesis is not closed")
        return f"({expression})"

    def _near_list(self) -> str:
        terms = []
        distance = _DEFAULT_DISTANCE
        while not self._take("close"):
            if self._kind() not in ("word", "phrase"):
                raise QueryError("NEAR takes words and phrases and then a distance, as in NEAR(debris law, 5)")
            word = self._tokens[self._at].text
            limit = re.fullmatch(r"([^,]*),(\d*)", word)
            if limit:
                self._at += 1
                number = limit[2] or (self._tokens[self._at].text if self._kind() == "word" else "")
                self._at += not limit[2]
                distance = _distance(number)
                if limit[1]:
                    terms.append(self._text(limit[1], False))
            else:
                terms.append(self._term())
        if len(terms) < 2:
            raise QueryError("NEAR needs at least two words, as in NEAR(debris law, 5)")
        return f"NEAR({' '.join(terms)}, {distance})"

    def _term(self) -> str:
        kind = self._kind()
        if kind not in ("word", "phrase"):
            self._complain(False)
        text = self._tokens[self._at].text
        self._at += 1
        stem = text.rstrip("*")
        return self._text(stem.strip('"'), len(stem) < len(text))

    def _text(self, text: str, is_prefix: bool) -> str:
        self._terms += 1
        if self._terms > _MAX_TERMS:
            raise QueryError(f"the query has more than {_MAX_TERMS} words")
        if not _has_text(text):
            raise QueryError("there is nothing to search for between the quotation marks")
        if is_prefix and text.isascii() and len(text) < 2:
            raise QueryError(f"{text}* would match nearly everything: type at least two letters")
        quoted = fold(text).replace('"', '""')
        return f'"{quoted}"*' if is_prefix else f'"{quoted}"'

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _take(self, kind: str, text: str = "") -> _Token | None:
        if self._kind() != kind or (text and self._tokens[self._at].text != text):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _ends(self) -> bool:
        return self._kind() in ("", "close") or self._tokens[self._at] == _Token("operator", "OR")

    def _complain(self, only_excluded: bool) -> None:
        if only_excluded:
            raise QueryError("the query only excludes words: add a word to search for")
        before = self._tokens[self._at - 1] if self._at else None
        here = self._tokens[self._at] if self._at < len(self._tokens) else None
        culprit = next((t for t in (here, before) if t and t.kind in ("operator", "minus", "column")), None)
        if culprit:
            name = culprit.text.strip()
            raise QueryError(f"{name} needs a search term next to it; to search for the word itself, quote it")
        raise QueryError("there is nothing to search for between the parentheses")


def _distance(number: str) -> int:
    if not number:
        return _DEFAULT_DISTANCE
    if not number.isdecimal() or not 0 < int(number) <= _MAX_DISTANCE:
        raise QueryError(f"the distance of NEAR must be a number from 1 to {_MAX_DISTANCE}, not {number[:20]}")
    return int(number)
