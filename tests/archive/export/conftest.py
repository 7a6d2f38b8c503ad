"""Fixture for rows as exports yield them."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """Return a factory of rows with all columns of a reference; keywords replace values."""

    def make(**changes: Any) -> dict[str, Any]:
        return {
            "id": 7,
            "url": "https://spacenews.example/policy/accords",
            "source_id": "spacenews",
            "source_name": "SpaceNews",
            "source_kind": "trade-press",
            "title": "Three more states sign the Artemis Accords",
            "authors": ["Jan van der Meer"],
            "published_at": "2024-03-05T22:45:00Z",
            "published_precision": "minute",
            "published_zone": "",
            "language": "en",
            "section": "Policy",
            "tags": ["Artemis", "diplomacy"],
            "summary": "A short summary.",
            "document_type": "",
            "first_seen_at": "2024-03-06T01:02:03Z",
            "last_seen_at": "2024-04-07T00:00:00Z",
        } | changes

    return make
