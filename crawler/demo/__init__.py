"""A small newsroom on this machine: four invented outlets, so that a first crawl needs no internet."""
