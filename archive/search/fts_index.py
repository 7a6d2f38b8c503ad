"""Full-text index that works for all scripts in which space policy is written.

FTS5's `unicode61` treats a run of letters as one word, which is right for Latin, Greek and Cyrillic. Chinese, Japanese
and Thai put no spaces between words, Korean attaches particles and compounds to them, and Arabic writes vowel signs or
omits them. `trigram` would find parts of words, but no query of fewer than three characters, and most Chinese and
Korean words have two. So the text is folded before it is indexed: those scripts are indexed by character, and a query
for them, folded in the same way, is a phrase of characters, found wherever they follow each other.

Only the index is folded; `articles` keeps the original text. The triggers call the SQL function `search_text`, so a
connection that writes to `articles` must `register` it first. One that only reads needs nothing, but must fold its
queries. `insert into articles_fts (articles_fts) values ('rebuild')` would index unfolded text: use `rebuild_index`.
"""

import re
import sqlite3
import unicodedata

# Separates characters that are indexed as words. It has no width, so that a folded text looks like the original.
SEPARATOR = "\u200b"

SEARCH_TABLES = (
    """
    create virtual table articles_fts using fts5 (
      title, summary, text, content="articles", content_rowid="id",
      tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    """
    create trigger articles_fts_insert after insert on articles begin
      insert into articles_fts (rowid, title, summary, text)
        values (new.id, search_text(new.title), search_text(new.summary), search_text(new.text));
    end
    """,
    """
    create trigger articles_fts_delete after delete on articles begin
      insert into articles_fts (articles_fts, rowid, title, summary, text)
        values ('delete', old.id, search_text(old.title), search_text(old.summary), search_text(old.text));
    end
    """,
    """
    create trigger articles_fts_update after update of title, summary, text on articles begin
      insert into articles_fts (articles_fts, rowid, title, summary, text)
        values ('delete', old.id, search_text(old.title), search_text(old.summary), search_text(old.text));
      insert into articles_fts (rowid, title, summary, text)
        values (new.id, search_text(new.title), search_text(new.summary), search_text(new.text));
    end
    """,
)

# Thai, Lao, Burmese, Khmer, Hangul (jamo and syllables), kana, bopomofo, ideographs.
_CHARACTERS = (
    "\u0e01-\u0e4e\u0e81-\u0eae\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005-\u3007\u3041-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_CHARACTERS}]+")

_FOLDED: dict[int, str | None] = {
    **dict.fromkeys((0x0640, 0x0670, 0x200C, 0x200D, 0xFEFF, 0x00AD)),  # tatweel, small alef, joiners, soft hyphen
    **dict.fromkeys((*range(0x0591, 0x05C8), *range(0x064B, 0x0660), *range(0x06D6, 0x06EE))),  # vowel signs
    **{0xFF01 + offset: chr(0x21 + offset) for offset in range(94)},  # full width
    **{ord(letter): plain for letter, plain in zip("أإآٱىیکёЁ", "ااااييكеЕ", strict=True)},
}
_CONCERNED = re.compile(rf"[{_CHARACTERS}{SEPARATOR}{''.join(map(chr, _FOLDED))}]")


def fold(text: str) -> str:
    """Fold a text for the index and for queries. Folding twice changes nothing.

    The rules name characters by number and use normalization form C, which is stable for assigned characters, so that
    a text folds the same years later: the index needs that when an article is deleted.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if not _CONCERNED.search(text):  # most text is Latin, and going through its letters is slow
        return text
    text = text.translate(_FOLDED)
    return _RUN.sub(lambda run: f"{SEPARATOR}{SEPARATOR.join(run[0])}{SEPARATOR}", text.replace(SEPARATOR, ""))


def unfold(text: str) -> str:
    """Remove the separators that `fold` inserted."""
    return text.replace(SEPARATOR, "")


def register(connection: sqlite3.Connection) -> None:
    """Register the SQL function `search_text` on a connection, which the triggers call on every write to `articles`."""
    connection.create_function("search_text", 1, fold, deterministic=True)


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Rebuild the full-text index from `articles`, in the caller's transaction."""
    register(connection)
    connection.execute("insert into articles_fts (articles_fts) values ('delete-all')")
    connection.execute(
        """
        insert into articles_fts (rowid, title, summary, text)
        select id, search_text(title), search_text(summary), search_text(text) from articles
        """
    )


def is_sound(connection: sqlite3.Connection) -> bool:
    """Return whether the full-text index is in order, as far as FTS5 can see without comparing the articles."""
    try:
        connection.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    return True
