"""Recognise the outlet in an author that nearly all articles of a source have.

Content systems sign what they publish with one account: "orbitadmin", "Courier Multimedia", 轨道网. No list knows these
names; that they recur shows what they are. The authors that pages state are counted with the lines of their texts
(`crawler.extract.body.boilerplate`), whether they are kept or not, so that the count does not change what it counts.
The name of a person is kept: all articles of a site may be by the one who runs it.
"""

from collections.abc import Sequence

import regex

from archive.text import line_digest
from crawler.extract.body.boilerplate import on_nearly_all
from crawler.extract.metadata.site_name import names_an_outlet

_PERSON = regex.compile(r"\p{Lu}[\p{L}\p{M}’'.-]*(?: [\p{L}\p{M}’'.-]+){0,3} (?:\p{L}[’'])?\p{Lu}[\p{L}\p{M}’'-]*")


def author_digests(stated: Sequence[str]) -> tuple[int, ...]:
    """Return what is counted of an article's authors: the digest of a single one."""
    return (_digest(stated[0]),) if len(stated) == 1 else ()


def outlets(stated: Sequence[str], template: frozenset[int]) -> tuple[str, ...]:
    """Return the stated authors that are the outlet, by what was learnt of the source."""
    return tuple(name for name in stated if on_nearly_all(_digest(name), template) and not has_form_of_person(name))


def _digest(name: str) -> int:
    return line_digest(f"author\0{name}")  # equal to that of no line, which has no such character


def has_form_of_person(name: str) -> bool:
    """Return whether a text is written as the name of a person, and has no word of outlets."""
    return bool(_PERSON.fullmatch(name)) and not names_an_outlet(name)
