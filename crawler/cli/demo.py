"""`spacebeat demo`: a first crawl that needs no internet."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from shlex import quote

import click


@click.command("demo")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("demo.db"),
    show_default=True,
    help="The archive to create.",
)
def command(archive: Path) -> int:
    """Serve a small newsroom on this machine, crawl it into a new archive, and print commands to try next.

    It is crawled twice: one article is edited in between. One source refuses every request.
    """
    from archive.warc.records import folder_of
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.crawl import Display, print_summary
    from crawler.demo.server import serve_newsroom, write_catalogue
    from crawler.engine.process import Plan, crawl

    if archive.exists() or folder_of(archive).exists():
        raise click.UsageError(f"{archive} already exists; remove it or choose another name with --archive")
    with serve_newsroom() as newsroom, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "newsroom.toml")
        write_catalogue(file, newsroom.addresses)
        sources = load_catalogue([file], builtin=False).select()
        with Display(len(sources), quiet=False, verbose=False) as display:
            report = crawl(
                Plan(archive, sources, purpose="spacebeat demo", settings={"SPACEBEAT_ALLOW_PRIVATE": True}),
                display.watch,
            )
        # After the crawl, which refuses wrong settings: then the line that says so is the only one.
        click.echo("Five invented outlets on this machine were crawled; one of them refuses crawlers.", err=True)
        print_summary(report)
        if not report.interrupted:
            newsroom.publish_edits()
            _crawl_again(archive, file)
    click.echo(f"\nThe archive is {archive}. Try:")
    for line in next_commands(archive):
        click.echo(f"  {line}")
    return 130 if report.interrupted else 0


def next_commands(archive: Path) -> list[str]:
    """Return what to type next, with the program as it was called: that of `make demo` is not on the path."""
    is_off_path = Path(sys.argv[0]).name == "spacebeat" and not shutil.which("spacebeat")
    spacebeat, of_archive = quote(sys.argv[0]) if is_off_path else "spacebeat", f"--archive {quote(str(archive))}"
    return [
        f"{spacebeat} search {of_archive} '\"strategic space dialogue\"'",
        f"{spacebeat} status {of_archive}",
        f"{spacebeat} export {of_archive} --format csv -o demo.csv",
        f"{spacebeat} serve {of_archive} --open",
    ]


def _crawl_again(archive: Path, catalogue: Path) -> None:
    """Crawl in a second process: the reactor of the first cannot be started again."""
    click.echo("\nOne article was edited meanwhile; the second crawl finds out:", err=True)
    options = ["--archive", str(archive), "--catalogue", str(catalogue), "--only-catalogue", "--allow-private"]
    subprocess.run([sys.executable, "-m", "crawler", "crawl", *options], check=False)
