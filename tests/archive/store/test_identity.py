"""Which pages are one article: a declared address does not make two articles one."""

import random

from archive.archive import Archive
from archive.records import WITHOUT_HEADLINE, Article, Rejection
from archive.store.articles import Added
from archive.store.identity import are_related, find

_FUNCTION_WORDS = "the of and to in that is for on with as by at from it was are this be has".split()


def report(seed: int, words: int = 220) -> str:
    """Return a text with the function words that all reports share, and nouns of a subject that only it has."""
    choose = random.Random(seed)
    subject = [f"{name}{seed}" for name in "launch orbit debris treaty licence council budget agency".split()]
    return " ".join(choose.choice(_FUNCTION_WORDS if choose.random() < 0.6 else subject) for _ in range(words))


def test_different_articles_that_declare_one_address_stay_two(archive: Archive, add) -> None:
    shared = "https://courier.example/latest"
    first = add("https://courier.example/a", text=report(1), title="First", canonical=shared)
    second = add("https://courier.example/b", text=report(2), title="Second", canonical=shared)
    assert isinstance(first, Added)
    assert isinstance(second, Added)
    assert (second.outcome, second.article_id != first.article_id) == ("new", True)
    assert archive.db.execute("select count(*) from revisions").fetchone() == (2,)


def test_two_states_of_one_article_at_a_declared_address_are_one(archive: Archive, add) -> None:
    shared = "https://courier.example/story"
    text = report(3)
    first = add("https://courier.example/story?print", text=text, title="Debris", canonical=shared)
    edited = f"{text[: len(text) * 2 // 3]} {report(4, 60)}"
    second = add("https://courier.example/amp/story-9", text=edited, title="Debris, updated", canonical=shared)
    assert second.article_id == first.article_id


def test_a_page_is_stored_under_the_address_that_it_was_found_at(archive: Archive) -> None:
    asked, found = "https://courier.example/?p=7", "https://courier.example/a"
    assert find(archive.db, "courier", Article("", title="Debris", text=report(5)), (found, asked)) == (None, found)


def test_an_article_is_known_by_any_address_at_which_it_was_found(archive: Archive, add) -> None:
    first = add("https://courier.example/?p=7", text=report(5), landed="https://courier.example/a")
    rewritten = Article("", title="Rewritten", text=report(6))
    edited = Article("", title="Edited", text=f"{report(5)} {report(6, 60)}")
    known = (first.article_id, "https://courier.example/a")
    for article, addresses in (
        (rewritten, ("https://courier.example/?p=7",)),
        (edited, ("https://courier.example/moved", "https://courier.example/?p=7")),
    ):
        stored, url = find(archive.db, "courier", article, addresses)
        assert (stored and stored.id, url) == known


def test_articles_to_which_one_address_leads_in_turn_stay_as_many(archive: Archive, add) -> None:
    """As `/latest` does, and the address of an article that was removed."""
    latest = "https://courier.example/latest"
    added = [
        add(
            latest,
            text=report(day),
            title=f"Day {day}",
            landed=f"https://courier.example/{day}",
            at=f"2026-11-0{day}T10:00:00Z",
        )
        for day in (1, 2, 3)
    ]
    assert [article.outcome for article in added] == ["new", "new", "new"]
    found = archive.db.execute("select url from articles order by id").fetchall()
    assert found == [(f"https://courier.example/{day}",) for day in (1, 2, 3)]


def test_equal_texts_of_an_outlet_are_one_article_when_they_are_long_or_have_one_headline(
    archive: Archive, add
) -> None:
    long, short = report(7, words=30), report(8, words=29)
    for text in (long, short, ""):
        add(f"https://courier.example/{len(text)}", text=text, title="Delegations meet")

    def known(text: str, title: str) -> bool:
        return (
            find(archive.db, "courier", Article("", title=title, text=text), ("https://courier.example/new",))[0]
            is not None
        )

    assert known(long, "Another headline")
    assert known(short, "DELEGATIONS  meet")
    assert not known(short, "Another headline")
    assert not known("", "Delegations meet")
    assert find(archive.db, "gazette", Article("", title="", text=long), ("https://gazette.example/a",))[0] is None


def test_an_article_is_found_by_its_text_without_going_through_all_of_its_outlet(archive: Archive) -> None:
    archive.db.conn.executemany(
        """
        insert into articles (id, url, url_key, source_id, title, text, text_hash, word_count, first_seen_at,
          last_seen_at) values (?1, ?1, ?1, 'courier', '', '', ?1, 0, '', '')
        """,
        [(number,) for number in range(500)],
    )
    hundreds: list[None] = []
    archive.db.conn.set_progress_handler(lambda: hundreds.append(None), 100)  # of SQLite's instructions
    find(archive.db, "courier", Article("", title="", text=report(9)), ("https://courier.example/new",))
    assert len(hundreds) < 5


def test_a_rewritten_article_under_its_headline_is_one_at_a_declared_address(archive: Archive, add) -> None:
    declared = "https://courier.example/story"
    first = add(declared, text=report(9), title="Debris rules")
    second = add("https://courier.example/story-2", text=report(10), title="Debris  Rules", canonical=declared)
    assert second.article_id == first.article_id


def test_texts_are_related_when_a_seventh_of_the_shorter_ones_runs_of_words_is_shared() -> None:
    text = [f"word{number}" for number in range(23)]  # twenty runs of four words

    def shares(runs: int) -> bool:
        return are_related(
            " ".join(text), " ".join([*text[: runs + 3], *(f"x{number}" for number in range(20 - runs))])
        )

    assert (shares(3), shares(2)) == (True, False)
    assert are_related("one run of words", "one run of words, and more of them after it")
    assert not are_related("", "one run of words")
    assert not are_related("too short", "too short")


HEADLINES = (
    "Senate adopts debris resolution after long debate",
    "Ministers sign lunar programme treaty",
    "Auditors question launcher budget again",
)


def test_a_notice_that_a_site_serves_in_place_of_its_articles_makes_no_more_than_one_of_them(archive, add) -> None:
    pages = [(f"https://courier.example/{n}", headline) for n, headline in enumerate(HEADLINES)]
    notice = {"text": report(10), "title": "Our house moves to another server"}
    first, *others = [add(url, headline=headline, **notice) for url, headline in pages]
    assert first.outcome == "new"
    assert others == [Rejection("not-article", WITHOUT_HEADLINE)] * 2
    later = [
        add(url, headline=headline, text=report(n + 11), title=headline, at="2026-11-20T10:00:00Z")
        for n, (url, headline) in enumerate(pages)
    ]
    assert [added.outcome for added in later] == ["revised", "new", "new"]
    assert len({added.article_id for added in later}) == 3


def test_a_text_published_again_under_another_headline_is_one_article(archive, add) -> None:
    one, other, _ = HEADLINES
    first = add("https://courier.example/a", text=report(14), title=one, headline=one)
    again = add("https://courier.example/b", text=report(14), title=other, headline=other)
    unlisted = add("https://courier.example/c", text=report(14), title="Our house moves to another server")
    assert again.article_id == unlisted.article_id == first.article_id


def test_an_address_that_shows_its_own_article_at_last_is_no_state_of_the_one_it_was_taken_for(archive, add) -> None:
    one, other, _ = HEADLINES
    notice = report(15)
    first = add("https://courier.example/a", text=notice, title=one, headline=one)
    taken = add("https://courier.example/b", text=notice, title=other, headline=other)
    shown = add("https://courier.example/b", text=report(16), title=other, headline=other, at="2026-11-20T10:00:00Z")
    edited = add("https://courier.example/b", text=report(17), title=other, headline=other, at="2026-11-21T10:00:00Z")
    assert taken.article_id == first.article_id
    assert (shown.outcome, shown.url) == ("new", "https://courier.example/b")
    assert (edited.outcome, edited.article_id) == ("revised", shown.article_id)
