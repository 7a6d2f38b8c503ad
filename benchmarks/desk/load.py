"""How a public desk holds up under many readers at once: pages a second, waiting times, errors.

    python -m benchmarks.desk.load ARCHIVE.db [--clients 200] [--minutes 10] [--pause 10]

Each client has another address (as a proxy would say), asks for a page, reads it for `--pause` seconds on average
and asks for the next: half are articles, searches and the front page, half all other pages. Exit code 1 when a request
failed or was refused, since readers of that pace must not meet the limit of a client.
"""

import asyncio
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from statistics import quantiles

import click
import httpx
import psutil

from benchmarks.desk.measure_pages import pages

_FINE = frozenset(("200", "302", "404"))  # a page, a question that needs parameters, an article that was removed
_WORDS = ("moon", "launch", "satellite", "treaty", "debris", "budget", "mars", "station", "defence", "spectrum")


class Readers:
    """Clients that share what they measure."""

    def __init__(self, base: str, archive: Path, pause_s: float, minutes: float) -> None:
        self.others = pages(archive)
        with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as db:
            (self.articles,) = db.execute("select max(id) from articles").fetchone()
        self.base = base
        self.pause_s = pause_s
        self.began = time.monotonic()
        self.until = self.began + minutes * 60
        self.waits: list[float] = []
        self.minutes: list[int] = []  # in which of the whole time each wait began
        self.answers: Counter[str] = Counter()
        self.slowest: list[tuple[float, str]] = []

    async def read(self, number: int) -> None:
        chance = random.Random(number)
        headers = {"X-Forwarded-For": f"198.18.{number // 250}.{number % 250 + 1}"}
        await asyncio.sleep(chance.uniform(0, self.pause_s))
        async with httpx.AsyncClient(base_url=self.base, headers=headers, timeout=60) as http:
            while time.monotonic() < self.until:
                page = self._page(chance)
                began = time.monotonic()
                try:
                    answer = str((await http.get(page)).status_code)
                except httpx.HTTPError as error:
                    answer = type(error).__name__
                self.waits.append(time.monotonic() - began)
                self.minutes.append(int(began - self.began) // 60)
                self.answers[answer] += 1
                self.slowest = sorted([*self.slowest, (self.waits[-1], f"{answer} {page}")])[-10:]
                await asyncio.sleep(chance.expovariate(1 / self.pause_s))

    def _page(self, chance: random.Random) -> str:
        if chance.random() < 0.5:
            return chance.choice(self.others)
        article = f"/-/article/{chance.randint(1, self.articles)}"
        return chance.choice(["/", article, article, f"/-/search?q={chance.choice(_WORDS)}"])


async def _load(readers: Readers, clients: int) -> None:
    await asyncio.gather(*(readers.read(number) for number in range(clients)))


@click.command()
@click.argument("archive", type=click.Path(path_type=Path, exists=True))
@click.option("--clients", default=200, show_default=True)
@click.option("--minutes", default=10.0, show_default=True)
@click.option("--pause", default=10.0, show_default=True, help="Seconds that a client reads a page, on average.")
def main(archive: Path, clients: int, minutes: float, pause: float) -> None:
    """Let clients read pages of a public desk, and print how long they waited."""
    command = [sys.executable, "-m", "crawler", "serve", "--archive", str(archive), "--public", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            base = re.search(r"http://\S+", server.stdout.readline())[0]  # type: ignore[index]
            readers = Readers(base, archive, pause, minutes)
            process = psutil.Process(server.pid)
            asyncio.run(_load(readers, clients))
            used, memory, files = process.cpu_times(), process.memory_info().rss >> 20, process.num_fds()
        finally:
            server.kill()
    print(f"{len(readers.waits):,} pages for {clients} clients in {minutes:g} min: {dict(readers.answers)}")
    for minute in (None, *sorted(set(readers.minutes))):
        waits = [wait for wait, of in zip(readers.waits, readers.minutes, strict=True) if minute in (None, of)]
        parts = quantiles(waits, n=100)
        print(
            f"{'all' if minute is None else f'minute {minute + 1}'}: {len(waits):,} pages, "
            f"median {parts[49] * 1000:.0f} ms, p95 {parts[94] * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms"
        )
    print(f"server: {used.user + used.system:.0f} s of CPU time, {memory} MB, {files} descriptors")
    for wait, page in reversed(readers.slowest):
        print(f"  {wait * 1000:7.0f} ms  {page}")
    sys.exit(any(answer not in _FINE for answer in readers.answers))


if __name__ == "__main__":
    main()
