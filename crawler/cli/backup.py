"""`spacebeat backup`: copy an archive with its WARC files, while it is in use."""

from pathlib import Path

import click

from archive.text import counted
from crawler.cli.options import archive_option, quiet_option
from crawler.cli.parameters import OUTPUT_FILE


@click.command("backup")
@click.argument("file", type=OUTPUT_FILE)
@archive_option
@quiet_option
def command(file: Path, archive: Path, quiet: bool) -> int:
    """Copy the archive to FILE, and its WARC files to the folder next to FILE.

    The copy is consistent, even while a crawl writes: it holds all that was committed when it began. An older copy is
    replaced, but no other archive, and WARC files that have not grown since are not copied again. Exit code 3 means
    that the archive has lost WARC files; all the rest is copied.
    """
    from archive.backup import back_up_archive

    copied = back_up_archive(archive, file)
    if not quiet:
        click.echo(
            f"{file}: {counted(copied.articles, 'article')}; {counted(copied.files, 'WARC file')}, "
            f"{copied.bytes:,} bytes copied"
        )
    if not copied.missing:
        return 0
    first, others = copied.missing[0], len(copied.missing) - 1
    missing = f"{first} and {counted(others, 'other WARC file')} are" if others else f"{first} is"
    click.echo(f"spacebeat: {missing} missing from {archive}, and so from the copy; run 'spacebeat doctor'", err=True)
    return 3
