"""Read a document of any known format.

Word files of before 2007, RTF and slides are known as documents, and not read: what their lead says of them is kept.
"""

from crawler.extract.documents.content import Content, DocumentError
from crawler.extract.documents.docx import read_docx
from crawler.extract.documents.odt import read_odt
from crawler.extract.documents.office import Package, is_docx, is_odt, unread_kind

_STREAMS = (("WordDocument", "doc"), ("PowerPoint Document", "slides"), ("Workbook", "spreadsheet"))  # of OLE files
_UNREAD = {"doc": "Word file of before 2007", "rtf": "RTF file", "slides": "slides", "spreadsheet": "spreadsheet"}
_ODT, _CONTENT_TYPES = b"application/vnd.oasis.opendocument.text", b"[Content_Types].xml"
_BEGINNING = 2_000  # bytes
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def format_of(media_type: str, body: bytes) -> str:
    """Return the format of an office file of this media type (from its bytes), or an empty string for another file.

    pdf, docx and odt are read; doc, rtf, slides and spreadsheet are not.
    """
    if media_type == "application/pdf":
        return "pdf"
    if media_type == "application/rtf":
        return "rtf"
    if media_type == "application/x-ole-storage":
        return "docx" if _ENCRYPTED in body else _of_ole(body)
    return _of_zip(body) if media_type == "application/zip" else ""


def is_document(form: str) -> bool:
    """Return whether files of this format are documents, whether read or not; a spreadsheet is data."""
    return form not in ("", "spreadsheet")


def name_unread(form: str, media_type: str) -> str:
    """Return what a file that is not read is, as a reader calls it, or else its media type."""
    return f"{_UNREAD[form]} (not read)" if form in _UNREAD else media_type


def _of_ole(body: bytes) -> str:
    return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in body), "")


def _of_zip(body: bytes) -> str:
    try:
        package = Package(body)
    except DocumentError:
        return _broken_form(body)
    if is_docx(package):
        return "docx"
    return unread_kind(package) or ("odt" if is_odt(package) else "")


def _broken_form(body: bytes) -> str:
    """Return what a ZIP archive that cannot be opened began as; its lead is worth to be kept."""
    if _ODT in body[:_BEGINNING]:
        return "odt"
    return "docx" if _CONTENT_TYPES in body[:_BEGINNING] and b"word/" in body else ""


def read_document(form: str, body: bytes) -> Content:
    """Return the content of a document. Raises DocumentError."""
    if form in _UNREAD:
        raise DocumentError("unsupported")
    if form == "pdf":
        from crawler.extract.documents.pdf import read_pdf  # loads PDFium, which few sources need

        return read_pdf(body)
    if _ENCRYPTED in body[: 1 << 20] and not body.startswith(b"PK"):
        raise DocumentError("encrypted")
    return (read_docx if form == "docx" else read_odt)(Package(body))
