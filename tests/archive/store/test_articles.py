import json
from datetime import datetime, timedelta

import pytest

from archive.blocks import Link, TextBlock, decode
from archive.records import Article, Enrichment, Evidence, Mention, Rejection
from archive.text import line_digest
from tests.archive.conftest import TEXT


def rows(archive, sql, *values):
    return list(archive.db.query(sql, list(values)))


def test_a_new_article_is_one_row_with_its_first_revision(archive, add) -> None:
    added = add("https://courier.example/a", authors=("Ana Ruiz",), tags=("debris",))
    (article,) = rows(archive, "select * from articles")
    assert added.outcome == "new"
    assert (article["url"], article["source_id"]) == ("https://courier.example/a", "courier")
    assert json.loads(article["authors"]) == ["Ana Ruiz"]
    assert article["word_count"] == len(TEXT.split())
    (revision,) = rows(archive, "select number, change, text from revisions")
    assert revision == {"number": 1, "change": "first", "text": TEXT}


def test_addresses_that_differ_in_scheme_www_slash_or_tracking_are_one_article(archive, add) -> None:
    add("https://courier.example/a")
    for twin in ("http://www.courier.example/a/", "https://courier.example/a?utm_source=feed"):
        assert add(twin).outcome == "unchanged"
    assert archive.db.table("articles").count == 1
    states = rows(archive, "select distinct article_id from urls where url like '%courier.example/a%'")
    assert states == [{"article_id": 1}]


def test_the_same_text_at_another_address_of_the_outlet_is_the_same_article(archive, add) -> None:
    first = add("https://courier.example/a")
    assert add("https://courier.example/moved/a").article_id == first.article_id
    assert archive.db.table("articles").count == 1


def test_short_teasers_with_equal_text_but_other_headlines_stay_apart(archive, add) -> None:
    add("https://courier.example/a", "Subscribe to read this story.", title="Launch delayed")
    add("https://courier.example/b", "Subscribe to read this story.", title="Budget passed")
    assert archive.db.table("articles").count == 2


def test_a_canonical_address_that_every_page_declares_is_not_believed(archive, add) -> None:
    canonical = "https://courier.example/story"
    add("https://courier.example/a", canonical=canonical)
    other = "The budget committee voted on appropriations for weather satellites after a long debate last night."
    add("https://courier.example/b", other, title="Budget vote", canonical=canonical)
    urls = [row["url"] for row in rows(archive, "select url from articles order by id")]
    assert urls == [canonical, "https://courier.example/b"]


def test_a_redirect_target_is_known_afterwards(archive, add) -> None:
    added = add("https://courier.example/?p=7", landed="https://courier.example/a")
    assert rows(archive, "select url, article_id from urls order by rowid") == [
        {"url": "https://courier.example/?p=7", "article_id": added.article_id},
        {"url": "https://courier.example/a", "article_id": added.article_id},
    ]


@pytest.mark.parametrize(("later", "kept"), [(1, True), (3, False)])
def test_a_publication_after_the_article_was_first_seen_is_not_believed(archive, add, later: int, kept: bool) -> None:
    add("https://courier.example/a", published_at="", published_precision="", published_method="", evidence=())
    (seen,) = (row["first_seen_at"] for row in rows(archive, "select first_seen_at from articles"))
    stated = (datetime.fromisoformat(seen) + timedelta(days=later)).strftime("%Y-%m-%dT%H:%M:%SZ")
    edited = TEXT.replace("delegation 3", "delegation 33")
    add("https://courier.example/a", edited, published_at=stated, published_precision="minute", published_method="meta")
    (article,) = rows(archive, "select published_at from articles")
    assert article["published_at"] == (stated if kept else None)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("delegation 3", "delegation 33")])
@pytest.mark.parametrize("at", ["2026-11-21T10:00:00Z", "2026-11-19T10:00:00Z"])  # a later state, or an earlier one
@pytest.mark.parametrize(
    ("known", "stated", "is_taken"),
    [
        (("2026-11-01T00:00:00Z", "month"), ("2026-11-17T00:00:00Z", "day"), True),
        (("2026-01-01T00:00:00Z", "year"), ("2026-11-01T00:00:00Z", "month"), True),
        (("2026-11-01T00:00:00Z", "month"), ("2026-10-17T00:00:00Z", "day"), False),
        (("2026-11-01T00:00:00Z", "month"), ("2026-01-01T00:00:00Z", "year"), False),
        (("2026-11-17T00:00:00Z", "day"), ("2026-11-17T08:00:00Z", "minute"), False),
    ],
)
def test_of_two_times_the_finer_one_is_kept_where_it_lies_in_the_month_or_year_that_was_known(
    archive, add, known: tuple[str, str], stated: tuple[str, str], is_taken: bool, at: str, text: str
) -> None:
    add("https://courier.example/a", published_at=known[0], published_precision=known[1], published_method="text")
    later = {"published_at": stated[0], "published_precision": stated[1], "at": at, "body": b"another"}
    add("https://courier.example/a", text, **later)
    (article,) = rows(archive, "select published_at, published_precision from articles")
    assert tuple(article.values()) == (stated if is_taken else known)


def test_a_page_that_states_its_day_later_is_dated_by_it(archive, add) -> None:
    add("https://courier.example/a")
    evidence = Evidence("published", "2026-11-17", "2026-11-17T00:00:00Z", "day", "text", "none")
    stated = {"published_at": evidence.value, "published_precision": "day", "evidence": (evidence,)}
    add("https://courier.example/a", body=b"another", **stated)
    assert rows(archive, "select published_at, outcome from articles join captures on captures.id = 2") == [
        {"published_at": evidence.value, "outcome": "unchanged"}
    ]
    assert rows(archive, "select raw from date_evidence") == [{"raw": "2026-11-17"}]


def test_a_date_from_a_state_in_between_decides_who_was_first(archive, add) -> None:
    dated = {"published_precision": "minute", "published_method": "meta"}
    gazette = {"source": "gazette", "at": "2026-11-17T09:00:00Z", "published_at": "2026-11-17T08:00:00Z"}
    add("https://gazette.example/b", **gazette, **dated)
    add("https://courier.example/a", at="2026-11-18T10:00:00Z")
    add("https://courier.example/a", TEXT.replace("rule 3", "rule 33"), at="2026-11-22T10:00:00Z")
    assert rows(archive, "select copy_of from articles order by id") == [{"copy_of": None}, {"copy_of": 1}]
    between = {"at": "2026-11-20T10:00:00Z", "body": b"between", "published_at": "2026-11-16T08:00:00Z"}
    add("https://courier.example/a", **between, **dated)
    assert rows(archive, "select copy_of from articles order by id") == [{"copy_of": 2}, {"copy_of": None}]


def test_a_changed_text_is_a_revision_and_the_old_state_is_kept(archive, add) -> None:
    add("https://courier.example/a", published_at="2026-11-19T08:00:00Z", published_precision="minute")
    edited = TEXT.replace("delegation 3", "delegation 33")
    added = add("https://courier.example/a", edited, published_at="2026-11-21T08:00:00Z", published_precision="minute")
    assert added.outcome == "revised"
    (article,) = rows(archive, "select text, published_at from articles")
    assert article == {"text": edited, "published_at": "2026-11-19T08:00:00Z"}
    assert rows(archive, "select number, change, text from revisions order by number") == [
        {"number": 1, "change": "first", "text": TEXT},
        {"number": 2, "change": "substantive", "text": edited},
    ]


def test_a_wall_in_front_of_a_known_article_is_no_revision(archive, add) -> None:
    add("https://courier.example/a")
    added = add(
        "https://courier.example/a", "Sentence number 0 of this report tells more. Subscribe.", access="paywalled"
    )
    assert added.outcome == "unchanged"
    assert rows(archive, "select text from articles") == [{"text": TEXT}]


def test_search_finds_the_text_as_it_stands_now(archive, add) -> None:
    add("https://courier.example/a", TEXT + " Selene appears.")
    add("https://courier.example/a", TEXT + " Helios appears.")
    found = [
        len(rows(archive, "select rowid from articles_fts where articles_fts match ?", word))
        for word in ("selene", "helios")
    ]
    assert found == [0, 1]


def test_evidence_and_enrichment_are_rows(archive, add) -> None:
    evidence = Evidence("published", "Nov 19", "2026-11-19T00:00:00Z", "day", "text", "none", chosen=True, weight=2.5)
    enrichment = Enrichment(
        relevance=31.5,
        relevant=True,
        topics=(Mention("debris", 12.0, name="Debris"),),
        actors=(Mention("esa", 2, kind="agency", name="ESA"),),
        countries=(Mention("FR", 1),),
        instruments=(Mention("us-hr-6131", 1, kind="bill", name="H.R. 6131"),),
    )
    add("https://courier.example/a", evidence=(evidence,), enrichment=enrichment)
    assert rows(archive, "select raw, method, weight, chosen from date_evidence") == [
        {"raw": "Nov 19", "method": "text", "weight": 2.5, "chosen": 1}
    ]
    assert rows(archive, "select actor_id, count from article_actors") == [{"actor_id": "esa", "count": 2}]
    assert rows(archive, "select id, kind, name from instruments") == [
        {"id": "us-hr-6131", "kind": "bill", "name": "H.R. 6131"}
    ]


def test_another_outlet_with_the_same_text_is_a_copy_of_the_first(archive, add) -> None:
    first = add("https://courier.example/a", published_at="2026-11-19T08:00:00Z", published_precision="minute")
    copy = add(
        "https://gazette.example/b",
        source="gazette",
        title="Debris",
        published_at="2026-11-19T09:00:00Z",
        published_precision="minute",
    )
    assert rows(archive, "select id, copy_of from articles order by id") == [
        {"id": first.article_id, "copy_of": None},
        {"id": copy.article_id, "copy_of": first.article_id},
    ]
    assert rows(archive, "select id from unique_articles") == [{"id": first.article_id}]


@pytest.mark.parametrize(
    ("state", "column"), [("not-article", "rejected"), ("blocked", "rejected"), ("failed", "failed")]
)
def test_what_is_no_article_says_why(archive, add, state, column) -> None:
    add("https://courier.example/a", result=Rejection(state, "a reason"))
    assert archive.db.table("articles").count == 0
    assert rows(archive, "select state, reason from urls") == [{"state": state, "reason": "a reason"}]
    (run,) = rows(archive, f"select fetched, {column} as counted from runs")
    assert run == {"fetched": 1, "counted": 1}


def test_an_archived_article_stays_archived_when_its_page_turns_into_a_wall(archive, add) -> None:
    add("https://courier.example/a")
    add("https://courier.example/a", result=Rejection("blocked", "challenge"), body=b"challenge")
    assert rows(archive, "select state, reason from urls") == [{"state": "archived", "reason": "challenge"}]


def test_a_page_that_is_gone_is_a_withdrawn_revision_once(archive, add) -> None:
    add("https://courier.example/a")
    for _ in range(2):
        archive.withdraw("courier", "https://courier.example/a", "http 410", None)
    assert [r["change"] for r in rows(archive, "select change from revisions order by number")] == [
        "first",
        "withdrawn",
    ]
    assert rows(archive, "select state from urls") == [{"state": "gone"}]
    assert archive.db.table("articles").count == 1


def test_counts_of_runs_add_up(archive, add) -> None:
    add("https://courier.example/a")
    add("https://courier.example/a", TEXT + " More was said.")
    add("https://courier.example/b", result=Rejection("not-article", "list"))
    for run in rows(archive, "select * from runs"):
        parts = ("new", "revised", "unchanged", "rejected", "failed")
        assert run["fetched"] == sum(run[name] for name in parts)


def test_text_with_lone_surrogates_is_stored(archive, add) -> None:
    add("https://courier.example/a", title="Broken \ud800 title")
    assert archive.db.table("articles").count == 1


def test_an_article_value_needs_no_more_than_address_title_and_text() -> None:
    assert Article(url="https://a.example/", title="T", text="x").evidence == ()


def test_an_edit_that_is_taken_back_is_a_revision_too(archive, add) -> None:
    for text, body in ((TEXT, b"a"), (TEXT.replace("3", "4"), b"b"), (TEXT, b"a")):
        add("https://courier.example/a", text, body=body)
    assert [row["text"] for row in rows(archive, "select text from revisions order by number")][-1] == TEXT
    assert archive.db.table("revisions").count == 3


def test_a_line_that_was_learnt_as_template_since_is_no_edit(archive, add) -> None:
    pitch = "Follow us for the news of the day"
    for number in range(4):
        text = f"{TEXT} Report {number}.\n\n{pitch}"
        add(f"https://courier.example/{number}", text, title=f"Report {number}", lines=(line_digest(pitch),))
    assert add("https://courier.example/0", f"{TEXT} Report 0.", title="Report 0").outcome == "unchanged"
    assert add("https://courier.example/1", f"{TEXT}\n\n{pitch}", title="Report 1").outcome == "revised"


def test_a_new_headline_is_an_edit_even_when_a_template_line_went_too(archive, add) -> None:
    pitch = "Follow us for the news of the day"
    for number in range(4):
        text = f"{TEXT} Report {number}.\n\n{pitch}"
        add(f"https://courier.example/{number}", text, title=f"Report {number}", lines=(line_digest(pitch),))
    assert add("https://courier.example/0", f"{TEXT} Report 0.", title="Talks fail").outcome == "revised"
    assert rows(archive, "select title from articles where id = 1") == [{"title": "Talks fail"}]


FULL = "\n\n".join(
    f"Paragraph {n} of the report names {n * 7} proposals on orbital debris and who made them." for n in range(30)
)


def test_a_teaser_that_no_wall_was_recognised_in_does_not_replace_the_text(archive, add) -> None:
    first = add("https://courier.example/long", text=FULL, access="full")
    again = add("https://courier.example/long", text=FULL[:700], access="full", at="2026-11-21T10:00:00Z")
    assert (again.outcome, again.article_id) == ("unchanged", first.article_id)
    assert archive.db.execute("select text, access from articles").fetchall() == [(FULL, "excerpt")]
    assert archive.db.execute("select count(*) from revisions").fetchone() == (1,)
    assert archive.db.execute("select reason from urls").fetchall() == [("shows less than what is kept",)]


def test_an_article_that_can_be_read_again_is_full_again(archive, add) -> None:
    add("https://courier.example/long", text=FULL, access="full")
    add("https://courier.example/long", text=FULL[:700], access="paywalled", at="2026-11-21T10:00:00Z")
    assert archive.db.execute("select access from articles").fetchall() == [("paywalled",)]
    add("https://courier.example/long", text=FULL, access="full", at="2026-11-22T10:00:00Z")
    assert archive.db.execute("select text, access from articles").fetchall() == [(FULL, "full")]


def test_an_article_that_was_replaced_by_a_short_notice_is_an_edit(archive, add) -> None:
    add("https://courier.example/long", text=FULL, access="full")
    notice = "This report was withdrawn because its figures could not be confirmed by the office that published them."
    again = add("https://courier.example/long", text=notice, access="full", at="2026-11-21T10:00:00Z")
    assert again.outcome == "revised"


BEGINNING = "\n\n".join(FULL.split("\n\n")[:23])


@pytest.mark.parametrize("access", ["full", "excerpt", "paywalled"])
@pytest.mark.parametrize("ending", ["", " Read on."])
def test_the_beginning_of_a_text_never_replaces_it(archive, add, access: str, ending: str) -> None:
    add("https://courier.example/long", text=FULL, access="full")
    again = add("https://courier.example/long", text=BEGINNING + ending, access=access, at="2026-11-21T10:00:00Z")
    assert again.outcome == "unchanged"
    ((text, shown),) = archive.db.execute("select text, access from articles").fetchall()
    assert text == FULL
    assert shown == ("excerpt" if access == "full" else access)


def test_a_paragraph_cut_from_the_middle_is_an_edit(archive, add) -> None:
    add("https://courier.example/long", text=FULL, access="full")
    paragraphs = FULL.split("\n\n")
    cut = "\n\n".join(paragraphs[:12] + paragraphs[16:])
    assert add("https://courier.example/long", text=cut, access="full", at="2026-11-21T10:00:00Z").outcome == "revised"


def test_another_ending_is_an_edit(archive, add) -> None:
    add("https://courier.example/long", text=FULL, access="full")
    denied = BEGINNING + "\n\nThe office denied all of this on Friday."
    added = add("https://courier.example/long", text=denied, access="full", at="2026-11-21T10:00:00Z")
    assert added.outcome == "revised"


def test_blocks_and_links_are_those_of_the_current_revision(archive, add) -> None:
    url = "https://courier.example/a"
    first = (TextBlock("heading", "Old \x00 head", 2), TextBlock("paragraph", TEXT))
    add(url, blocks=first, links=(Link("https://un.example/old", "Old", 0, 0), Link("https://un.example/b", "b", 1, 3)))
    assert decode(rows(archive, "select blocks from articles")[0]["blocks"])[0].text == "Old  head"
    other = TEXT.replace("orbit", "surface") + " A further sentence says what changed since this morning."
    add(
        url,
        other,
        at="2026-11-21T10:00:00Z",
        blocks=(TextBlock("paragraph", other),),
        links=(Link("https://n.example/", "A", 0, 0),),
    )
    assert decode(rows(archive, "select blocks from articles")[0]["blocks"]) == (TextBlock("paragraph", other),)
    assert rows(archive, "select number, target, text, block, start from links") == [
        {"number": 0, "target": "https://n.example/", "text": "A", "block": 0, "start": 0}
    ]
