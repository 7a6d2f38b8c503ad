"""Tables with a key of their own: the rows of one key are united by a rule that no order can change."""

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from archive.merge.stage import Stage

Row = dict[str, Any]
Rule = Callable[[list[Row]], Row]


def total(row: Row, *first: str) -> tuple[Any, ...]:
    """A sort key of the whole row, with these columns first; null comes before any value."""
    return (*((row[name] is not None, row[name]) for name in first), json.dumps(row, sort_keys=True, default=str))


def latest(*columns: str) -> Rule:
    """The row with the greatest values in these columns."""
    return lambda rows: max(rows, key=lambda row: total(row, *columns))


def merge_keyed(stage: Stage, table: str, key: Sequence[str], rule: Rule, *, tell: bool = False) -> None:
    """Unite a table that refers to no ids. With `tell`, archives that disagree are a conflict."""
    columns = list(stage.out[table].columns_dict)
    names = ", ".join(columns)
    stage.out.execute(f"create table pool.{table} ({names})")
    for archive in stage.inputs:
        stage.copy(archive, f"select {names} from {table}", f"pool.{table}")
    order = ", ".join(key)
    cursor = stage.out.execute(f"select distinct {names} from pool.{table} order by {order}")
    rows = (dict(zip(columns, row, strict=True)) for row in cursor)
    for values, group in groupby(rows, key=lambda row: tuple(row[name] for name in key)):
        several = list(group)
        kept = rule(several)
        for other in several if tell else ():
            for name in columns:
                stage.conflict(table, " ".join(map(str, values)), name, kept[name], other[name])
        stage.insert(table, columns, [list(kept.values())])
    stage.out.execute(f"drop table pool.{table}")
