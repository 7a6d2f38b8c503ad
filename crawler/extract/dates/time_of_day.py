"""The clock time next to a written date: "10:15 a.m. IST", "17.25 Uhr", "午後3時05分", "18h30"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# Time zones as news pages write them: offsets, RFC 822 names and the letters next to a clock time.
#
# Letters are ambiguous (IST is India, Israel and Ireland; CST is Chicago and China): the source's own zone
# decides where it uses such a name, then its country, then the meaning by RFC 822 or common use. The rest
# is unknown. In summer people go on to write EST and CET for the time on the wall: such a name means that of its
# place. GMT is universal time, and Arizona and Queensland keep MST and AEST all year.

_OFFSET = re.compile(r"^(?:GMT|UTC)?\s?([+\-−])(\d{1,2})(?::?(\d{2}))?$")
_MINUTES = {
    "Z": 0, "UTC": 0, "UT": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120,
    "EET": 120, "EEST": 180, "SAST": 120, "MSK": 180, "МСК": 180, "GST": 240, "PKT": 300, "WIB": 420,
    "ICT": 420,
    "HKT": 480, "SGT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "ART": -180,
}  # fmt: skip
_BY_COUNTRY = {
    ("IST", "IN"): 330, ("IST", "IL"): 120, ("IST", "IE"): 60, ("CST", "CN"): 480, ("CST", "TW"): 480,
    ("BST", "BD"): 360, ("AST", "SA"): 180, ("WAT", "NG"): 60, ("EAT", "KE"): 180,
}  # fmt: skip
_REGIONS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "EASTERN": "America/New_York", "PACIFIC": "America/Los_Angeles", "EST": "America/New_York",
    "CST": "America/Chicago", "PST": "America/Los_Angeles", "CET": "Europe/Brussels", "MEZ": "Europe/Berlin",
}  # fmt: skip


@lru_cache(maxsize=64)
def region(name: str) -> ZoneInfo | None:
    """Return the IANA zone of that name, None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def stated_zone(name: str, at: datetime, home: str, country: str) -> tzinfo | None:
    """Return the zone that a page names next to a time.

    `home` is the source's IANA zone, `at` the local time in question.
    """
    name = name.strip().upper()
    offset = _OFFSET.match(name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes <= 14 * 60 else None
    home_zone = region(home)
    if home_zone and name in _names(home_zone, at):
        return home_zone
    if (name, country) not in _BY_COUNTRY and name in _REGIONS:
        return region(_REGIONS[name])
    minutes_or_none = _BY_COUNTRY.get((name, country), _MINUTES.get(name))
    return None if minutes_or_none is None else timezone(timedelta(minutes=minutes_or_none))


def _names(zone: ZoneInfo, at: datetime) -> set[str | None]:
    """Return how a zone is called at a time, and in the other half of that year."""
    seasons = {at.replace(tzinfo=zone, month=month, day=1).tzname() for month in (1, 7)} - {"GMT"}
    return {at.replace(tzinfo=zone).tzname(), *seasons}


def offset_text(at: datetime) -> str:
    """Format the offset of an aware time as `+05:30`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


# Parts of the day by what they do to an hour of the twelve-hour clock. "下午" and "शाम" always add twelve hours; noon
# and night reach over twelve o'clock: "दोपहर" does not to eleven, "रात" not to two, which is after midnight.
_PM = (
    r"[Pp]\.?\s?[Mm]\b\.?|下午|午後|오후|傍晚|晚上|晚间|晚間|夕方|저녁|مساء\w{0,4}|عصر\w{0,4}|م(?!\w)|शाम|अपराह्न|вечера"
)
_AM = r"[Aa]\.?\s?[Mm]\b\.?|上午|午前|오전|凌晨|清晨|早上|早晨|未明|早朝|새벽|아침|صباح\w{0,4}|ص(?!\w)|सुबह|पूर्वाह्न|утра"
_NOON = r"中午|正午|낮|ظهر\w{0,4}|दोपहर|дня(?!\w)"
_NIGHT = r"深夜|夜里|夜裡|夜|밤|ليل\w{0,4}|रात|ночи"
_PART = rf"(?P<part>{_PM}|{_AM}|{_NOON}|{_NIGHT}|น\.)"
_ZONE = r"(?P<zone>(?:GMT|UTC)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)|Z\b|[A-ZМСК]{2,5}\b|мск\b|Eastern\b|Pacific\b)"
_CLOCK = re.compile(
    rf"(?:{_PART.replace('part', 'before')}\s?)?(?<![\d:.])(?P<hour>\d{{1,2}})\s?(?::|\.|[hH]|時|时|點|点"
    rf"|시|ч(?:ас\w{{0,2}})?\.?(?!\w))\s?(?P<minute>\d{{2}})(?![\d%]|\.(?:19|20)\d\d)"
    rf"(?:\s?[:.分분]\s?(?P<second>\d{{2}})(?!\d)(?:[.,]\d{{1,9}})?)?\s?(?:[분分秒초]|мин\w{{0,2}}\.?)?\s?{_PART}?\s?(?:Uhr|hrs?\b"
    rf"|Hrs?\b|h\b|น\.)?"
    rf"[\s(]{{0,2}}{_ZONE}?"
)
_WHOLE_HOUR = re.compile(
    rf"(?:(?<![\d:.])(?P<hour>\d{{1,2}})\s?(?P<part>[AaPp]\.?[Mm]\b\.?)"
    rf"|{_PART.replace('part', 'before')}\s?(?P<whole>\d{{1,2}})\s?(?:時|时|點|点|시)(?![\d間间간半]))(?:\s{_ZONE})?"
)
_AFTERNOON, _MORNING, _MIDDAY, _LATE = (re.compile(part) for part in (_PM, _AM, _NOON, _NIGHT))
_REACH = 30


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `zone` as written, empty when there is none."""

    hour: int
    minute: int
    second: int
    has_seconds: bool
    zone: str


def clock_around(text: str, start: int, end: int) -> Clock | None:
    """Find the time directly after text[start:end] or else directly before it; None when there is none."""
    after = text[end : end + _REACH + 20]
    match = _CLOCK.search(after, 0, len(after)) or _WHOLE_HOUR.search(after)
    if match and match.start() <= _REACH // 2 + 5:
        return _read(match)
    head = text[max(0, start - _REACH) : start]
    return next((clock for found in _CLOCK.finditer(head) if (clock := _read(found))), None)


def _read(match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    hour = int(groups["hour"] or groups.get("whole") or 0)
    minute, second = int(groups.get("minute") or 0), int(groups.get("second") or 0)
    hour = _on_the_long_clock(hour, groups.get("part") or groups.get("before") or "")
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(hour, minute, second, bool(groups.get("second")), (groups.get("zone") or "").strip())


def _on_the_long_clock(hour: int, part: str) -> int:
    """Return an hour of the day that is given with a part of the day."""
    if not part or hour > 12:
        return hour
    if _AFTERNOON.match(part):
        return hour if hour == 12 else hour + 12
    if _MORNING.match(part):
        return hour % 12
    if _MIDDAY.match(part):
        return hour + 12 if hour < 6 else hour
    if _LATE.match(part):
        return hour + 12 if 5 < hour < 12 else hour % 12
    return hour
