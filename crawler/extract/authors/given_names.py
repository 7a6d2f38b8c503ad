"""Recognise persons by their given names: "Ada Quist" and "Blue Origin" have the same form.

Names that are not in the list are left out: a missing author is better than a firm.
"""

import unicodedata
from functools import cache

import regex

from crawler.html.word_lists import read_word_lists

_TITLE = regex.compile(r"^(?:(?:Dr|Prof|Ing)\.\s?)+")
_PERSON = regex.compile(r"\p{Lu}[\p{L}\p{M}’'.-]*(?: [\p{L}\p{M}’'.-]+){0,2} (?:\p{L}[’'])?\p{Lu}[\p{L}\p{M}’'-]*")
_ACCOUNT = regex.compile(r"(\p{Ll}{3,15})[._-](\p{Ll}{2,20})")
_OTHER_ACCENTS = str.maketrans("łŁøØıİđĐß", "lLoOiIdDs")
_LONGEST = 40


def named_person(text: str) -> str:
    """Return the name, without an academic title, if the text has a person's form and begins with a given name."""
    name = _TITLE.sub("", text.strip())
    return name if len(name) <= _LONGEST and _PERSON.fullmatch(name) and _is_given(name.split()[0]) else ""


def from_account(text: str) -> str:
    """Return the name that an account has: "ada.quist" is Ada Quist; other texts unchanged."""
    found = _ACCOUNT.fullmatch(text)
    return f"{found[1].title()} {found[2].title()}" if found and _is_given(found[1]) else text


def _is_given(word: str) -> bool:
    """Return whether a word is in the list, whatever its accents."""
    return _without_accents(word) in _given_names()


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.translate(_OTHER_ACCENTS).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _given_names() -> frozenset[str]:
    lists = read_word_lists(__package__, "given_names.toml")
    return frozenset(_without_accents(name) for names in lists.values() for name in names)
