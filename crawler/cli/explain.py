"""`spacebeat explain`: why a page was read as it was, and why an address gave no article."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.options import archive_option
from crawler.cli.page_file import origin_options, page_of_file

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.reports.address import CaptureOutcome
    from crawler.catalogue.catalogue import Catalogue
    from crawler.extract.page import Page


@click.command("explain")
@click.argument("subject", metavar="URL|FILE")
@archive_option
@origin_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    subject: str,
    archive: Path,
    url: str,
    source: str,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    as_json: bool,
) -> None:
    """Explain how a page was read: every candidate of each field with its weight, and what became of each block.

    For a URL, also its state at each source, why it was refused and when it is asked again, and which sources of the
    catalogue admit it. The page is the latest capture in the archive. Nothing is fetched and nothing is written.
    """
    from archive.db.connection import connect_to_read
    from archive.errors import WrongUsageError
    from archive.reports.address import captures_of, states_of
    from crawler.catalogue.load import load_catalogue
    from crawler.catalogue.url_patterns import refusal
    from crawler.cli.display.explanation import address_lines, explanation_lines
    from crawler.extract.explain import explain

    answer: dict[str, Any] = {}
    lines: list[str] = []
    loaded = load_catalogue(list(catalogue), builtin=not only_catalogue)
    if "://" in subject:
        # For each source of the catalogue at this host, why it refuses the address; empty where it admits it.
        admissions = {source.id: refusal(source, subject) for source in loaded.by_host(subject)}
        db = connect_to_read(archive)
        try:
            states, captures = states_of(db, subject), captures_of(db, subject)
            page = _latest_page(db, archive, captures, loaded)
        finally:
            db.close()
        answer |= {"states": [asdict(state) for state in states], "captures": [asdict(one) for one in captures]}
        answer |= {"catalogue": admissions}
        lines += address_lines(states, captures, admissions)
    elif not Path(subject).is_file() and subject != "-":
        raise WrongUsageError(f"{subject} is neither a URL with http:// or https:// nor a file")
    else:
        page = page_of_file(Path(subject), url, source, loaded)
    if page:
        explanation = explain(page)
        stated = asdict(explanation)
        del stated["result"]["sample"]  # bytes, for the archive only
        answer |= {"page": page.url, "explanation": stated}
        lines += explanation_lines(page.url, explanation)
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False) if as_json else "\n".join(lines).rstrip())


def _latest_page(
    db: "Database", archive: Path, captures: "list[CaptureOutcome]", catalogue: "Catalogue"
) -> "Page | None":
    """Return the page of the latest capture whose body was kept, None when there is none."""
    from archive.store import layouts, template_lines
    from archive.store.captures import captures_where
    from archive.store.sources import sources_where
    from archive.warc.records import folder_of
    from crawler.catalogue.archive_source import from_archive
    from crawler.engine.worker import Task, page_of
    from crawler.extract.body.boilerplate import learnt
    from crawler.extract.page import EXTRACTOR_VERSION

    kept = captures_where(db, f"c.id in ({', '.join('?' * len(captures))})", [one.id for one in captures])
    if not kept:
        return None
    capture = max(kept, key=lambda one: (one.fetched_at, one.id))
    archived = {row.id: from_archive(row) for row in sources_where(db, "")}
    id_ = capture.source_id
    template = learnt(*template_lines.seen(db, id_), counted=True)
    layout = layouts.state(db, id_, EXTRACTOR_VERSION).latest
    source = catalogue[id_] if id_ in catalogue else archived[id_]
    return page_of(Task(capture, folder_of(archive), source, template, layout))
