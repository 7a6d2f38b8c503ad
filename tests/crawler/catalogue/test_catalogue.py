"""Finding sources by name, host and address."""

import pytest

from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.errors import UnknownSourceError
from crawler.catalogue.source import Endpoint, Source


def source(name: str, homepage: str, **more: object) -> Source:
    values: dict[str, object] = {
        "id": name,
        "name": name,
        "homepage": homepage,
        "country": "US",
        "languages": ("en",),
        "kind": "agency",
        "focus": "space",
        "feed": (Endpoint(url=homepage + "feed"),),
    } | more
    return Source(**values)  # type: ignore[arg-type]


CATALOGUE = Catalogue(
    {
        s.id: s
        for s in (
            source("nasa", "https://www.nasa.gov/", article_url_re=r"^https://www\.nasa\.gov/news/"),
            source("oig", "https://oig.nasa.gov/"),
            source("space", "https://paper.example/space/"),
            source("law", "https://paper.example/law/", enabled=False),
            source("local", "http://127.0.0.1:8001/"),
            source("other", "http://127.0.0.1:8002/"),
        )
    }
)


def ids(sources: tuple[Source, ...]) -> list[str]:
    return [s.id for s in sources]


def test_without_names_the_enabled_sources_are_taken() -> None:
    assert ids(CATALOGUE.select()) == ["nasa", "oig", "space", "local", "other"]


def test_a_named_source_is_taken_once_even_if_disabled() -> None:
    assert ids(CATALOGUE.select(["law", "nasa", "law"])) == ["law", "nasa"]


def test_an_unknown_name_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownSourceError, match=r'there is no source "nassa" .did you mean "nasa"'):
        CATALOGUE.select(["nassa"])


def test_the_nearest_host_counts() -> None:
    assert ids(CATALOGUE.by_host("oig.nasa.gov")) == ["oig"]
    assert ids(CATALOGUE.by_host("https://science.nasa.gov/x")) == ["nasa"]
    assert ids(CATALOGUE.by_host("NASA.gov.")) == ["nasa"]
    assert CATALOGUE.by_host("notnasa.gov") == ()
    assert CATALOGUE.by_host("https://nasa.gov:bad/") == ()


def test_a_port_tells_hosts_apart() -> None:
    assert ids(CATALOGUE.by_host("http://127.0.0.1:8002/a")) == ["other"]
    assert CATALOGUE.by_host("http://127.0.0.1/a") == ()


def test_an_address_belongs_to_the_source_whose_patterns_admit_it() -> None:
    found = [CATALOGUE.for_url(url) for url in ("https://www.nasa.gov/news/a", "https://www.nasa.gov/about")]
    assert [s and s.id for s in found] == ["nasa", None]


def test_sections_of_one_host_are_distinguished_by_their_path() -> None:
    found = CATALOGUE.for_url("https://paper.example/law/a-ruling")
    assert found is not None
    assert found.id == "law"


def test_a_document_belongs_to_the_source_that_reads_its_documents() -> None:
    report = "https://ministry.example/media/Report.PDF?v=1"
    for reads, owner in ((True, "ministry"), (False, None)):
        ministry = source("ministry", "https://ministry.example/", article_url_re="/news/", documents=reads)
        found = Catalogue({"ministry": ministry}).for_url(report)
        assert (found and found.id) == owner
    excluding = source("ministry", "https://ministry.example/", exclude_url_re="/media/", documents=True)
    assert Catalogue({"ministry": excluding}).for_url(report) is None
