"""Find the entries of a live blog in its text: by the updates that JSON-LD lists, or by their `time` elements.

Outlets that declare no LiveBlogPosting have entries all the same, each under its clock time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import lxml.html

from archive.blocks import TextBlock
from archive.clock import instant
from crawler.extract.metadata import json_ld
from crawler.extract.metadata.json_ld import Node
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import lines_after
from crawler.html.regions import outside
from crawler.html.text import key

_WORDS = 12  # of an update, by which its first block is recognised
_LEAST = 2  # words of its first line
_LINES = 3  # after its time
_MOST = 200  # time elements


def with_times(blocks: Sequence[TextBlock], structured: Structured) -> tuple[TextBlock, ...]:
    """Return the blocks, those that begin an update with its time (schema.org: LiveBlogPosting, liveBlogUpdate).

    A time without an offset is none: nobody says which clock it is of.
    """
    times = dict(_updates(structured.nodes)) or dict(_marked(structured))
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


def entry_times(structured: Structured) -> set[str]:
    """Return the different instants that `time` elements within the article state."""
    return {time for _, time in _timed(structured)}


def _marked(structured: Structured) -> Iterator[tuple[str, str]]:
    """Yield (beginning, time) of the text that follows each `time` element; the first of a beginning counts."""
    found: dict[str, str] = {}
    for element, time in _timed(structured):
        for line in lines_after(element, most=_LINES, characters=600):
            if len(line.text.split()) >= _LEAST:
                found.setdefault(_beginning(line.text), time)
                break
    yield from found.items()


def _timed(structured: Structured) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    for element in structured.times[:_MOST]:
        stated = element.get("datetime") or ""
        if "T" in stated and (time := _time(stated)) and not outside(element):
            yield element, time


def _beginning(text: str) -> str:
    return " ".join(key(text.split("\n")[0]).split()[:_WORDS])


def _time(stated: str) -> str:
    try:
        moment = datetime.fromisoformat(stated.strip())
        return instant(moment) if moment.tzinfo else ""
    except (ValueError, OverflowError):  # the first and last day of the calendar have no time in UTC
        return ""
