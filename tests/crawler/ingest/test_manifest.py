"""A list of WARC files is the files in it, wherever its root lies on this machine."""

import gzip
from pathlib import Path

import pytest

from crawler.cli.display.ingest import print_files
from crawler.ingest.errors import IngestError
from crawler.ingest.manifest import expand
from crawler.ingest.pace import Pace
from tests.foreign import stories

MONTH = "crawl-data/CC-NEWS/2026/11"


def test_a_list_of_common_crawl_is_read_file_by_file(bench, capsys: pytest.CaptureFixture[str]) -> None:
    folder = bench.folder / MONTH
    folder.mkdir(parents=True)
    (folder / "a.warc.gz").write_bytes(stories(2))
    (folder / "b.warc.gz").write_bytes(stories(1, 2))
    names = "".join(f"{MONTH}/{name}.warc.gz\n" for name in "abc")
    (folder / "warc.paths.gz").write_bytes(gzip.compress(names.encode()))
    done = bench.ingest(*expand([folder / "warc.paths.gz", folder / "b.warc.gz"]))
    assert [file.path.name for file in done.files] == ["a.warc.gz", "b.warc.gz", "c.warc.gz"]
    assert [bool(file.reason) for file in done.files] == [False, False, True]
    assert len(bench.titles()) == 3
    print_files(done)
    assert capsys.readouterr().out.splitlines()[-1].endswith(" articles/s, 0.0 of 0.0 MB")
    again = bench.ingest(*expand([folder / "warc.paths.gz"]))
    assert [file.was_done for file in again.files] == [True, True, False]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("a/b.warc.gz\n", "download them"),
        ("../b.warc.gz\n", "no list of relative paths"),
        ("/etc/passwd\n", "no list of relative paths"),
        ("s3://commoncrawl/b.warc.gz\n", "no list of relative paths"),
        ("\n", "no list of relative paths"),
    ],
)
def test_a_list_of_what_is_not_here_says_what_to_do(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "warc.paths").write_text(lines)
    with pytest.raises(IngestError, match=message):
        expand([tmp_path / "warc.paths"])
    (tmp_path / "x.paths.gz").write_text(lines)
    with pytest.raises(IngestError, match="cannot read"):
        expand([tmp_path / "x.paths.gz"])


def test_the_pace_has_the_time_left() -> None:
    pace = Pace(read=2_000_000_000, total=6_000_000_000, articles=300, seconds=100)
    assert pace.line() == "20.0 MB/s, 3.0 articles/s, 2.0 of 6.0 GB, 3 min left"
    assert Pace(6_000_000_000, 6_000_000_000, 0, 7200).line() == "0.8 MB/s, 0.0 articles/s, 6.0 of 6.0 GB"
    assert Pace(0, 5_000_000, 0, 0).line() == "0.0 MB/s, 0.0 articles/s, 0.0 of 5.0 MB"
