"""`spacebeat config`: show the settings that hold, and where each comes from."""

from pathlib import Path

import click
from click.core import ParameterSource

from crawler.cli.display.plain_text import printable
from crawler.cli.options import allow_private_option, archive_option, basis_option, catalogue_options


@click.group("config")
def command() -> None:
    """Show the settings of the command line, the environment and spacebeat.toml."""


@command.command("show")
@archive_option
@catalogue_options
@basis_option
@allow_private_option
@click.pass_context
def show(context: click.Context, /, **options: object) -> None:
    """Print each setting, its value, and where it comes from: command line, environment, file or default.

    The options are those of the other commands, to see what they would do. The file is spacebeat.toml in the working
    folder, or the one in $SPACEBEAT_CONFIG.
    """
    from crawler.config.load import settings, settings_path

    path = settings_path()
    click.echo(f"# {path}{'' if path.exists() else ' (there is none)'}")
    for setting in settings():
        value, origin = setting.value, setting.origin
        if context.get_parameter_source(setting.key) is ParameterSource.COMMANDLINE:
            value, origin = _shown(options[setting.key]), "command line"
        elif origin == "environment":
            origin = f"environment, ${setting.variable}"
        click.echo(f"{setting.key:23} {printable(value) or '-'}  ({origin})")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ":".join(str(part) for part in value)
    return str(int(value)) if isinstance(value, bool) else str(Path(value) if isinstance(value, Path) else value)
