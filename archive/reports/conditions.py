"""The conditions in which a source or one of its endpoints can be.

| condition | the source ...                                                                            |
| ---       | ---                                                                                       |
| `new`     | was not crawled yet, or not to an end                                                     |
| `well`    | gives what it used to                                                                     |
| `failing` | cannot be reached, or its endpoint is gone, or none of its pages can be had               |
| `changed` | answers, but with something else: a layout or an address that is not read any more        |
| `blocked` | refuses: HTTP status, robots.txt, paywall                                                 |
| `quiet`   | publishes nothing for longer than is usual for it                                         |
| `late`    | is not crawled although it is due                                                         |
| `moved`   | is read at another address than the catalogue states                                      |
| `retired` | is no longer in the catalogue, or switched off there                                      |
"""

from typing import Literal

from archive.reports.failures import failure_class

Condition = Literal["new", "well", "failing", "changed", "blocked", "quiet", "late", "moved", "retired"]

WRONG: tuple[Condition, ...] = ("failing", "changed", "blocked", "quiet", "late")


def condition_of(reason: str) -> Condition:
    """Return the condition that the reason of a failure means."""
    name = failure_class(reason)
    if name in ("refused", "robots.txt"):
        return "blocked"
    return "changed" if name == "not what it was" else "failing"
