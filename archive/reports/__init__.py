"""Reports over the archive: health of the sources, coverage, counters."""
