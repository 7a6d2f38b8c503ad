"""What a worker does with an article that is to be read again."""

from dataclasses import dataclass

from archive.records import Article, Rejection
from archive.reextraction import dated_by
from crawler.worker import Task, work


@dataclass(frozen=True, slots=True)
class Again:
    """The capture to read, and an earlier one of the same article, if its date is to be taken from there."""

    task: Task
    first: Task | None = None


def read_again(again: Again) -> Article | Rejection:
    """Today's article or rejection. Raises nothing that a page can cause."""
    result = work(again.task)
    if again.first is None or not isinstance(result, Article):
        return result
    first = work(again.first)
    return dated_by(result, first if isinstance(first, Article) else None)
