"""Ways out of the archive: one module a format, all streaming."""
