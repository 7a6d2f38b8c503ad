"""What a check found."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """`said` is what was found, `advice` what to do about it; a `note` is worth knowing, only `wrong` is wrong."""

    check: str
    verdict: Literal["ok", "note", "wrong"]
    said: str
    advice: str = ""
