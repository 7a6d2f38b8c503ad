"""Merge is a union: the order, the grouping and the repetition of archives do not matter, to the last id."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.merge import merge

WriteArchive = Callable[..., Path]
Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]

TEXTS = [" ".join(f"{word} {n}" for n in range(60)) for word in ("launch", "orbit", "treaty")]
# Few addresses, texts and times, so that they meet in all ways.
STORY = st.fixed_dictionaries(
    {
        "url": st.sampled_from([f"https://courier.example/{n}" for n in range(4)]),
        "first_seen_at": st.sampled_from([f"2026-01-0{day}T00:00:00Z" for day in (1, 2, 3)]),
        "text": st.sampled_from(TEXTS),
        "states": st.lists(st.sampled_from(TEXTS), max_size=1),
        "title": st.sampled_from(["One title", "Another title"]),
        "published_at": st.sampled_from([None, "2026-01-01T00:00:00Z", "2026-01-02T08:00:00Z"]),
        "topics": st.lists(st.sampled_from(["moon", "debris"]), unique=True),
        "captured": st.booleans(),
    }
)
ARCHIVE = st.lists(STORY, max_size=3, unique_by=lambda story: story["url"])


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    return lambda: Path(tempfile.mkdtemp(dir=tmp_path))


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shards=st.tuples(ARCHIVE, ARCHIVE, ARCHIVE))
def test_order_grouping_and_repetition_do_not_matter(
    write_archive: WriteArchive, fresh: Callable[[], Path], dump: Dump, shards: tuple[list[dict[str, Any]], ...]
) -> None:
    folder = fresh()
    a, b, c = (write_archive(f"{folder}/{name}/x.db", stories) for name, stories in zip("abc", shards, strict=True))

    def united(*paths: Path) -> Path:
        """Merge into a copy of the first."""
        place = fresh() / "copy"
        shutil.copytree(paths[0].parent, place)
        merge(place / "x.db", paths[1:])
        return place / "x.db"

    expected = dump(united(a, b, c))
    assert dump(united(c, a, b)) == expected
    left = united(united(a, b), c)
    assert dump(left) == expected
    assert dump(united(a, united(b, c))) == expected
    assert dump(united(left, b, a)) == expected
