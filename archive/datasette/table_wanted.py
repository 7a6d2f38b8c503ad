"""What is wanted of a table of articles, how much may be done for it, and what then was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.datasette.index_walk import Order, Place


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done for one page.

    `few` articles at most are all found, counted and sorted; `read` may be read one by one for their conditions,
    `listed` be named by the index of words; `sample` are met on a walk for the facets, if there is time.
    Milliseconds: `trying` to find out whether they are few, `sampling` after the page is full, `walking` until it is,
    and for one `statement`, after which the page is refused.
    """

    few: int = 5_000
    read: int = 20_000
    listed: int = 50_000
    sample: int = 500
    trying: int = 150
    sampling: int = 200
    walking: int = 500
    statement: int = 3_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Wanted:
    """`conditions` are over the columns of `table`, with their `values`; `indexed` are those among them that the index
    of the order answers. `words` are in FTS5's language, empty for none."""

    table: str
    order: Order
    size: int
    start: Place | None = None
    conditions: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""

    @property
    def where(self) -> str:
        return " and ".join(self.conditions) or "1"


@dataclass(frozen=True, slots=True)
class Rows:
    """All `places` that match in their order where `complete`, else the first ones from the start on.

    `rest` are those of them that follow the start. `next` is where the page after goes on. `reached` is set when time
    ran out before the page was full. `total` is how many match, if that came to be known, and `more_than` a number
    that they exceed, 0 if none is known.
    """

    places: tuple[Place, ...]
    complete: bool
    rest: tuple[Place, ...]
    next: Place | None = None
    reached: Place | None = None
    more_than: int = 0
    total: int | None = None
