"""Install the peers into separate environments, and say how each is run on a list of addresses."""

import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that reads the articles of a list of addresses: its package, and the command that runs it.

    In the command, `{python}`, `{bin}`, `{urls}` and `{out}` are replaced. `needs`: what its package does not declare.
    """

    name: str
    package: str
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()


PEERS = (
    Peer(
        "trafilatura, command line",
        "trafilatura",
        (
            *("{bin}/trafilatura", "--json", "--with-metadata", "--parallel", "2"),
            *("--input-file", "{urls}", "--output-dir", "{out}", "--config-file", str(_HERE / "trafilatura.cfg")),
        ),
        needs=("lxml_html_clean",),
    ),
    Peer("newspaper4k, 8 threads", "newspaper4k", ("{python}", str(_HERE / "run_newspaper.py"), "{urls}", "{out}")),
    Peer("news-please, library", "news-please", ("{python}", str(_HERE / "run_news_please.py"), "{urls}", "{out}")),
    Peer(
        "fundus, a parser by hand",
        "fundus",
        ("{python}", str(_HERE / "run_fundus.py"), "{urls}", "{out}"),
        needs=("curl_cffi<0.14",),
    ),
)


@dataclass(frozen=True, slots=True)
class Installed:
    """A peer that can be run, with its version."""

    peer: Peer
    folder: Path
    version: str

    def command(self, urls: Path, out: Path) -> list[str]:
        values = {"bin": self.folder / "bin", "python": self.folder / "bin" / "python", "urls": urls, "out": out}
        return [part.format(**values) for part in self.peer.command]


def install(build: Path) -> tuple[list[Installed], list[str]]:
    """Return the peers that could be installed, and a line for each that could not."""
    found, missing = [], []
    for peer in PEERS:
        folder = build / peer.package
        try:
            found.append(Installed(peer, folder, _version(peer, folder)))
        except subprocess.CalledProcessError as error:
            missing.append(f"{peer.package}: {(error.stderr or error.stdout or '').strip().splitlines()[-1:]}")
    return found, missing


def _version(peer: Peer, folder: Path) -> str:
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", peer.package, *peer.needs]
    subprocess.run(pip, check=True, capture_output=True, text=True)
    program = f"from importlib.metadata import version; print(version({peer.package!r}))"
    asked = subprocess.run([str(python), "-c", program], check=True, capture_output=True, text=True)
    return asked.stdout.strip()
