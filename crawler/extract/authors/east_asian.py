"""Recognise a line of Chinese, Japanese or Korean names, as it is below the title of a paper.

No letter shows such a name, and words of two or three characters begin with surnames too ("方案", "정책과"): one name
counts only with what words have not, a third character, a space after the surname, or the mark of a footnote.
"""

from functools import cache

import regex

from crawler.extract.authors.affixes import is_chinese
from crawler.extract.authors.japanese import japanese_surnames

_MARKS = regex.compile(r"[\d∗*†‡§¹²³①②③#]+|[（(][^（）()]{0,20}[）)]")
_SEPARATOR = regex.compile(r"\s*[,，、;；·ㆍ]\s*")
_KOREAN = regex.compile(  # of common surnames
    r"[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방현함변염여추도소석선설][가-힣]{2}"
)
_LONGEST, _MOST = 40, 6


def east_asian_names(line: str) -> tuple[str, ...]:
    """Return the names of which a short line consists, else nothing."""
    if len(line) > _LONGEST:
        return ()
    bare = _MARKS.sub(",", line).strip(" ,，、　")
    is_marked = bare != line.strip()
    names = [name.strip() for name in _SEPARATOR.split(bare) if name.strip()]
    if len(names) == 1 and all(map(is_chinese, words := names[0].split())):
        names = words
    is_certain = is_marked or len(names) > 1
    if not names or len(names) > _MOST or not all(_is_name(name, is_certain=is_certain) for name in names):
        return ()
    return tuple(names)


def _is_name(name: str, *, is_certain: bool) -> bool:
    if _japanese().fullmatch(name):
        return True
    if is_chinese(name):
        return is_certain or len(name) == len("王小明")
    return is_certain and _KOREAN.fullmatch(name) is not None


@cache
def _japanese() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:{japanese_surnames()})[ 　][\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]{{1,4}}")
