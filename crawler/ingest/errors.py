"""What may be wrong with a file that is to be ingested."""

from archive.errors import SpacebeatError


class IngestError(SpacebeatError):
    """The file cannot be opened, or holds no WARC record."""
