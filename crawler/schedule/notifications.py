"""Notifications to people, and pings to a dead man's switch, so that problems and silence are noticed.

Services are Apprise URLs (mail, Matrix, Slack, ntfy, webhooks and a hundred more). They contain secrets, so they are
read only from the environment and never printed. A ping follows the convention of Healthchecks: the URL after a
success, the URL with `/fail` after a failure (healthchecks.io/docs/http_api).
"""

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from urllib.parse import quote

from archive.errors import SpacebeatError
from archive.failures import one_line
from archive.store.alarms import Alarm

SERVICES = "SPACEBEAT_NOTIFY"
NAMES = "SPACEBEAT_NOTIFY_FROM"  # names of variables in its place; `notify` in spacebeat.toml
PING = "SPACEBEAT_PING_URL"
_TIMEOUT_S = 20
_AS_IT_IS = "%:/?#[]@!$&'()*+,;="  # of an address: the rest is letters, digits, and what urllib fails on


def services_of(environment: Mapping[str, str]) -> list[str]:
    """Return the services in $SPACEBEAT_NOTIFY, or in the variables that $SPACEBEAT_NOTIFY_FROM names."""
    names = environment.get(NAMES, "").split() or [SERVICES]
    return [url for name in names for url in environment.get(name, "").split()]


class NotificationError(SpacebeatError):
    """A message could not be sent."""


def compose(alarms: Sequence[Alarm]) -> tuple[str, str]:
    """Return the title and the text of the message for these alarms."""
    new = [alarm for alarm in alarms if not alarm.ended_at]
    ended = [alarm for alarm in alarms if alarm.ended_at]
    parts = [f"{len(new)} with problems"] * bool(new) + [f"{len(ended)} recovered"] * bool(ended)
    lines = [f"{alarm.source_id}: {alarm.condition} since {alarm.began_at}{_why(alarm)}" for alarm in new]
    lines += [f"{alarm.source_id}: no longer {alarm.condition} since {alarm.ended_at}" for alarm in ended]
    return f"Spacebeat: {', '.join(parts)}", "\n".join(lines)


def send(services: Sequence[str], title: str, text: str) -> None:
    """Send a message through all services. Raises NotificationError when one of them refuses."""
    try:
        from apprise import Apprise
    except ImportError as error:
        raise NotificationError("notifications need apprise: pip install 'spacebeat[notify]'") from error
    failed = []
    for place, service in enumerate(services, 1):
        sender = Apprise()
        if not sender.add(service) or not sender.notify(body=text, title=title):
            failed.append(f"service {place} ({service.partition(':')[0]})")
    if failed:
        raise NotificationError(f"no message could be sent through {', '.join(failed)}; check ${SERVICES}")


def ping(url: str, *, failed: bool) -> None:
    """Report one run to a dead man's switch. Raises NotificationError."""
    address = f"{url.rstrip('/')}/fail" if failed else url
    if not address.startswith(("https://", "http://")):
        raise NotificationError(f"${PING} is not an http or https URL")
    try:
        with urllib.request.urlopen(quote(address, safe=_AS_IT_IS), timeout=_TIMEOUT_S):
            pass
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it is the answer, too, with its connection
        raise NotificationError(f"the URL in ${PING} could not be pinged: {one_line(error)}") from error


def _why(alarm: Alarm) -> str:
    return f" ({alarm.reason})" if alarm.reason else ""
