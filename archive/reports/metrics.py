"""Health of the sources in the text format of Prometheus (prometheus.io/docs/instrumenting/exposition_formats)."""

from collections.abc import Iterable, Iterator

from archive.clock import parse
from archive.reports.health import Health

_HELP = {
    "spacebeat_source_wrong": "1 when the source is failing, changed, blocked, quiet or late.",
    "spacebeat_source_new_last_week": "New articles in the last seven days.",
    "spacebeat_source_failing_endpoints": "Endpoints whose last poll failed.",
    "spacebeat_source_last_success_timestamp_seconds": "When the source was last crawled with success.",
}


def prometheus_text(states: Iterable[Health]) -> str:
    """Return one gauge a source for each measure; times in seconds since 1970."""
    everything = list(states)
    lines: list[str] = []
    for name, meaning in _HELP.items():
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        for state in everything:
            lines += [f"{name}{{{labels}}} {value}" for labels, value in _samples(name, state)]
    return "\n".join(lines) + "\n"


def _samples(name: str, state: Health) -> Iterator[tuple[str, float]]:
    source = f'source="{_escaped(state.source_id)}"'
    if name == "spacebeat_source_wrong":
        yield f'{source},condition="{state.condition}"', int(state.is_wrong)
    elif name == "spacebeat_source_new_last_week":
        yield source, state.new_last_week
    elif name == "spacebeat_source_failing_endpoints":
        yield source, sum(endpoint.is_wrong for endpoint in state.endpoints)
    elif state.last_success_at:
        yield source, parse(state.last_success_at).timestamp()


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
