"""Hostile pages are defused before parsing, interrupted in time, or read by a cheap method."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from crawler.extract.body.body import extract_body
from crawler.html import limits
from crawler.html.document import parse


def test_attributes_of_a_crowded_tag_are_stripped() -> None:
    crowded = b"<p " + b" ".join(b"a%d=1" % number for number in range(20_000)) + b">text</p>"
    assert limits.without_crowded_tags(b"<html><body>" + crowded) == b"<html><body><p>text</p>"


def test_a_long_tag_with_few_attributes_is_kept() -> None:
    page = b'<img src="data:image/png;base64,' + b"A" * 50_000 + b'" alt="x">'
    assert limits.without_crowded_tags(page) == page


def spin() -> None:
    while True:
        pass


def swallow(work: Callable[[], None]) -> None:
    """Behave like some libraries: continue after any exception."""
    with suppress(Exception):
        work()
    work()


def test_time_is_limited_and_the_alarm_is_restored() -> None:
    started = time.monotonic()
    with pytest.raises(limits.ExtractionLimitError), limits.page_limits(seconds=0.05):
        spin()
    assert time.monotonic() - started < 5
    with limits.page_limits(seconds=5):
        pass


def test_a_library_that_swallows_the_alarm_is_interrupted_again() -> None:
    with pytest.raises(limits.ExtractionLimitError), limits.page_limits(seconds=0.05):
        swallow(spin)


class SpinsAtItsEnd:
    def __del__(self) -> None:
        spin()


def spin_twice() -> None:
    SpinsAtItsEnd()
    spin()


def test_an_alarm_in_a_finalizer_is_raised_again_and_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    hook = sys.unraisablehook
    with pytest.raises(limits.ExtractionLimitError), limits.page_limits(seconds=0.05):
        spin_twice()
    assert sys.unraisablehook is hook
    assert capsys.readouterr().err == ""


def test_memory_is_limited() -> None:
    with pytest.raises(limits.ExtractionLimitError), limits.page_limits(memory=64 << 20):
        bytearray(512 << 20)


@pytest.mark.parametrize(
    "filler",
    ["<span>x</span>" * 30_000, "<br>" * 100_000, '<a href="/x">y</a>' * 30_000, "<div>" * 20_000],
    ids=["spans", "breaks", "links", "nesting"],
)
def test_a_page_with_countless_elements_is_read_in_seconds(filler: str) -> None:
    story = "<p>The committee met on Friday and agreed on a text that leaves the disputed paragraph open.</p>" * 5
    started = time.process_time()
    document = parse(f"<html><body><article>{story}</article>{filler}</body></html>".encode(), "https://news.example/a")
    extract_body(document)
    assert time.process_time() - started < 10
