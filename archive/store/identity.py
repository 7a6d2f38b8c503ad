"""Which article is this? The rules of what counts as the same (docs/explanation/design.md, "What counts as the same").

An address decides first; then, at one outlet, the text. A declared canonical address is believed only as long as
what lies there already is not plainly another article: some sites declare the same one on every page.

The headline under which the outlet lists a page is a second witness. A site that is rebuilt serves one notice in place
of each article: by its text all of them would be one, and what they show afterwards revisions of it.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.dedup.shingles import shingles
from archive.dedup.similarity import count_shared
from archive.records import Article
from archive.store.headlines import shared
from archive.text import normal, text_hash, words
from archive.urls.canonical import canonical_url, url_key

SHORT = 30  # words under which two equal texts may be two teasers, so that the titles must agree too
STRANGE, HALF = 0.25, 0.5  # shares of a headline's words: up to which a title is another one, and above which it is not
RELATED = 0.15  # share of the shorter text's shingles that two states of one article have in common, at least


@dataclass(frozen=True, slots=True)
class Stored:
    """What is needed of an article that is there already."""

    id: int
    url: str
    title: str
    text: str
    text_hash: str
    access: str


def find(
    db: Database, source_id: str, article: Article, addresses: tuple[str, ...], headline: str = ""
) -> tuple[Stored | None, str]:
    """Return (the stored article or None, the address under which it is to be known).

    `addresses` are those under which the page was asked for and found, the last one first; `headline` is that under
    which it is listed.
    """
    fetched = canonical_url(addresses[0])
    url = canonical_url(article.url or fetched)
    stored = _by_key(db, url_key(url))
    if stored and url_key(url) != url_key(fetched) and not _is_same(stored, article):
        url, stored = fetched, None
    stored = stored or _by_alias(db, source_id, article, addresses, headline) or _by_text(db, source_id, article)
    return stored, stored.url if stored else url


def is_in_place_of_articles(
    db: Database, source_id: str, article: Article, addresses: tuple[str, ...], headline: str
) -> bool:
    """Return whether this is no article but what the site shows in place of several.

    Its title is not the headline under which it is listed, and another address of the outlet has its very text.
    """
    of_headline = shared(headline, article.title)
    if not article.text or of_headline is None or of_headline > STRANGE:
        return False
    keys = [url_key(address) for address in addresses]
    row = db.execute(
        f"""
        select 1 from articles where text_hash = ? and +source_id = ? and url_key not in ({", ".join("?" * len(keys))})
        limit 1
        """,
        [text_hash(article.text), source_id, *keys],
    ).fetchone()
    return row is not None


def _by_key(db: Database, key: str) -> Stored | None:
    return _one(db, "select a.id, a.url, title, text, text_hash, access from articles a where url_key = ?", [key])


def _by_alias(
    db: Database, source_id: str, article: Article, addresses: tuple[str, ...], headline: str
) -> Stored | None:
    """Return the article that one of the addresses led to.

    Where it leads somewhere else now, both must be states of one: `/latest` leads to another article each day, and the
    address of one that was removed to any other. So their texts must be where the page is what the outlet lists, and
    the article, known under another address, is not. Of articles without a text that cannot be seen.
    """
    for address in addresses:
        stored = _one(
            db,
            """
            select a.id, a.url, title, text, text_hash, access from urls u join articles a on a.id = u.article_id
            where u.url_key = ? limit 1
            """,
            [url_key(address)],
        )
        has_moved = url_key(address) != url_key(addresses[0])
        if stored is None:
            continue
        is_left = has_moved and not _is_same(stored, article)
        is_left = is_left or _is_another(db, source_id, stored, article, headline)
        if not (stored.text and article.text and is_left):
            return stored
    return None


def _is_another(db: Database, source_id: str, stored: Stored, article: Article, headline: str) -> bool:
    """Return whether a page is what its outlet lists at this address, and the article that it led to is not."""
    of_page = shared(headline, article.title)
    if of_page is None or of_page <= HALF:
        return False
    (listed,) = db.execute(
        "select max(lead ->> '$.title') from urls where url = ? and source_id = ?", [stored.url, source_id]
    ).fetchone()
    of_stored = shared(headline, listed or stored.title)
    return of_stored is not None and of_stored <= HALF and not are_related(stored.text, article.text)


def _by_text(db: Database, source_id: str, article: Article) -> Stored | None:
    if not article.text:
        return None
    stored = _one(
        db,
        """
        select a.id, a.url, title, text, text_hash, access from articles a
        where text_hash = ? and +source_id = ? limit 1
        """,  # the sign keeps SQLite, while it has no statistics, from going through all articles of the source
        [text_hash(article.text), source_id],
    )
    if stored and len(words(article.text)) < SHORT and normal(stored.title) != normal(article.title):
        return None
    return stored


def are_related(one: str, other: str) -> bool:
    """Return whether two texts can be states of one article, by runs of words.

    Single words do not decide: of different articles of one outlet, a third have 30 % of their words in common, most of
    them function words. Of their shingles they have hardly any.
    """
    mine, theirs = shingles(one).distinct, shingles(other).distinct
    fewest = min(len(mine), len(theirs))
    return fewest > 0 and count_shared(mine, theirs) >= RELATED * fewest


def are_states_of_one(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Return whether two articles at one address can be states of one."""
    return normal(title) == normal(other_title) or are_related(text, other_text)


def _is_same(stored: Stored, article: Article) -> bool:
    return are_states_of_one(stored.title, stored.text, article.title, article.text)


def _one(db: Database, sql: str, values: list[str]) -> Stored | None:
    row = db.execute(sql, values).fetchone()
    return Stored(*row) if row else None
