"""`spacebeat search` with filters, over a real crawl."""

from archive.db.connection import connect
from tests.outlets import article, endpoint, feed, html, source, title


def crawled(desk, new_outlet) -> None:
    site = new_outlet()
    for name, numbers in (("courier", (0, 1)), ("gazette", (2,))):
        paths = {f"/{name}/story-{n}": n for n in numbers}
        site.pages |= {path: html(article(n)) for path, n in paths.items()}
        site.pages[f"/{name}.xml"] = feed(site, paths)
        desk.tables.append(source(site, name, endpoint("feed", f"/{name}.xml")))
    desk.crawl()


def test_filters_narrow_a_search_and_need_no_words(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    of_gazette = desk.run("search", "--source", "Gazette").stdout
    assert title(2) in of_gazette
    assert title(0) not in of_gazette
    assert title(1) in desk.run("search", "--source", "courier", title(1).split()[-1]).stdout
    late = desk.run("search", "--since", "2050-01-01").stderr
    assert late.startswith("nothing found: the latest article is of ")


def test_words_that_name_an_instrument_lead_to_all_that_name_it(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    db = connect(desk.archive)
    db.execute("insert into instruments (id, kind, name) values ('in-fr', 'dialogue', 'India-France Space Dialogue')")
    (first,) = db.execute("select id from articles where title = ?", [title(0)]).fetchone()
    db.execute("insert into article_instruments (article_id, instrument_id, count) values (?, 'in-fr', 1)", [first])
    db.conn.commit()
    db.close()
    hint = "1 article names India-France Space Dialogue, in any language: --instrument in-fr\n"
    assert desk.run("search", '"space dialogue"').stderr.endswith(hint)
    assert title(0) in desk.run("search", "--instrument", "space dialogue").stdout


def test_a_search_of_an_empty_archive_says_that_it_is_empty(desk) -> None:
    connect(desk.archive).close()
    done = desk.run("search", "moon")
    assert (done.returncode, done.stderr) == (
        0,
        "nothing found: the archive has no articles yet; 'spacebeat crawl' adds some\n",
    )


def test_wrong_use_of_search_says_what_to_do(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    for arguments, hint in (
        ((), "give words to search for"),
        (("--best", "--source", "courier", "space"), "leave out the filters or --best"),
        (("--source", "couriar"), "did you mean courier?"),
    ):
        done = desk.run("search", *arguments)
        assert done.returncode == 2
        assert hint in done.stderr
