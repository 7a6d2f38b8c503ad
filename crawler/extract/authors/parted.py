"""Part a name in a byline from what the next element has: its office, a button, the day, the next name.

Pages set them apart by a margin, so that nothing is between them in the text: "Ada Quist Correspondent in Geneva
Follow". A name itself may be in two elements ("Ada", "Quist"), and a label in another ("By", "Ada Quist").
"""

import re

import regex

from crawler.extract.authors.affixes import is_chinese
from crawler.extract.authors.credits import is_label, read_credits
from crawler.extract.authors.given_names import named_person
from crawler.extract.authors.next_to_date import is_weekday
from crawler.extract.authors.person_names import is_interface, is_place, is_role
from crawler.extract.authors.splitting import split
from crawler.extract.authors.usual_author import has_form_of_person
from crawler.extract.title.adjacent_lines import Line

_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORD = r"[[\p{L}\p{M}]--\p{Latin}]{2,20}"
_UNCASED = regex.compile(rf"(?V1){_WORD}(?: {_WORD}){{1,3}}")  # or Cyrillic, or Greek
_ENDS_WITH_LABEL = re.compile(
    r"(?:^|\s)(?:by|and|with|von|und|par|et|por|y|e|di|da|door|en|przez|oleh|av|af)$", re.IGNORECASE
)
_JOINED = re.compile(r"^(?:and|und|et|y|e|en|och|og|i|&)\s+(?=\S+\s)", re.IGNORECASE)


def parted(line: Line) -> str:
    """Return the text of a line, with a stroke after an element that ends with a full name.

    What follows such an element is left out, up to the next label or name.
    """
    done, is_left = list(line.parts[:1]), False
    for part, after in zip(line.parts, line.parts[1:], strict=False):
        if _is_full_name(part) and _is_other(after) and not is_left:
            is_left = True
            done.append("|")
        if is_left and (_is_named(after) or not after[0].isalpha()):
            is_left = False
        if not is_left:
            done.append(after)
    return " ".join(done) if "|" in done else line.text


def _is_full_name(part: str) -> bool:
    """Return whether an element ends with a name that is complete, and is no label."""
    names = [] if is_label(part) or _ENDS_WITH_LABEL.search(part) else split(part)
    name = names[-1] if names else ""
    has_form = _HAN.fullmatch(name) or (" " in name and (has_form_of_person(name) or _UNCASED.fullmatch(name)))
    return bool(has_form) and part.endswith(name) and not is_role(name)


def _is_other(after: str) -> bool:
    """Return whether an element does not go on with a name: it has several words, or that of a button, place or day."""
    if not after[0].isalpha() or after[0].islower():
        return False
    is_known = is_interface(after) or is_place(after) or is_weekday(after.strip(",،"))
    return " " in after or is_known or bool(_HAN.match(after))


def _is_named(after: str) -> bool:
    """Return whether an element has a label of credits or the name of a person."""
    if read_credits(after).writers != (after,):
        return True
    joined = _JOINED.sub("", after)
    return any(
        named_person(name)
        or is_chinese(name)
        or (joined != after and has_form_of_person(name))
        or (_UNCASED.fullmatch(name) and not is_role(name))
        for name in split(joined)[:1]
    )
