"""The result of a check."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with advice on how to fix it. A `note` is worth knowing; only `wrong` is a fault."""

    check: str
    verdict: Literal["ok", "note", "wrong"]
    message: str
    advice: str = ""
