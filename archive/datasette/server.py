"""Datasette server with the plugin over one archive or several, as run by `spacebeat serve`."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.datasette.admission import Application
from archive.datasette.hosts import PublicAddress
from archive.db.connection import connect_to_read
from archive.db.damage import refuse_damaged
from archive.errors import ArchiveError

if TYPE_CHECKING:
    import uvicorn

SETTINGS: dict[str, int] = {
    "default_page_size": 50,
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 200,
    "suggest_facets": 0,
    "default_cache_ttl": 5,
    "truncate_cells_html": 300,
    "cache_size_kb": 32_768,
}
PUBLIC_SETTINGS: dict[str, int] = {
    "default_allow_sql": 0,
    "allow_download": 0,
    "allow_facet": 0,
    "allow_csv_stream": 0,
    "max_returned_rows": 500,
    "max_csv_mb": 10,
}

_MOST_HEADER_BYTES = 16 * 1024
_IDLE_S = 30  # of a connection; after the usual 5 a request often met the end of its connection
_MOST_CONNECTIONS = 500  # more get 503, before the process runs out of descriptors


def desk_over(
    path: Path, public: bool = False, others: Sequence[Path] = (), address: PublicAddress | None = None
) -> Any:
    """Create a Datasette that can read archives while other processes write them; the pages show the first.

    Unless it is public, SQL over all of them is run at `/_memory`. Raises ArchiveError if one cannot be read, or is
    damaged.
    """
    paths = list(dict.fromkeys([path, *others]))
    for one in paths:
        connect_to_read(one).close()
        refuse_damaged(one)
    from datasette.app import Datasette
    from datasette.plugins import pm

    import archive.datasette as plugin
    from archive.datasette.errors import quieten

    quieten()
    if not pm.is_registered(plugin):
        pm.register(plugin, name="spacebeat")
    return Datasette(
        [str(one) for one in paths],
        memory=len(paths) > 1 and not public,
        crossdb=len(paths) > 1 and not public,
        settings=SETTINGS | (PUBLIC_SETTINGS if public else {}) | ({"base_url": address.path} if address else {}),
        metadata={"plugins": {"spacebeat": {"public": public}}},
    )


def listen(host: str, port: int) -> socket.socket:
    """Open a socket to serve on; port 0 selects a free one. Raises ArchiveError if the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise ArchiveError(f"cannot serve on {host}:{port}: {reason}; choose another --port or --host") from error
    return listener


def server_of(app: Application, ready: Callable[[], None], proxies: Sequence[str] = ()) -> "uvicorn.Server":
    """Return a server of an application, to be run on a socket. `ready` is called once it accepts requests.

    Only of `proxies`, addresses or networks, it is believed which client a request comes from (X-Forwarded-For).
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        lifespan="on",
        http="h11",  # the one with a limit for the fields of a request
        timeout_keep_alive=_IDLE_S,
        h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
        limit_concurrency=_MOST_CONNECTIONS,
        forwarded_allow_ips=list(proxies),
    )
    return Server(config)
