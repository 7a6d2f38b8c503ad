import pytest

from crawler.fetch.rights.policy import Permission, Rights, permission, rights_of
from crawler.fetch.rights.tdmrep import Reservation, read_tdmrep, reservation_for

URL = "https://example.org/news/story"
RESERVED = Reservation(True)


def directives(meta=(), tags=()) -> tuple[str, ...]:
    return rights_of(URL, {"x-robots-tag": list(tags)}, meta).directives


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("noindex", ("noindex",)),
        ("NoIndex , NOARCHIVE", ("noarchive", "noindex")),
        ("index, follow", ("follow", "index")),
        ("max-image-preview:large, max-snippet:-1", ()),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST, nosnippet", ("nosnippet",)),
        ("", ()),
    ],
)
def test_a_meta_element_is_read(content: str, expected: tuple[str, ...]) -> None:
    assert directives(meta=[("Robots", content)]) == expected


def test_a_meta_element_for_another_robot_is_ignored() -> None:
    assert directives(meta=[("googlebot", "noindex"), ("spacebeat", "noarchive")]) == ("noarchive",)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["noindex"], ("noindex",)),
        (["noindex", "noarchive"], ("noarchive", "noindex")),
        (["otherbot: noindex, nofollow"], ()),
        (["otherbot: noindex, SpaceBeat: nosnippet, noarchive"], ("noarchive", "nosnippet")),
        (["noarchive, otherbot: noindex"], ("noarchive",)),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"], ("noindex",)),
        (["max-snippet: 20, noarchive"], ("noarchive",)),
        (["robots: noindex"], ("noindex",)),
    ],
)
def test_a_header_is_read_with_its_scopes(tags: list[str], expected: tuple[str, ...]) -> None:
    assert directives(tags=tags) == expected


def test_none_means_noindex_and_nofollow() -> None:
    rights = Rights(directives=("none",))
    assert rights.has_directive("noindex")
    assert rights.has_directive("nofollow")
    assert not rights.has_directive("noarchive")


@pytest.mark.parametrize(
    ("fields", "usage"),
    [
        (["train-ai=n"], (("train-ai", "n"),)),
        (["train-ai=n, search=y"], (("search", "y"), ("train-ai", "n"))),
        (["train-ai=n", "train-ai=y;exp=1"], (("train-ai", "y"),)),
        (["train-ai=maybe, =n, bots"], ()),
    ],
)
def test_content_usage_is_read(fields: list[str], usage) -> None:
    assert rights_of(URL, {"content-usage": fields}).usage == usage


def test_the_declaration_nearest_to_the_page_counts() -> None:
    rules = read_tdmrep(b'[{"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://example.org/p"}]')
    assert rights_of(URL, {}, (), rules).tdm == Reservation(True, "https://example.org/p")
    assert rights_of(URL, {"tdm-reservation": ["0"]}, (), rules).tdm == Reservation(False)
    meta = [("TDM-Reservation", "1"), ("tdm-policy", "https://example.org/q")]
    assert rights_of(URL, {"tdm-reservation": ["0"]}, meta, rules).tdm == Reservation(True, "https://example.org/q")
    assert rights_of("https://example.org/about", {}, (), rules).tdm is None


def test_the_first_matching_entry_counts() -> None:
    rules = read_tdmrep(
        b"""[
        {"location": "/open/*.html$", "tdm-reservation": 0},
        {"location": "/open", "tdm-reservation": "1"},
        {"location": "/", "tdm-reservation": 1}
        ]"""
    )
    found = [reservation_for(f"https://example.org{path}", rules) for path in ("/open/a.html", "/open/a.htm", "/b")]
    assert found == [Reservation(False), RESERVED, RESERVED]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[1, null, {}]",
        b'[{"location": 1, "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": true}]',
        b'[{"location": "", "tdm-reservation": 1}]',
        b"[" * 100_000,
    ],
)
def test_an_invalid_file_reserves_nothing(body: bytes) -> None:
    assert read_tdmrep(body) == ()


@pytest.mark.parametrize(
    ("rights", "general"),
    [
        (Rights(), Permission("all", True)),
        (Rights(directives=("noindex",)), Permission("nothing", True, "noindex")),
        (Rights(directives=("noarchive",)), Permission("metadata", True, "noarchive")),
        (Rights(directives=("nofollow",)), Permission("all", False)),
        (Rights(directives=("nosnippet",)), Permission("all", True)),
        (Rights(tdm=RESERVED), Permission("metadata", True, "tdm reserved")),
        (Rights(tdm=Reservation(False)), Permission("all", True)),
        (Rights(usage=(("bots", "n"),)), Permission("metadata", True, "content-usage bots=n")),
        (Rights(usage=(("train-ai", "n"),)), Permission("all", True)),
    ],
)
def test_what_may_be_stored_depends_on_the_legal_basis(rights: Rights, general: Permission) -> None:
    assert permission(rights, "general") == general
    assert permission(rights, "research") == Permission("all", general.follow)


@pytest.mark.parametrize(
    "rights",
    [
        Rights(),
        Rights(("noarchive", "noindex")),
        Rights(("none",), Reservation(True, "https://example.org/terms?a=1,b=n"), (("bots", "n"), ("train-ai", "y"))),
        Rights(tdm=Reservation(False)),
    ],
)
def test_the_stored_form_can_be_parsed_back(rights: Rights) -> None:
    assert Rights.of_words(rights.words) == rights


def test_the_stored_form_is_readable() -> None:
    rights = Rights(("noarchive",), Reservation(True, "https://example.org/terms"), (("bots", "n"),))
    assert rights.words == ("noarchive", "tdm-reserved", "tdm-policy=https://example.org/terms", "bots=n")


def test_a_denial_counts_whether_in_header_or_robots_txt() -> None:
    rights = rights_of(URL, {"content-usage": ["bots=y, search=n"]}, robots_usage=(("bots", "n"), ("search", "y")))
    assert rights.usage == (("bots", "n"), ("search", "n"))
