"""Messages to people, and pings to a dead man's switch.

Services are addresses of the library apprise (mail, Matrix, Slack, ntfy, webhooks and a hundred more). They hold
secrets, so they come from the environment alone and are never printed. A ping follows the convention of Healthchecks:
the address after a success, `/fail` on it after a failure, so silence is noticed too (healthchecks.io/docs/http_api).
"""

import urllib.error
import urllib.request
from collections.abc import Sequence

from archive.errors import SpacebeatError
from archive.store.alarms import Alarm

SERVICES = "SPACEBEAT_NOTIFY"
PING = "SPACEBEAT_PING_URL"
_TIMEOUT_S = 20


class NotificationError(SpacebeatError):
    """A message could not be sent."""


def compose(alarms: Sequence[Alarm]) -> tuple[str, str]:
    """Return the title and the text of the message for these alarms."""
    begun = [alarm for alarm in alarms if not alarm.ended_at]
    ended = [alarm for alarm in alarms if alarm.ended_at]
    parts = [f"{len(begun)} to look at"] * bool(begun) + [f"{len(ended)} well again"] * bool(ended)
    lines = [f"{alarm.source_id}: {alarm.condition} since {alarm.began_at}{_why(alarm)}" for alarm in begun]
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
        raise NotificationError(f"${PING} is no address of the web")
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT_S):
            pass
    except (OSError, urllib.error.URLError) as error:
        raise NotificationError(f"the address in ${PING} could not be pinged: {error}") from error


def _why(alarm: Alarm) -> str:
    return f" ({alarm.reason})" if alarm.reason else ""
