"""Find the body that issues a document: a ministry, an agency or a committee on a line of the first page.

Such documents rarely name persons, and programs state who typed them. A line is that of a body if all of it is a name
that begins or ends with a word for one; of several next to each other the last is the nearest ("Department of
Transportation", "Federal Aviation Administration").
"""

from collections.abc import Sequence
from itertools import takewhile

import regex

from archive.blocks import TextBlock

_LINES, _LONGEST, _MOST_WORDS = 16, 120, 14  # blocks of the front; characters and words of a line
_AROUND = regex.compile(
    r"^(?:before the|submitted to the|agency:|issued by:?|published by:?)\s+|,?\s+Washington,? D\.?C\.?(?: \d{5})?$"
    r"|\s*\([A-Z]{2,8}\)|(?:, [A-Z]{2,5})?\.$",
    regex.IGNORECASE,
)
_ABOVE = regex.compile(r"^(?:[\p{Lu}.,’'&-]+\s+)+(?=\p{Lu}\p{Ll})")  # the body above, in capitals
_SMALL = (
    r"(?:of|for|on|and|the|in|to|de|des|du|del|della|dei|di|da|do|dos|e|y|et|la|le|les|el|los|las|für|und|der"
    r"|[ld][’']\p{L}+)"
)
_WORD = r"\p{Lu}[\p{L}\p{M}.’'&-]*,?"
_LAST = (
    r"(?:agency|administration|commission|authority|office|bureau|ministry|department|council|committee|subcommittee"
    r"|organi[sz]ation|secretariat|directorate|institute|board|corporation|assembly)"
)
_FIRST = (
    r"(?:ministry|department|office|committee|subcommittee|commission|bureau|agency|council|secretariat|directorate|board"
    r"|house|senate|ministère|ministerio|ministério|ministero|bundesministerium|bundesamt|eidgenössisches departement"
    r"|agence|agencia|agência|agenzia|comité|comisión|comissão|commissione|conseil|consejo|conselho|consiglio|secretaría"
    r"|secrétariat)"
)
_BODY = regex.compile(
    rf"{_WORD}\s(?:(?:{_WORD}|{_SMALL})\s){{0,10}}(?i:{_LAST})"
    rf"|(?:{_WORD}\s){{0,4}}(?i:{_FIRST})\s{_SMALL}(?:\s(?:{_WORD}|{_SMALL})){{1,11}}"
)
_CHINESE = regex.compile(r"\p{Han}{2,20}(?:部|局|委员会|委員会|厅|庁|省|院|署)")
_NOT_BODY = regex.compile(
    r"^(?:report|note|letter|statement|resolution|decision|hearing|committee print|draft|review)\b", regex.IGNORECASE
)


def issuing_body(blocks: Sequence[TextBlock], headline: str) -> str:
    """Return the name of the body, or an empty string."""
    front = [block for block in blocks if block.page <= 1][:_LINES]
    at = next(
        (at for at, block in enumerate(front) if block.text not in headline and body_name(block.text)), len(front)
    )
    names = [
        name for block in takewhile(lambda block: body_name(block.text), front[at:]) if (name := body_name(block.text))
    ]
    return names[-1] if names else ""


def body_name(text: str) -> str:
    """Return the name of a body if a line consists of it, else an empty string."""
    name = _ABOVE.sub("", _AROUND.sub("", text.strip()).strip())
    if len(text) > _LONGEST or len(name.split()) > _MOST_WORDS or _NOT_BODY.match(name):
        return ""
    return name if _BODY.fullmatch(name.title() if name.isupper() else name) or _CHINESE.fullmatch(name) else ""
