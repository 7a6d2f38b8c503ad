"""Disturb commands in many ways for some time: `python -m tests.faults [COMMAND]... --minutes 30`.

Each line names the seed of its round, which repeats it.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.command import start_server
from tests.faults.commands import CASES, bases
from tests.faults.faults import library
from tests.faults.rounds import KINDS, NEEDS_LIBRARY, disturb


@click.command()
@click.argument("commands", nargs=-1, type=click.Choice(list(CASES)))
@click.option("--fault", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="Only this fault.")
@click.option("--seed", type=int, help="Only the round of this seed, for each command and fault.")
@click.option("--minutes", default=10.0, show_default=True, help="Time to go on with new seeds.")
def main(commands: tuple[str, ...], kinds: tuple[str, ...], seed: int | None, minutes: float) -> None:
    """Disturb commands at random moments and compare what they leave with what undisturbed ones leave."""
    start_server()
    end = time.monotonic() + minutes * 60
    failures = rounds = 0
    with tempfile.TemporaryDirectory() as folder, bases(Path(folder)) as made:
        while True:
            number = random.randrange(1_000_000) if seed is None else seed
            for name in commands or CASES:
                for kind in kinds or KINDS:
                    if kind in NEEDS_LIBRARY and not library():
                        continue
                    try:
                        click.echo(f"{name} {kind} {number}: {disturb(made, name, kind, number)}")
                    except AssertionError as error:
                        failures += 1
                        click.echo(f"FAILED {error}")
                    rounds += 1
                    if seed is None and time.monotonic() > end:
                        break
            if seed is not None or time.monotonic() > end:
                break
    click.echo(f"{rounds} rounds, {failures} failed")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
