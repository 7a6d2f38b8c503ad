"""Open the XML parts of a DOCX or ODT file, within limits.

Both are ZIP archives. A member is inflated up to a limit, whatever its header states, and is parsed without entities
and without the network, so that neither a ZIP bomb nor an entity costs more than a page.
"""

import io
import zipfile
import zlib

import lxml.etree as etree

from crawler.extract.documents.content import DocumentError

_MOST_BYTES = 40_000_000  # of one member, inflated
_MOST_MEMBERS = 5_000


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
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DocumentError("broken", name) from error
        if len(data) > _MOST_BYTES:
            raise DocumentError("broken", f"{name} is larger than {_MOST_BYTES} bytes")
        return data

    def parse(self, name: str) -> etree._Element:
        """Return the root of an XML member. Raises DocumentError as `read` does, and for what is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise DocumentError("broken", f"{name} is no XML") from error


def is_docx(package: Package) -> bool:
    return "word/document.xml" in package.names


def is_odt(package: Package) -> bool:
    return "content.xml" in package.names and "mimetype" in package.names
