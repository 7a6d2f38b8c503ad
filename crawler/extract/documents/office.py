"""Open the XML parts of a DOCX or ODT file, within limits.

Both are ZIP archives. A member is inflated up to a limit, whatever its header states, and is parsed without entities
and without the network, so that neither a ZIP bomb nor an entity costs more than a page.
"""

import io
import re
import zipfile
import zlib

import lxml.etree as etree

from crawler.extract.documents.content import DocumentError

_MOST_BYTES = 40_000_000  # of one member, inflated
_MOST_MEMBERS = 5_000
_MAIN = re.compile(r"word/document\d{0,3}\.xml")
_STRICT = (  # the namespaces of ISO/IEC 29500 Strict, and those that nearly all files have
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """The members of an office file."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DocumentError("broken", "no ZIP archive") from error
        self.names = frozenset(self._zip.namelist()[:_MOST_MEMBERS])

    def read(self, name: str) -> bytes:
        """Return a member. Raises DocumentError for one that is missing, damaged, encrypted or too large."""
        try:
            with self._zip.open(name) as member:
                data = member.read(_MOST_BYTES + 1)
        except KeyError as error:
            raise DocumentError("broken", f"{name} is missing") from error
        except RuntimeError as error:  # how zipfile names an encrypted member
            raise DocumentError("encrypted", name) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise DocumentError("broken", name) from error
        if len(data) > _MOST_BYTES:
            raise DocumentError("broken", f"{name} is larger than {_MOST_BYTES} bytes")
        return data

    def parse(self, name: str) -> etree._Element:
        """Return the root of an XML member. Raises DocumentError as `read` does, and for what is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        data = self.read(name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise DocumentError("broken", f"{name} is no XML") from error


def main_part(package: Package) -> str:
    """Return the name of the text of a DOCX file, which Word of the web numbers, or an empty string."""
    return min((name for name in package.names if _MAIN.fullmatch(name)), key=len, default="")


def is_docx(package: Package) -> bool:
    return main_part(package) != ""


def is_odt(package: Package) -> bool:
    """Return whether this is an ODT file, if it is no other file of its family (`unread_kind`)."""
    return "content.xml" in package.names and "mimetype" in package.names


def unread_kind(package: Package) -> str:
    """Return what an office file is that is no text: "spreadsheet" or "slides", or an empty string."""
    try:
        stated = package.read("mimetype") if "mimetype" in package.names else b""
    except DocumentError:
        stated = b""
    if "xl/workbook.xml" in package.names or b".spreadsheet" in stated:
        return "spreadsheet"
    return "slides" if "ppt/presentation.xml" in package.names or b".presentation" in stated else ""
