"""A page nested beyond reason before its article leaves an outcome, never nothing."""

import pytest

from tests.foreign import URL, Bench, record
from tests.outlets import article


@pytest.mark.parametrize("junk", [b"<div>" * 100_000, b"<meta name='a' content='b'>" * 100_000], ids=["div", "meta"])
def test_a_hundred_thousand_tags_before_an_article_leave_an_outcome(bench: Bench, junk: bytes) -> None:
    page = article(1).replace(b"<meta charset='utf-8'>", b"<meta charset='utf-8'>" + junk)
    bench.ingest(bench.file("a.warc.gz", record(URL.format(1), page)))
    ((outcome,),) = [tuple(row.values()) for row in bench.query("select outcome from captures")]
    assert outcome == "new" or outcome.partition(": ")[2], "no outcome, or one without a reason"
