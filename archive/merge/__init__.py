"""Merge: archives made apart become one, the same one whatever the order, and once more changes nothing.

Each table is a set of rows under natural keys (addresses, digests, instants), and uniting is a choice that does not
depend on the order: the union, the maximum, the earliest. Numbers (ids) are given anew, in an order of the rows
themselves. So merge is idempotent, commutative and associative, and shards of a crawl can be united as they come.
"""

from archive.merge.merge import merge
from archive.merge.report import Conflict, MergeReport

__all__ = ["Conflict", "MergeReport", "merge"]
