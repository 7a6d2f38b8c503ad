"""Lists of WARC files, as Common Crawl publishes one for each month of CC-NEWS (`warc.paths.gz`).

Its lines are paths from the root of the bucket. A copy may begin anywhere, so the root is the first folder above the
list in which a file of it lies (at a URL one of three, each of which costs a request), unless another base is given.
"""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location, exists, folders_above, open_stream
from crawler.ingest.remote import require_packages
from crawler.ingest.url import Url

ENDINGS = (".paths", ".paths.gz")


def expand(paths: Iterable[Location], base: Location | None = None) -> tuple[Location, ...]:
    """Return the files, with those of a list in its place; each once. Raises IngestError for a list without files."""
    found: dict[Location, None] = {}
    for path in paths:
        if isinstance(path, Url):
            require_packages(path)
        found |= dict.fromkeys(_listed(path, base) if path.name.endswith(ENDINGS) else [path])
    return tuple(found)


def _listed(manifest: Location, base: Location | None) -> list[Location]:
    lines = _lines(manifest)
    if base is not None:
        if isinstance(base, Url):
            require_packages(base)
        return [base / line for line in lines]
    roots = folders_above(manifest)
    for root in roots:
        files: list[Location] = [root / line for line in lines]
        looked_at = {files[0], files[len(files) // 2], files[-1]} if isinstance(manifest, Url) else files
        if any(exists(file) for file in looked_at):
            return files
    if isinstance(manifest, Url):
        raise IngestError(
            f"{lines[0]} and others of the {len(lines)} files of {manifest} are in no folder above it: "
            "say with --base where their paths begin"
        )
    raise IngestError(
        f"none of the {len(lines)} files of {manifest} is here: download them so that one is at "
        f"{roots[0] / lines[0]}, or say with --base where their paths begin"
    )


def _lines(manifest: Location) -> list[str]:
    try:
        with open_stream(manifest) as file:
            content = file.read()
        text = (gzip.decompress(content) if manifest.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise IngestError(f"cannot read {manifest}: {error}") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    unsafe = [line for line in lines if Path(line).is_absolute() or ".." in Path(line).parts or "://" in line]
    if unsafe or not lines:
        raise IngestError(f"{manifest} is no list of relative paths{f': {unsafe[0]}' if unsafe else ''}")
    return lines
