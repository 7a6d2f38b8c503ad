"""The archive: all that touches the database and the WARC files.

It knows no Scrapy, no trafilatura and no HTTP client, so an archive can be read, searched, merged and
exported on a machine that never crawls. The crawler imports this package, never the other way round.
"""
