"""What bytes are, told by the bytes alone: a name or a header can say anything."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from storage.records import EvidenceKind

_PICTURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"))
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OFFICE_FOLDERS = {
    "word/": f"{_OFFICE}.wordprocessingml.document",
    "xl/": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}.presentationml.presentation",
}
_OPEN_DOCUMENTS = tuple(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
# The names of the streams by which Office of before 2007 finds its own files.
_OLD_OFFICE = {"WordDocument": "msword", "Workbook": "vnd.ms-excel", "Book": "vnd.ms-excel"} | {
    "PowerPoint Document": "vnd.ms-powerpoint"
}
_OLD_MACROS = ("_VBA_PROJECT", "VBA")


@dataclass(frozen=True, slots=True)
class Recognised:
    kind: EvidenceKind
    media_type: str


def recognise(data: bytes) -> Recognised | None:
    """Tell which picture or document it is; None for anything else, and for what holds macros.

    Plain text is none: nothing tells it from a program.
    """
    if picture := _picture(data):
        return Recognised(EvidenceKind.PICTURE, f"image/{picture}")
    if document := _document(data):
        return Recognised(EvidenceKind.DOCUMENT, document)
    return None


def _picture(data: bytes) -> str | None:
    for magic, name in _PICTURES:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    return None


def _document(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _packed_document(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_document(data)
    return None


def _packed_document(data: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "[Content_Types].xml" in names:
                found = (of for of in _OFFICE_FOLDERS if any(name.startswith(of) for name in names))
                return _OFFICE_FOLDERS.get(next(found, ""))
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                stated = package.read("mimetype").decode("ascii", errors="replace").strip()
                return stated if stated in _OPEN_DOCUMENTS else None
    except (BadZipFile, RuntimeError, EOFError, ValueError, OSError):
        return None  # damaged, locked or packed in a way that no office writes
    return None


def _old_document(data: bytes) -> str | None:
    if any(_has_stream(data, name) for name in _OLD_MACROS):
        return None
    found = (kind for name, kind in _OLD_OFFICE.items() if _has_stream(data, name))
    kind = next(found, None)
    return None if kind is None else f"application/{kind}"


def _has_stream(data: bytes, name: str) -> bool:
    # A directory entry is the name in UTF-16, filled up with zeros.
    return name.encode("utf-16-le") + b"\0\0\0\0" in data
