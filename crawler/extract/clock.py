"""The clock time beside a written date: "10:15 a.m. IST", "17.25 Uhr", "午後3時05分", "18h30"."""

import re
from dataclasses import dataclass

_PART = r"(?P<part>[AaPp]\.?\s?[Mm]\b\.?|上午|下午|午前|午後|오전|오후|صباح\w*|مساء\w*|น\.)"
_ZONE = r"(?P<zone>(?:GMT|UTC)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)|Z\b|[A-ZМСК]{2,5}\b|Eastern\b|Pacific\b)"
_CLOCK = re.compile(
    rf"(?:{_PART.replace('part', 'before')}\s?)?(?<![\d:.])(?P<hour>\d{{1,2}})\s?(?::|\.|[hH]|時|时|點|点"
    rf"|시)\s?(?P<minute>\d{{2}})(?![\d%]|\.(?:19|20)\d\d)"
    rf"(?:\s?[:.分분]\s?(?P<second>\d{{2}})(?!\d)(?:[.,]\d{{1,9}})?)?\s?[분分秒]?\s?{_PART}?\s?(?:Uhr|hrs?\b"
    rf"|Hrs?\b|h\b|น\.)?"
    rf"[\s(]{{0,2}}{_ZONE}?"
)
_WHOLE_HOUR = re.compile(rf"(?<![\d:.])(?P<hour>\d{{1,2}})\s?(?P<part>[AaPp]\.?[Mm]\b\.?)(?:\s{_ZONE})?")
_AFTERNOON = ("p", "下", "午後", "오후", "مس")
_REACH = 30


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `zone` as written, empty when none stands there."""

    hour: int
    minute: int
    second: int
    has_seconds: bool
    zone: str


def clock_around(text: str, start: int, end: int) -> Clock | None:
    """The time written right after text[start:end] or else right before it, None when there is none."""
    after = text[end : end + _REACH + 20]
    match = _CLOCK.search(after, 0, len(after)) or _WHOLE_HOUR.search(after)
    if match and match.start() <= _REACH // 2 + 5:
        return _read(match)
    head = text[max(0, start - _REACH) : start]
    return next((clock for found in _CLOCK.finditer(head) if (clock := _read(found))), None)


def _read(match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    hour, minute, second = int(groups["hour"]), int(groups.get("minute") or 0), int(groups.get("second") or 0)
    part = (groups.get("part") or groups.get("before") or "").casefold()
    if part.startswith(_AFTERNOON) and hour < 12:
        hour += 12
    elif part.startswith(("a", "上午", "午前", "오전", "صب")) and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(hour, minute, second, bool(groups.get("second")), (groups.get("zone") or "").strip())
