"""Vectors of the articles for search by meaning, and their signs as bits; all can be computed again."""

VECTOR_TABLES = (
    """
    create table vectors (
      number integer primary key,
      article_id integer not null unique references articles(id),
      text_hash text not null,
      vector blob not null
    ) strict
    """,
    """
    create table vector_bits (
      number integer primary key,
      article_id integer not null unique references articles(id),
      bits blob not null
    ) strict
    """,
    "create table vector_encoder (name text primary key) strict",
)
