"""Tables of searches against outlets and countries have the numbers of a count by hand."""

from pathlib import Path

from archive.analysis.heat import by_country, by_outlet
from archive.analysis.matches import count_matches
from archive.archive import Archive
from archive.records import Article, Enrichment, Mention, Source
from archive.search.filters import Selection
from archive.store.articles import Origin, add


def test_matches_are_counted_by_outlet_and_by_country(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for name in ("one", "two"):
            archive.add_source(Source(name, name.title(), f"https://{name}.test/", "US", ("en",), "agency", "space"))
        for number, (source, words, countries) in enumerate(
            (("one", "moon", "IN FR"), ("one", "mars", "IN"), ("two", "moon", "IN"), ("two", "moon mars", ""))
        ):
            about = Enrichment(1, True, countries=tuple(Mention(code, 1) for code in countries.split()))
            article = Article(f"https://{source}.test/{number}", words, f"{words} {number}", enrichment=about)
            with archive.transaction():
                add(archive.db, article, Origin(source, (article.url,), "2026-01-01T00:00:00Z", None, "1"))
        matches = [count_matches(archive.db.conn, Selection(search=words)) for words in ("moon", "mars")]
        outlets = [(one.name, one.counts) for one in by_outlet(archive.db.conn, matches)]
        spoken_of = [(one.id, one.name, one.counts) for one in by_country(matches)]
    assert outlets == [("Two", (2, 1)), ("One", (1, 1))]
    assert spoken_of == [("IN", "India", (2, 1)), ("FR", "France", (1, 0))]
