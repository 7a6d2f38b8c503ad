"""Lists of WARC files, as Common Crawl publishes one for each month of CC-NEWS (`warc.paths.gz`).

Its lines are paths from the root of the bucket. A copy on this machine may begin anywhere, so the root is the first
folder above the list in which the first file lies.
"""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

from crawler.ingest.errors import IngestError

ENDINGS = (".paths", ".paths.gz")


def expand(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files, with those of a list in its place; each once. Raises IngestError for a list without files."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_listed(path) if path.name.endswith(ENDINGS) else [path])
    return tuple(found)


def _listed(manifest: Path) -> list[Path]:
    lines = _lines(manifest)
    for root in manifest.absolute().parents:
        files = [root / line for line in lines]
        if any(file.exists() for file in files):
            return files
    raise IngestError(
        f"none of the {len(lines)} files of {manifest} is here: download them so that one is at "
        f"{manifest.absolute().parent / lines[0]}"
    )


def _lines(manifest: Path) -> list[str]:
    try:
        content = manifest.read_bytes()
        text = (gzip.decompress(content) if manifest.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise IngestError(f"cannot read {manifest}: {error}") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    unsafe = [line for line in lines if Path(line).is_absolute() or ".." in Path(line).parts or "://" in line]
    if unsafe or not lines:
        raise IngestError(f"{manifest} is no list of relative paths{f': {unsafe[0]}' if unsafe else ''}")
    return lines
