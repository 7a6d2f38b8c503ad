"""Pages that others captured, from their WARC files into an archive of ours.

`containers` opens a file, `scan` finds its records, `warc_record` reads one, `source_match` finds its source, `reader`
makes batches of them, `run` does it all.
"""
