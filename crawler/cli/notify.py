"""`spacebeat notify`: send alerts about sources whose condition changed."""

import os
from pathlib import Path

import click

from crawler.cli.options import archive_option


@click.command("notify")
@archive_option
@click.option("--dry-run", is_flag=True, help="Print the message, send nothing, and report the same changes next time.")
@click.option("--test", "is_test", is_flag=True, help="Send a test message to check that the services work.")
def command(archive: Path, dry_run: bool, is_test: bool) -> int:
    """Send alerts for sources with a new problem or a recovery, once each.

    Messages are sent to the services in $SPACEBEAT_NOTIFY: Apprise URLs, separated by spaces, such as
    `mailto://user:password@example.org` or `ntfy://topic`. `crawl --due` does the same when it finishes, and pings
    $SPACEBEAT_PING_URL. The key `notify` of spacebeat.toml names other variables instead.
    """
    from crawler.schedule.notifications import SERVICES, NotificationError, send, services_of

    services = services_of(os.environ)
    if not services and not dry_run:
        raise NotificationError(
            f"no notification service is set; set ${SERVICES}, or use --dry-run to print the message"
        )
    if is_test:
        send(services, "Spacebeat: test message", "Notifications from Spacebeat arrive here.")
        return 0
    return _report(archive, [] if dry_run else services)


def notify_after_crawl(archive: Path, *, failed: bool) -> None:
    """Send alarms and ping, where configured. Raises NotificationError."""
    from crawler.schedule.notifications import PING, ping, services_of

    services = services_of(os.environ)
    if services:
        _report(archive, services)
    if url := os.environ.get(PING, ""):
        ping(url, failed=failed)


def _report(archive: Path, services: list[str]) -> int:
    """Send the unreported alarms, or print them if `services` is empty."""
    from archive.archive import Archive
    from archive.clock import now
    from archive.db.connection import connect_to_read
    from archive.reports.health import health
    from archive.store.alarms import mark_reported, unreported, update_alarms
    from crawler.schedule.notifications import compose, send

    connect_to_read(archive).close()
    with Archive(archive, "notify") as writer:
        update_alarms(writer.db, health(writer.db, now()), now())
        alarms = unreported(writer.db)
        if not alarms:
            return 0
        title, text = compose(alarms)
        if services:
            send(services, title, text)
            mark_reported(writer.db, alarms, now())
        else:
            click.echo(f"{title}\n{text}")
    return 0
