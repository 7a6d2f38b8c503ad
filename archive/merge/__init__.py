"""Merge archives: idempotent, commutative, nothing lost.

Each table is a set of rows under natural keys (addresses, digests, instants), and merging two rows is a choice that
does not depend on the order: the union, the maximum, the earliest. Numbers (ids) are assigned again, in an order of
the rows themselves. So merge is idempotent, commutative and associative, and shards of a crawl can be merged as they
come.
"""

from archive.merge.merge import merge
from archive.merge.report import Conflict, MergeReport

__all__ = ["Conflict", "MergeReport", "merge"]
