"""The errors a user may meet. Each message is one line: what is wrong and what to do."""


class SpacebeatError(Exception):
    """Base of all errors that the command line prints as one line; exit code 1."""


class ArchiveError(SpacebeatError):
    """The archive cannot be opened, read or written."""


class ArchiveLockedError(ArchiveError):
    """Another process writes to this archive."""


class CaptureError(ArchiveError):
    """A WARC record is missing or damaged."""


class WrongUsageError(SpacebeatError):
    """The user asked for what there is not, by an option or by a setting: exit code 2."""
