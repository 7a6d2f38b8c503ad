"""The lines in which `spacebeat explain` says what became of an address, and how a page was read."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from archive.records import Article
from archive.reports.address import AddressState, CaptureOutcome
from crawler.cli.display.plain_text import printable
from crawler.extract.explain import Explanation

_WIDTH = 100  # characters of a value or a block that are shown


def address_lines(
    states: Sequence[AddressState], captures: Sequence[CaptureOutcome], admissions: Mapping[str, str]
) -> list[str]:
    return [printable(line) for line in _address(states, captures, admissions)]


def explanation_lines(url: str, explanation: Explanation) -> list[str]:
    return [printable(line) for line in _explanation(url, explanation)]


def _address(
    states: Sequence[AddressState], captures: Sequence[CaptureOutcome], admissions: Mapping[str, str]
) -> Iterator[str]:
    if not states and not captures:
        yield "This address is not in the archive: no endpoint that was read has listed it."
    for state in states:
        reason = f" ({state.reason})" if state.reason else ""
        article = f", article {state.article_id}" if state.article_id else ""
        yield f"{state.source_id}: {state.state}{reason}{article}"
        found = f"found by {state.found_by} " if state.found_by else "the address of another one that was fetched, "
        yield f"  {state.url}"
        yield f"  {found}{state.endpoint}, first seen {state.first_seen_at}".replace("  ,", ",").replace(" ,", ",")
        times = "once" if state.attempts == 1 else f"{state.attempts} times"
        asked = f"asked {times}, last {state.last_tried_at}" if state.last_tried_at else "never asked"
        yield f"  {asked}; " + (f"again {state.next_try_at}" if state.next_try_at else "not to be asked again")
    for capture in captures:
        outcome = capture.outcome or "not read yet"
        yield f"capture {capture.id} of {capture.fetched_at}: HTTP {capture.status}, {outcome}"
    for source_id, reason in admissions.items():
        yield f"catalogue: {source_id} " + (f"refuses it ({reason})" if reason else "admits it")
    yield ""


def _explanation(url: str, explanation: Explanation) -> Iterator[str]:
    result = explanation.result
    yield f"Read from {url}"
    if isinstance(result, Article):
        yield f"article: {len(result.text.split()):,} words, access {result.access or 'unknown'}"
    else:
        yield f"no article: {result.state}, {result.reason}"
    yield from (f"  {sign}" for sign in explanation.signs)
    for field, candidates in groupby(explanation.candidates, key=lambda one: one.field):
        yield ""
        yield field
        for one in candidates:
            weight = f"{one.weight:g}" if one.weight is not None else ""
            yield f"  {'*' if one.chosen else ' '} {weight:>6}  {one.method:10}  {_cut(one.value)}"
    kept = sum(block.kept for block in explanation.blocks)
    if explanation.blocks:
        yield ""
        yield f"blocks: {kept} of {len(explanation.blocks)} are in the text; the number is how likely each is body text"
    for block in explanation.blocks:
        likely = "" if block.likelihood is None else f"{block.likelihood:.2f}"
        yield f"  {'+' if block.kept else '-'} {likely:>4}  {_cut(block.text)}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
