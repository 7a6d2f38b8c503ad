"""Measure extraction on a folder of labelled pages: `python -m benchmarks.extraction FOLDER`."""

from benchmarks.extraction.run import main

main()
