"""`spacebeat meaning`: compute the vectors by which articles are found by meaning."""

from pathlib import Path

import click

from archive.text import counted
from crawler.cli.options import archive_option, quiet_option


@click.command("meaning")
@archive_option
@click.option("--rebuild", is_flag=True, help="Compute all vectors again.")
@click.option("--delete", is_flag=True, help="Delete all vectors.")
@quiet_option
def command(archive: Path, rebuild: bool, delete: bool, quiet: bool) -> None:
    """Compute vectors of new and changed articles, for `spacebeat search --meaning`.

    Needs pip install 'spacebeat[meaning]'. Run it after a crawl; it can be stopped and goes on where it was. Vectors
    take about 700 bytes an article and can be computed again at any time.
    """
    if rebuild and delete:
        raise click.UsageError("--rebuild and --delete are two things; give one of them")
    from archive.db.connection import connect, connect_to_read
    from archive.db.lock import WriterLock
    from archive.meaning.encoder import load_encoder
    from archive.meaning.vectors import count_pending, delete_vectors, encode_articles

    connect_to_read(archive).close()  # a misspelt path is no new archive
    encoder = None if delete else load_encoder()
    lock = WriterLock(archive, "computing vectors")
    try:
        db = connect(archive)
        try:
            if delete or rebuild:
                delete_vectors(db)
            if encoder is None:
                return
            pending, done = count_pending(db), 0
            with click.progressbar(length=pending, label="articles", hidden=quiet) as bar:
                for done_now in encode_articles(db, encoder):
                    bar.update(done_now - done)
                    done = done_now
        finally:
            db.close()
    finally:
        lock.release()
    if not quiet:
        click.echo(counted(done, "new vector"), err=True)
