"""Which tables refer to which, read from the schema, so that one which a later migration adds is covered as well."""

from sqlite_utils import Database


def references(db: Database, target: str) -> list[tuple[str, str]]:
    """Return (table, column) of all references to a table."""
    rows = db.execute(
        """
        select t.name, f."from" from sqlite_master t join pragma_foreign_key_list(t.name) f
        where t.type = 'table' and f."table" = ?
        """,
        [target],
    )
    return rows.fetchall()
