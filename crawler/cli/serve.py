"""`spacebeat serve`: read the archive in a browser."""

import ipaddress
from pathlib import Path

import click

from crawler.cli.options import archive_option
from crawler.cli.parameters import Number


def _read_proxies(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses as given; a name would be compared with addresses, and trust nobody."""
    for value in values:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError:
            hint = "give an address such as 10.0.0.2 or a network such as 10.0.0.0/8"
            raise click.BadParameter(f"{value!r} is neither; {hint}") from None
    return values


@click.command("serve")
@click.argument("archives", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@archive_option
@click.option(
    "--port",
    type=Number(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on; 0 selects a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the front page in a browser.")
@click.option(
    "--public",
    is_flag=True,
    help="For public access: no SQL, no download, no texts whose licence forbids sharing.",
)
@click.option("--url", metavar="URL", help="Address under which a proxy shows it, such as https://desk.example/.")
@click.option(
    "--proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    callback=_read_proxies,
    default=("127.0.0.1", "::1"),
    show_default=True,
    help="Address or network of the proxy, which says who its clients are (X-Forwarded-For); repeatable.",
)
def command(
    archives: tuple[Path, ...],
    archive: Path,
    port: int,
    host: str,
    open_browser: bool,
    public: bool,
    url: str | None,
    proxies: tuple[str, ...],
) -> None:
    """Open the archive in Datasette: charts, search, article pages, questions, tables.

    A crawl may write to the archive at the same time. Several ARCHIVES, such as one a year, are served together instead
    of --archive: the pages show the first, `/?archive=NAME` another one, and SQL over all of them is run at /_memory.
    """
    from archive.datasette.admission import Access, guarded
    from archive.datasette.hosts import AllowedHosts, PublicAddress
    from archive.datasette.page_cache import read_in_background
    from archive.datasette.server import desk_over, listen, server_of

    first, *others = archives or (archive,)
    behind = PublicAddress.parse(url) if url else None
    access = Access(AllowedHosts.of(host, behind), behind, public)
    desk = desk_over(first, public, others, behind)
    listener = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    if not public and not _is_loopback(host):
        click.echo(
            "warning: anyone who can reach this address can run SQL and read every text; "
            "use --public to restrict access to what may be shown",
            err=True,
        )

    if public:
        read_in_background([first, *others])

    def ready() -> None:
        click.echo(f"serving {', '.join(map(str, archives or (archive,)))} at {address} (Ctrl-C to stop)")
        if open_browser:
            click.launch(address)

    server_of(guarded(desk.app(), access), ready, proxies).run(sockets=[listener])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
