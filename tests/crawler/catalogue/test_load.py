"""Loading catalogue files: what is taken, and the one line about what is wrong."""

from pathlib import Path

import pytest

from crawler.catalogue.errors import CatalogueError
from crawler.catalogue.load import load_catalogue, parse

SOURCE = """
[[source]]
id = "orbit"
name = "Orbit"
homepage = "https://orbit.example/"
country = "US"
languages = ["en"]
kind = "trade-press"
focus = "space"
"""
FEED = """
  [[source.feed]]
  url = "https://orbit.example/feed/"
"""


def complaint(text: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        parse(text, "mine.toml")
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_seven_lines_and_an_endpoint_are_a_source() -> None:
    (source,) = parse(SOURCE + FEED, "mine.toml")
    assert source.id == "orbit"
    assert source.enabled
    assert source.feed[0].url == "https://orbit.example/feed/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOURCE + 'colour = "red"' + FEED, 'mine.toml: source "orbit": key "colour": unknown key'),
        (SOURCE + 'licens = "x"' + FEED, 'key "licens": unknown key (did you mean "licence"?)'),
        (SOURCE + FEED + '  lnik = "a"', 'source "orbit": key "feed.lnik": unknown key'),
        (SOURCE, 'source "orbit": key "feed": there is no endpoint'),
        (SOURCE + FEED + SOURCE + FEED, 'source "orbit": key "id": is used twice'),
        (
            SOURCE + 'article_url_re = "(["' + FEED,
            'source "orbit": key "article_url_re": \'([\' is not a regular',
        ),
        (SOURCE + 'exclude_url_re = "*a"' + FEED, 'key "exclude_url_re":'),
        (SOURCE.replace('"orbit"', '"Orbit!"') + FEED, 'source "Orbit!": key "id":'),
        (SOURCE.replace('"orbit"', '"-orbit"') + FEED, 'key "id":'),
        (SOURCE.replace('"orbit"', '"../../orbit"') + FEED, 'key "id":'),
        (SOURCE.replace('"orbit"', '"' + "a" * 65 + '"') + FEED, 'key "id":'),
        (SOURCE.replace('"US"', '"USA"') + FEED, '"USA" is no ISO 3166-1 alpha-2 code, nor INT (did you mean "US"?)'),
        (SOURCE.replace('"US"', '"UK"') + FEED, '"UK" is no ISO 3166-1 alpha-2 code, nor INT (did you mean "GB"?)'),
        (SOURCE.replace('"US"', '"Japan"') + FEED, 'nor INT (did you mean "JP"?)'),
        (SOURCE.replace('"US"', '"Narnia"') + FEED, '"Narnia" is no ISO 3166-1 alpha-2 code, nor INT'),
        (SOURCE.replace('"en"', '"eng"') + FEED, '"eng" is no ISO 639-1 code (did you mean "en"?)'),
        (SOURCE.replace('"en"', '"german"') + FEED, '"german" is no ISO 639-1 code (did you mean "de"?)'),
        (
            SOURCE + FEED + '[[source.rule]]\n  until = "2024-13-31"\n  body = "p"',
            '"2024-13-31" is no day (YYYY-MM-DD)',
        ),
        (SOURCE.replace('["en"]', "[]") + FEED, 'key "languages": names no language'),
        (SOURCE + 'timezone = "Mars/Olympus"' + FEED, 'key "timezone": "Mars/Olympus" is no IANA'),
        (SOURCE + 'timezone = "../../etc/passwd"' + FEED, 'key "timezone":'),
        (
            SOURCE + FEED.replace("https://", "ftp://"),
            'key "feed.url": "ftp://orbit.example/feed/" is not an http',
        ),
        (SOURCE + FEED.replace("https://orbit.example", "file://"), 'key "feed.url":'),
        (SOURCE + FEED.replace("https://", "https://me:secret@"), 'key "feed.url":'),
        (SOURCE + FEED.replace("orbit.example", "orbit.example:port"), 'key "feed.url":'),
        (SOURCE + FEED.replace("/feed/", "/{year}/"), 'key "feed.url": {year} is no placeholder'),
        (SOURCE + FEED + FEED, 'key "feed.url": "https://orbit.example/feed/" is listed twice'),
        (SOURCE + FEED + "  enabled = false", 'key "enabled": the source is enabled, but none'),
        (SOURCE.replace("trade-press", "blog") + FEED, '"blog" is none of agency, government, multilateral, '),
        (SOURCE.replace("trade-press", "tradepress") + FEED, 'general-press (did you mean "trade-press"?)'),
        (SOURCE.replace('kind = "trade-press"\n', "") + FEED, 'source "orbit": key "kind": is missing'),
        (SOURCE + "[[source.feed]]\n  enabled = true", 'source "orbit": key "feed.url": is missing'),
        (SOURCE + 'delay = "slow"' + FEED, 'key "delay": expected'),
        (SOURCE + "delay = -1" + FEED, 'key "delay": -1'),
        (SOURCE + "delay = nan" + FEED, 'key "delay": nan'),
        (SOURCE + 'access = ["cloudflair"]' + FEED, 'is no known flag (did you mean "cloudflare"?)'),
        (SOURCE + FEED.replace("feed]]", "api]]") + '  type = "wordpres"', "is no known type (did you mean"),
        (SOURCE + FEED.replace("feed]]", "api]]") + '  type = "json"', 'key "api.link": is missing'),
        (
            SOURCE + FEED.replace("feed]]", "api]]") + '  type = "json"\n  link = "url"\n  title = "a.0.b"',
            'key "api.title": "a.0.b" is not JMESPath',
        ),
        (SOURCE + FEED.replace("feed]]", "listing]]") + '  link = "a["', 'key "listing.link":'),
        (SOURCE + FEED.replace("feed]]", "listing]]") + "  pages = 0", 'key "listing.pages": 0'),
        ("[source]\nid = 1", 'mine.toml: key "source": write [[source]]'),
        ("[[sources]]\nid = 1", 'mine.toml: key "sources": unknown key (did you mean "source"?)'),
        ("source = [1]", 'source "?"'),
        ("[[source]\n", "mine.toml: is not TOML:"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_file_source_and_key(text: str, said: str) -> None:
    assert said in complaint(text)


def test_a_byte_order_mark_before_a_catalogue_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("\ufeff" + SOURCE + FEED, "utf-8")
    assert [source.id for source in load_catalogue([file], builtin=False)] == ["orbit"]


def test_users_files_add_to_and_replace_built_in_sources(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SOURCE + FEED + (SOURCE + FEED).replace('"orbit"', '"spacenews"'), "utf-8")
    alone = load_catalogue([file], builtin=False)
    both = load_catalogue([file])
    assert [source.id for source in alone] == ["orbit", "spacenews"]
    assert len(both) == len(load_catalogue()) + 1
    assert both["spacenews"].name == "Orbit"


def test_one_id_in_two_files_of_a_user_is_refused(tmp_path: Path) -> None:
    files = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for file in files:
        file.write_text(SOURCE + FEED, "utf-8")
    with pytest.raises(CatalogueError, match=r'b\.toml: source "orbit": key "id": is also in .*a\.toml'):
        load_catalogue(files, builtin=False)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    for name, said in (("none.toml", "cannot be read"), ("latin.toml", "is not UTF-8 text")):
        with pytest.raises(CatalogueError, match=said):
            load_catalogue([tmp_path / name], builtin=False)


def test_no_catalogue_at_all_is_empty() -> None:
    assert len(load_catalogue(builtin=False)) == 0
