"""`spacebeat schedule`: crawl what is due every hour, without a person starting it."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import click

from crawler.cli.options import allow_private_option, archive_option, catalogue_options
from crawler.cli.parameters import Amount

F = TypeVar("F", bound=Callable[..., Any])


@click.group("schedule")
def command() -> None:
    """Crawl what is due every hour, using a systemd user timer or, without systemd, a crontab line."""


def timer_option(function: F) -> F:
    return click.option(
        "--with",
        "timer",
        type=click.Choice(["systemd", "crontab"]),
        help="Timer to use.  [default: systemd if it is running, else crontab]",
    )(function)


@command.command("install")
@archive_option
@catalogue_options
@allow_private_option
@timer_option
def install(
    archive: Path, catalogue: tuple[Path, ...], only_catalogue: bool, allow_private: bool, timer: str | None
) -> None:
    """Install the timer for this archive. Installing twice changes nothing."""
    from crawler.schedule.job import crawl_job

    kind, module = _chosen(timer)
    job = crawl_job(archive, catalogue, only_catalogue=only_catalogue, allow_private=allow_private)
    changed = module.install(job)
    click.echo(
        f"{job.name}: {'installed' if changed else 'already installed'} ({kind}), every hour at :{job.minute:02d}"
    )
    if changed and kind == "systemd":
        click.echo("To keep it running while you are logged out: loginctl enable-linger")


@command.command("show")
@archive_option
@timer_option
def show(archive: Path, timer: str | None) -> int:
    """Show what is installed for this archive."""
    found = [module.installed(_job(archive)) for _, module in _present(timer)]
    text = "\n".join(part for part in found if part)
    click.echo(text.rstrip() or "nothing is installed for this archive; install it with: spacebeat schedule install")
    return 0 if text else 1


@command.command("remove")
@archive_option
@timer_option
def remove(archive: Path, timer: str | None) -> None:
    """Remove the timer that was installed for this archive, and nothing else."""
    removed = [kind for kind, module in _present(timer) if module.remove(_job(archive))]
    click.echo(f"removed ({', '.join(removed)})" if removed else "nothing is installed for this archive")


@command.command("run")
@archive_option
@catalogue_options
@allow_private_option
@click.option("--every", type=Amount(1), default=60, show_default=True, help="Minutes between crawls.")
def run(archive: Path, catalogue: tuple[Path, ...], only_catalogue: bool, allow_private: bool, every: float) -> int:
    """Run in the foreground and crawl what is due at regular intervals."""
    from crawler.schedule.foreground import run_forever
    from crawler.schedule.job import crawl_job

    job = crawl_job(archive, catalogue, only_catalogue=only_catalogue, allow_private=allow_private)
    return run_forever(job, every * 60, lambda line: click.echo(f"spacebeat: {line}", err=True))


def _job(archive: Path) -> Any:
    from crawler.schedule.job import crawl_job

    return crawl_job(archive, (), only_catalogue=False, allow_private=False)


def _present(timer: str | None) -> list[tuple[str, ModuleType]]:
    """Return the timers to look in: the chosen one, or all that this machine has."""
    from crawler.schedule import crontab, systemd

    both = {"systemd": systemd, "crontab": crontab}
    if timer:
        return [(timer, both[timer])]
    # Units are files, which can be removed even where systemd does not respond.
    return [("systemd", systemd)] + [("crontab", crontab)] * crontab.is_available()


def _chosen(timer: str | None) -> tuple[str, ModuleType]:
    from crawler.schedule import crontab, systemd
    from crawler.schedule.job import TimerError

    if timer == "systemd" or (timer is None and systemd.is_available()):
        return "systemd", systemd
    if timer == "crontab" or crontab.is_available():
        return "crontab", crontab
    raise TimerError(
        "neither systemd user services nor crontab is available; run 'spacebeat schedule run' under a supervisor"
    )
