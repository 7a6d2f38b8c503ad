"""Factories for the pages and sources of the extraction tests; a test overrides only what matters to it."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.records import Lead
from crawler.catalogue.source import Source
from crawler.extract.metadata.structured_data import Structured, read
from crawler.extract.page import Page
from crawler.html.document import parse

URL = "https://courier.example.org/2031/orbit-talks"
PROSE = (
    "<p>Delegates from forty states met in Geneva to talk about the lower orbits, which fill faster than"
    " the rules for "
    "them are written, and left with a list of questions that the next session will have to answer.</p>"
) * 8


@pytest.fixture
def source() -> Callable[..., Source]:
    def make(**changes: Any) -> Source:
        defaults: dict[str, Any] = {
            "id": "courier", "name": "Orbit Courier", "homepage": "https://courier.example.org/",
            "country": "INT",
            "languages": ("en",), "kind": "trade-press", "focus": "space-policy",
        }  # fmt: skip
        return Source(**{**defaults, **changes})

    return make


@pytest.fixture
def page(source: Callable[..., Source]) -> Callable[..., Page]:
    def make(html: str | bytes, *, url: str = URL, lead: Lead | None = None, **changes: Any) -> Page:
        body = html.encode() if isinstance(html, str) else html
        defaults: dict[str, Any] = {"headers": {}, "fetched_at": "2031-06-01T00:00:00Z", "source": source()}
        return Page(url=url, body=body, lead=lead or Lead(url=url), **{**defaults, **changes})

    return make


@pytest.fixture
def structured() -> Callable[..., Structured]:
    def make(html: str, url: str = URL) -> Structured:
        return read(parse(html.encode(), url))

    return make


@pytest.fixture
def prose() -> str:
    return PROSE
