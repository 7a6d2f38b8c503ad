"""`spacebeat crawl`: poll the sources and archive new and changed articles."""

import json
from dataclasses import asdict, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveLockedError
from archive.text import counted
from crawler.cli.completion import complete_source
from crawler.cli.options import (
    allow_private_option,
    archive_option,
    basis_option,
    catalogue_options,
    cluster_option,
    quiet_option,
)
from crawler.cli.parameters import DAY, Duration, Number, refuse_future
from crawler.fetch.rights.legal_basis import Basis

if TYPE_CHECKING:  # it imports Scrapy, which help does not need
    from crawler.engine.process import Report

OFFLINE = "no internet connection: none of the sources could be reached"


@click.command("crawl")
@click.argument("names", metavar="[SOURCE]...", nargs=-1, shell_complete=complete_source)
@archive_option
@catalogue_options
@allow_private_option
@basis_option
@click.option("--due", is_flag=True, help="Only endpoints and URLs that are due.")
@click.option(
    "--again",
    metavar="STATE|REASON",
    default="",
    help="Also URLs in this state, or refused for this reason: blocked, gone, failed, not-article, 'http 403', ...",
)
@click.option(
    "--since",
    type=DAY,
    help="Skip articles dated before this day.  "
    "[default: in sitemaps and further pages, 30 days before the first crawl]",
)
@click.option(
    "--limit",
    type=Number(1),
    default=2000,
    show_default=True,
    help="Maximum number of articles to fetch per source.",
)
@click.option("--max-time", type=Duration(), metavar="TIME", help="Stop after this time, such as 50m or 2h.")
@click.option("--dry-run", is_flag=True, help="Poll the endpoints and count what is new, but fetch no article.")
@click.option("--keep-endpoints", is_flag=True, help="Also store the responses of feeds and lists as WARC records.")
@click.option("--workers", type=Number(1), help="Extraction processes.  [default: one per core]")
@click.option("--parallel", type=Number(1), default=32, show_default=True, help="Sources crawled in parallel.")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="Write a log to standard error.")
@quiet_option
def command(
    names: tuple[str, ...],
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    allow_private: bool,
    basis: Basis,
    due: bool,
    again: str,
    since: Any,
    limit: int,
    max_time: int | None,
    dry_run: bool,
    keep_endpoints: bool,
    workers: int | None,
    cluster: str | None,
    parallel: int,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Crawl the named sources, or all enabled ones, and archive new and changed articles.

    A crawl that was stopped or killed resumes where it stopped. Exit code 3 means that some sources failed; the summary
    names them.
    """
    from crawler.catalogue.load import load_catalogue
    from crawler.engine.fork_server import start_fork_server

    refuse_future("--since", since)
    sources = load_catalogue(list(catalogue), builtin=not only_catalogue).select(names)
    if not sources:
        raise click.UsageError("there are no sources to crawl; --only-catalogue needs --catalogue FILE")
    if not (cluster or archive.exists()):  # all is news, and the libraries take as long to import as those of a worker
        start_fork_server()

    from crawler.cli.display.crawl import Display, print_summary
    from crawler.cluster.executor import workers_at
    from crawler.engine.process import Plan, crawl
    from crawler.engine.session import Bounds
    from crawler.schedule.due import due_sources

    enabled = frozenset() if names else frozenset(source.id for source in sources)
    if due:
        sources = due_sources(archive, sources)
    if again:
        _ask_again(archive, [source.id for source in sources], again)
    _warn_of_full_disk(archive)
    day = since.strftime("%Y-%m-%d") if since else ""
    plan = Plan(
        archive=archive,
        sources=sources,
        bounds=Bounds(
            since=day,
            articles=limit,
            due_only=due,
            max_time_s=max_time or 0,
            dry_run=dry_run,
            keep_endpoints=keep_endpoints,
        ),
        parallel=parallel,
        enabled=enabled,
        settings={"SPACEBEAT_ALLOW_PRIVATE": allow_private, "SPACEBEAT_TDM_BASIS": basis},
    )
    if not archive.exists() and archive.absolute().parent.is_dir() and not quiet and not as_json:
        click.echo(_announce(archive, len(sources), limit, parallel), err=True)
    display = Display(len(sources), quiet=quiet or as_json, verbose=verbose)
    try:
        with workers_at(cluster, "crawl", workers or 0) as several, display:
            report = crawl(replace(plan, workers=several), display.watch)
    except ArchiveLockedError as error:
        return _left_to_the_other(error, due=due)
    if as_json:
        click.echo(json.dumps([asdict(run) for run in report.runs], indent=2))
    elif not report.is_offline and not quiet:
        print_summary(report)
    if due and not dry_run:
        _notify(archive, failed=bool(report.failed) and len(report.failed) == len(report.runs))
    return _exit_code(report)


def _warn_of_full_disk(archive: Path) -> None:
    """Say beforehand what may end a crawl that nobody watches; a full disk loses nothing."""
    from archive.doctor.environment import check_space

    if archive.absolute().parent.is_dir() and (space := check_space(archive)).verdict != "ok":
        click.echo(
            f"spacebeat: only {space.message} at {archive}: a full disk ends the crawl; free some space", err=True
        )


def _left_to_the_other(error: ArchiveLockedError, *, due: bool) -> int:
    """Leave the work to the crawl that is on, if a timer started this one: the next one comes in an hour."""
    if not due:
        raise error
    click.echo(f"nothing crawled: {error}", err=True)
    return 0


def _exit_code(report: "Report") -> int:
    """Return 130 after an interrupt, 1 if all sources failed (with the reason on standard error), 3 if some did."""
    if report.interrupted:
        return 130
    if report.failed and len(report.failed) == len(report.runs):
        reason = report.failed[0].reason if len(report.failed) == 1 else "no source could be crawled; see the summary"
        if report.is_offline:
            alone = f"{report.runs[0].reason}; there is no internet connection, or the site is down"
            reason = OFFLINE if len(report.runs) > 1 else alone
        click.echo(f"spacebeat: {reason}", err=True)
        return 1
    return 3 if report.failed else 0


def _announce(archive: Path, sources: int, limit: int, parallel: int) -> str:
    """Say what the first crawl of an archive does, where its results are, and how long it can take."""
    from archive.warc.records import folder_of

    seconds = ceil(sources / parallel) * limit  # a site gets at most one request per second
    longest = f"{seconds / 3600:.0f} hours" if seconds >= 5400 else f"{max(1, round(seconds / 60))} minutes"
    return (
        f"New archive: articles go to {archive.absolute()}, captured pages to {folder_of(archive).name}/ next to it.\n"
        f"{sources} source{'s' * (sources != 1)}, no more than one request per second to a site: "
        f"minutes if there is little, {longest} at most.\n"
        "Ctrl-C stops the crawl; the same command resumes it."
    )


def _ask_again(archive: Path, source_ids: list[str], state_or_reason: str) -> None:
    """Make addresses due that were refused. Raises BadParameter when there are none."""
    from archive.archive import Archive

    with Archive(archive, "spacebeat crawl --again") as opened:
        number = opened.reopening.by_hand(source_ids, state_or_reason)
        names = opened.reopening.reasons() if not number else []
    if not number:
        known = f"; the states and reasons are: {', '.join(names)}" if names else ""
        raise click.BadParameter(f"no URL of these sources is {state_or_reason!r}{known}", param_hint="--again")
    click.echo(f"to be asked for again: {counted(number, 'URL')}", err=True)


def _notify(archive: Path, *, failed: bool) -> None:
    """Send alarms; print one line if that fails, without failing the crawl."""
    from crawler.cli.notify import notify_after_crawl
    from crawler.schedule.notifications import NotificationError

    try:
        notify_after_crawl(archive, failed=failed)
    except NotificationError as error:
        click.echo(f"spacebeat: {error}", err=True)
