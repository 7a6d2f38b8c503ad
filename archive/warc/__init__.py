"""WARC records, CDXJ indexes, and WACZ packages to read."""
