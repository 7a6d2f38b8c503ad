"""Repositories: one module a table, the only place where its SQL is written."""
