"""What kind of edit lies between two states of an article.

`headline`: only the title. `minor`: spelling, punctuation, layout. `substantive`: numbers, names, quotations, hedges,
sentences added or taken out. `correction`: a notice of correction appeared. `withdrawn`, `reextracted` and `disclosed`
(a text that was withheld is kept now) are not recognised in the text but set by the caller.
"""

import difflib
import re
from typing import Literal

from archive.text import normal, words

Change = Literal["first", "headline", "minor", "substantive", "correction", "withdrawn", "reextracted", "disclosed"]

_NOTICE = re.compile(
    r"\b(correction|corrected|clarification|editor.s note|erratum|updated to (correct|clarify)|berichtigung|korrektur"
    r"|rectificati(f|on)|correctif|correcci[oó]n|fe de erratas|rettifica|errata|corre[cç][aã]o"
    r"|исправлен\w*|уточнени\w*)\b"
    r"|訂正|更正|勘误|정정|바로잡습니다|تصحيح|भूल सुधार",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"^(may|might|could|would|will|not|never|no|allegedly|reportedly|likely|unlikely|possibly|probably|expected|planned"
    r"|confirmed|denied|approximately|about|nearly|up|at|least|most|some|all)$"
)
_SPELLING = 0.75  # ratio of likeness above which one word is another, respelt


def classify(old_title: str, old_text: str, new_title: str, new_text: str) -> Change | None:
    """Return the kind of change, None when title and sentences are the same."""
    if normal(old_text) == normal(new_text):
        return None if normal(old_title) == normal(new_title) else "headline"
    if len(_NOTICE.findall(new_text)) > len(_NOTICE.findall(old_text)):
        return "correction"
    return "substantive" if _substantive(old_text, new_text) else "minor"


def _substantive(old_text: str, new_text: str) -> bool:
    old, new = words(old_text), words(new_text)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False) if len(old) * len(new) < 4_000_000 else None
    if matcher is None:
        return True
    return any(_weighs(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


def _weighs(removed: list[str], added: list[str]) -> bool:
    """Return whether replacing these words by those changes the meaning."""
    if len(removed) != len(added):
        return "".join(removed).casefold() != "".join(added).casefold()
    return any(_differs(a, b) for a, b in zip(removed, added, strict=True))


def _differs(old: str, new: str) -> bool:
    if old.casefold() == new.casefold():
        return False
    if any(w.isdigit() or _HEDGE.match(w.casefold()) for w in (old, new)):
        return True
    if old[0].isupper() and new[0].isupper() and min(len(old), len(new)) <= 3:
        return True
    return difflib.SequenceMatcher(a=old.casefold(), b=new.casefold()).ratio() < _SPELLING
