"""Addresses: canonical form, comparison key, query parameters, registrable domains."""
