"""The formats of an export, in one list: what the command offers, the desk serves and the writers implement.

Nothing is imported here, so that `spacebeat --help` can name them at once.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files. The columns of a table can be chosen; reference managers read a citation."""

    name: str
    suffix: str
    media_type: str
    is_table: bool = False
    is_citation: bool = False
    is_text: bool = True


FORMATS = {
    "csv": Format("CSV", "csv", "text/csv", is_table=True),
    "jsonl": Format("JSONL", "jsonl", "application/x-ndjson", is_table=True),
    "parquet": Format("Parquet", "parquet", "application/vnd.apache.parquet", is_table=True, is_text=False),
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex", is_citation=True),
    "ris": Format("RIS", "ris", "application/x-research-info-systems", is_citation=True),
    "csl-json": Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", is_citation=True),
    "atom": Format("Atom", "atom", "application/atom+xml"),
    "markdown": Format("Markdown", "md", "text/markdown"),
    "digest": Format("Digest", "txt", "text/plain"),
    "wacz": Format("WACZ", "wacz", "application/wacz", is_text=False),
}
