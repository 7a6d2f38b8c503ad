"""Pages that others captured, from their WARC files into an archive of ours.

`packages` opens a file, `scan` finds its records, `response` reads one, `belonging` tells whose it is, `reading` makes
batches of them, `run` does it all.
"""
