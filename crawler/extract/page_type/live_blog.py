"""Find the entries of a live blog in its text by the updates that the page's JSON-LD lists, which have times."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from archive.blocks import TextBlock
from archive.clock import instant
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.json_ld import Node
from crawler.html.text import key

_WORDS = 12  # of an update, by which its first block is recognised


def with_times(blocks: Sequence[TextBlock], nodes: Sequence[Node]) -> tuple[TextBlock, ...]:
    """Return the blocks, those that begin an update with its time (schema.org: LiveBlogPosting, liveBlogUpdate).

    A time without an offset is none: nobody says which clock it is of.
    """
    times = dict(_updates(nodes))
    if not times:
        return tuple(blocks)
    timed, given = [], set[str]()
    for block in blocks:
        time = times.get(_beginning(block.text), "")
        timed.append(replace(block, time=time) if time and time not in given else block)
        given.add(time)
    return tuple(timed)


def _updates(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Yield (beginning, time) of the headline and of the text of each update."""
    for node in nodes:
        listed = node.get("liveBlogUpdate") if "LiveBlogPosting" in json_ld.types(node) else None
        for update in listed if isinstance(listed, list) else [listed]:
            if not isinstance(update, dict):
                continue
            time = _time(json_ld.first(update.get("datePublished")))
            for name in ("articleBody", "headline"):
                if time and (beginning := _beginning(json_ld.first(update.get(name)))):
                    yield beginning, time


def _beginning(text: str) -> str:
    return " ".join(key(text.split("\n")[0]).split()[:_WORDS])


def _time(stated: str) -> str:
    try:
        moment = datetime.fromisoformat(stated.strip())
        return instant(moment) if moment.tzinfo else ""
    except (ValueError, OverflowError):  # the first and last day of the calendar have no time in UTC
        return ""
