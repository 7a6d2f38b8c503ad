"""The data that a researcher may edit: the built-in is whole, edited files win, mistakes are reported together."""

import tomllib
from pathlib import Path

import pytest

from archive.db.connection import connect
from archive.records import Article
from archive.store.entities import fill_names
from crawler.enrich.data import Data, load_data, load_names
from crawler.enrich.data_files import BUILT_IN, EnrichmentDataError, read_named
from crawler.enrich.enrich import actors, enrich, topics


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """Write a copy of a built-in file with one change; return its folder."""
    text = (BUILT_IN / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_built_in_actors_and_topics_have_unique_ids() -> None:
    for rows in (actors(), topics()):
        assert len({row.id for row in rows}) == len(rows)
    assert len(actors()) >= 312
    assert len(topics()) == 19
    assert {"nasa", "isro"} <= {row.id for row in actors() if row.type == "agency" and row.country}


def test_each_actor_is_found_by_each_of_its_unambiguous_names() -> None:
    rows = tomllib.loads((BUILT_IN / "actors.toml").read_text("utf-8"))["actor"]
    for row in rows:
        if not row.get("ambiguous") and not row.get("name_is_label"):
            found = enrich(Article(url="", title=row["name"], text=""), focus="general").actors
            assert row["id"] in {mention.id for mention in found}, row["id"]


def test_a_file_of_the_folder_replaces_the_built_in_one(tmp_path: Path) -> None:
    edited(tmp_path, "actors.toml", 'id = "nasa"\nname = "NASA"', 'id = "ours"\nname = "Mooncake Guild"')
    data = load_data(tmp_path)
    article = Article(url="", title="Mooncake Guild meets", text="", language="en")
    assert [mention.id for mention in enrich(article, focus="general", data=data).actors] == ["ours"]
    assert "ours" in {actor.id for actor in actors(data)}
    assert topics(data) == topics()


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("actors.toml", 'type = "agency"', 'type = "club"', r"actors\.toml: actor\[0\]\.type: .*club"),
        ("actors.toml", 'wikidata = "Q23548"', 'wikidata = "23548"', r"actors\.toml: actor\[0\]\.wikidata: "),
        ("actors.toml", 'id = "esa"', 'id = "nasa"', r"actors\.toml: nasa: two rows have this id"),
        ("actors.toml", 'name = "NASA"', 'name = "NASA"\ncolour = 1', r"actors\.toml: actor\[0\]: .*colour"),
        (
            "actors.toml",
            'actors = ["us-commerce"]',
            'actors = ["no-one"]',
            r"actors\.toml: office commerce-department: no actor no-one",
        ),
        ("actors.toml", '"Gateway Arch"', '"Gateway {Arch"', r"actors\.toml: masks: unpaired brace"),
        (
            "lexicon-en.toml",
            "\npositive = [",
            '\npositive = [\n  ["x", 1, "sp", "nope", ""],',
            r"positive\[0\]: .*nope",
        ),
        (
            "lexicon-en.toml",
            "\npositive = [",
            '\npositive = [\n  ["x", 1, "q", "", ""],',
            r"positive\[0\]\[2\]: .*'q'",
        ),
        (
            "lexicon-ru.toml",
            "\npositive = [",
            '\npositive = [\n  ["x{Q}", 1, "s", "", ""],',
            r"positive\[0\]: .*'Q'",
        ),
        (
            "concepts.toml",
            'id = "space-law"\naxis = "sp"',
            'id = "space-law"\naxis = "tp"',
            r"concepts\.toml: space-law: .*near is missing",
        ),
        ("scoring.toml", "cap = 40", 'cap = "x"', r"scoring\.toml: cap: "),
        ("topics.toml", "max_topics", "topics =", r"topics\.toml: "),
        ("countries.toml", 'code = "US"', 'code = "USA"', r"countries\.toml: USA: .*3166"),
        (
            "instruments.toml",
            r"GAO-(?P<number>",
            r"GAO-(.*)(?P<number>",
            r"instruments\.toml: citation\[.*bound",
        ),
        (
            "instruments.toml",
            r"GAO-(?P<number>",
            r"GAO-((?P<number>",
            r"instruments\.toml: .*regular expression",
        ),
        ("instruments.toml", "(?i:{TREATY})", "(?i:{TREATIES})", r"instruments\.toml: citation\[.*TREATIES"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_key(tmp_path: Path, name: str, old: str, new: str, complaint: str) -> None:
    (tmp_path / "concepts.toml").write_text("concept = []", "utf-8")  # they take the longest, and come before others
    edited(tmp_path, name, old, new)
    with pytest.raises(EnrichmentDataError, match=complaint) as caught:
        load_data(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def without_pairs(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Return data in which a pair of words is no sign of policy."""
    folder = edited(tmp_path_factory.mktemp("data"), "scoring.toml", "pair_policy = 0.5", "pair_policy = 0")
    return load_data(folder)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Starlink terminals in schools were illegal", "It turned out on Monday, a year later."),
        ("it", "L'agenzia spaziale italiana non è più il punto di riferimento", "Ha perso il primato."),
        ("ru", "Жители ставят терминалы Starlink незаконно", "Нарушителей предупредят."),
    ],
)
def test_a_pair_of_words_that_names_a_topic_of_policy_is_a_sign_of_policy(
    without_pairs: Data, language: str, title: str, text: str
) -> None:
    article = Article(url="", title=title, text=text, language=language)
    assert enrich(article, focus="general").relevant
    assert not enrich(article, focus="general", data=without_pairs).relevant


def test_a_file_of_unknown_name_and_a_missing_or_empty_folder_are_reported(tmp_path: Path) -> None:
    with pytest.raises(EnrichmentDataError, match="has no data file"):
        load_data(tmp_path)
    (tmp_path / "actor.toml").write_text("")
    with pytest.raises(EnrichmentDataError, match=r"actor\.toml: not a data file"):
        load_data(tmp_path)
    with pytest.raises(EnrichmentDataError, match="no such folder"):
        load_data(tmp_path / "none")


def test_each_built_in_actor_has_an_id_of_wikidata_or_says_why_not() -> None:
    rows = read_named(None)[0].actor
    assert [row.id for row in rows if bool(row.wikidata) == bool(row.no_wikidata)] == []


def test_ids_of_wikidata_are_unique_and_reach_an_archive_that_has_the_names_already(tmp_path: Path) -> None:
    names = load_names()
    ids = [actor[4] for actor in names.actors if actor[4]]
    assert len(set(ids)) == len(ids) > 110
    db = connect(tmp_path / "names.db")
    fill_names(db, names)
    assert not fill_names(db, names, always=False)
    db.execute("update actors set wikidata = ''")
    db.conn.commit()
    assert fill_names(db, names, always=False)
    assert db.execute("select wikidata from actors where id = 'nasa'").fetchone() == ("Q23548",)
    db.close()
