"""Read a document of any known format."""

from crawler.extract.documents.content import Content, DocumentError
from crawler.extract.documents.docx import read_docx
from crawler.extract.documents.odt import read_odt
from crawler.extract.documents.office import Package, is_docx, is_odt, unread_kind

_OLE = "application/x-ole-storage"  # an old Word file, or an encrypted DOCX
_UNREAD = {_OLE: "Word, Excel or PowerPoint file of before 2007", "application/rtf": "RTF file"}
_ODT, _CONTENT_TYPES = b"application/vnd.oasis.opendocument.text", b"[Content_Types].xml"
_BEGINNING = 2_000  # bytes
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def format_of(media_type: str, body: bytes) -> str:
    """Return pdf, docx or odt for a body of this media type (from its bytes), or an empty string."""
    if media_type == "application/pdf":
        return "pdf"
    if media_type == _OLE:
        return "docx" if _ENCRYPTED in body else ""
    if media_type != "application/zip":
        return ""
    try:
        package = Package(body)
    except DocumentError:
        return _broken_form(body)
    return "docx" if is_docx(package) else "odt" if is_odt(package) else ""


def name_unread(media_type: str, body: bytes) -> str:
    """Return what a file of no known format is, as a reader calls it, or else its media type."""
    kind = _UNREAD.get(media_type, "")
    if media_type == "application/zip":
        try:
            kind = unread_kind(Package(body))
        except DocumentError:
            kind = ""
    return f"{kind} (not read)" if kind else media_type


def _broken_form(body: bytes) -> str:
    """Return what a ZIP archive that cannot be opened began as; its lead is worth to be kept."""
    if _ODT in body[:_BEGINNING]:
        return "odt"
    return "docx" if _CONTENT_TYPES in body[:_BEGINNING] and b"word/" in body else ""


def read_document(form: str, body: bytes) -> Content:
    """Return the content of a document. Raises DocumentError."""
    if form == "pdf":
        from crawler.extract.documents.pdf import read_pdf  # loads PDFium, which few sources need

        return read_pdf(body)
    if _ENCRYPTED in body[: 1 << 20] and not body.startswith(b"PK"):
        raise DocumentError("encrypted")
    return (read_docx if form == "docx" else read_odt)(Package(body))
