"""Months of a small web in minutes: outlets that publish, break, move and come back, crawled on a clock that is set."""
