"""The keys of `spacebeat.toml`. docs/reference/configuration.md is generated from them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

_SECONDS = Meta(ge=60, le=8_640_000)


class SettingsFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All keys are optional. `variable` is the environment variable that each stands for, and that comes before it."""

    archive: Annotated[
        str,
        Meta(
            description="The archive file. Paths are relative to the folder of `spacebeat.toml`.",
            extra={"variable": "SPACEBEAT_ARCHIVE", "default": "spacebeat.db"},
        ),
    ] = ""
    contact: Annotated[
        str,
        Meta(
            description="An e-mail address or URL at which webmasters can reach you; sent with every request.",
            extra={"variable": "SPACEBEAT_CONTACT", "default": ""},
        ),
    ] = ""
    catalogue: Annotated[
        tuple[str, ...],
        Meta(
            description="Catalogue files, added to the built-in sources or replacing those with the same id.",
            extra={"variable": "SPACEBEAT_CATALOGUE", "default": ""},
        ),
    ] = ()
    only_catalogue: Annotated[
        bool,
        Meta(
            description="Ignore the built-in sources.",
            extra={"variable": "SPACEBEAT_ONLY_CATALOGUE", "default": "0"},
        ),
    ] = False
    basis: Annotated[
        Literal["research", "general"],
        Meta(
            description="Legal basis for text mining; see [rights](../explanation/rights.md).",
            extra={"variable": "SPACEBEAT_TDM_BASIS", "default": "research"},
        ),
    ] = "research"
    shortest_poll_interval: Annotated[
        int,
        _SECONDS,
        Meta(
            description="Seconds between two polls of an endpoint, at least.",
            extra={"variable": "SPACEBEAT_POLL_FLOOR", "default": "3600"},
        ),
    ] = 3600
    longest_poll_interval: Annotated[
        int,
        _SECONDS,
        Meta(
            description="Seconds between two polls of an endpoint, at most.",
            extra={"variable": "SPACEBEAT_POLL_CEILING", "default": "86400"},
        ),
    ] = 86_400
    notify: Annotated[
        tuple[Annotated[str, Meta(pattern="^[A-Za-z_][A-Za-z0-9_]*$")], ...],
        Meta(
            description="Names of environment variables with Apprise URLs to which alerts are sent. The URLs contain "
            "secrets, so they cannot be in this file.",
            extra={"variable": "SPACEBEAT_NOTIFY_FROM", "default": "SPACEBEAT_NOTIFY"},
        ),
    ] = ("SPACEBEAT_NOTIFY",)
    web_archive: Annotated[
        str,
        Meta(
            description="Web archive that `backfill --web-archive` reads.",
            extra={"variable": "SPACEBEAT_WEB_ARCHIVE", "default": "https://web.archive.org"},
        ),
    ] = "https://web.archive.org"
    web_archive_delay: Annotated[
        float,
        Meta(
            ge=1,
            le=3600,
            description="Seconds between two requests to it.",
            extra={"variable": "SPACEBEAT_WEB_ARCHIVE_DELAY", "default": "4.0"},
        ),
    ] = 4.0
    allow_private: Annotated[
        bool,
        Meta(
            description="Allow loopback and private addresses, for an intranet or a test.",
            extra={"variable": "SPACEBEAT_ALLOW_PRIVATE", "default": "0"},
        ),
    ] = False
