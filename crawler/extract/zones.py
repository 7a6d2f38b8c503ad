"""Time zones as news pages write them: offsets, RFC 822 names and the letters beside a clock time.

Letters are ambiguous (IST is India, Israel and Ireland; CST is Chicago and China): the source's own zone
decides where it uses such a name, then its country, then the meaning that RFC 822 or common use gives. What
is left is unknown.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

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
    "EASTERN": "America/New_York", "PACIFIC": "America/Los_Angeles",
}  # fmt: skip


@lru_cache(maxsize=64)
def region(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def stated_zone(name: str, at: datetime, home: str = "", country: str = "") -> tzinfo | None:
    """The zone that a page names beside a time. `home` is the source's IANA zone, `at` the local time in
    question.
    """
    name = name.strip().upper()
    offset = _OFFSET.match(name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes <= 14 * 60 else None
    own = region(home)
    if own and at.replace(tzinfo=own).tzname() == name:
        return own
    if name in _REGIONS:
        return region(_REGIONS[name])
    minutes_or_none = _BY_COUNTRY.get((name, country), _MINUTES.get(name))
    return None if minutes_or_none is None else timezone(timedelta(minutes=minutes_or_none))


def offset_text(at: datetime) -> str:
    """The offset of an aware time as `+05:30`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
