"""A local demo newsroom of four invented outlets, so that a first crawl needs no internet."""
