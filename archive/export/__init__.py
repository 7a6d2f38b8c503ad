"""Export formats: one module a format, all streaming."""
