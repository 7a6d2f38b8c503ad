"""What may be wrong with a file that is to be ingested."""

from archive.errors import SpacebeatError


class IngestError(SpacebeatError):
    """The file cannot be opened, or holds no WARC record."""


class DamagedRecordError(OSError):
    """The record is cut off, or its HTTP message is none."""


class NoMessageError(DamagedRecordError):
    """The record is whole, and holds no HTTP message: what follows it can be read."""
