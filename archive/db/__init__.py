"""Database file: connection, lock, migrations and column descriptions."""
