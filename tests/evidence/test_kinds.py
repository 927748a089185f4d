"""What is a picture or a document, whatever it is called."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.evidence.kinds import recognise
from storage.records import EvidenceKind
from tests.evidence.contents import HEADS, OLD_OFFICE, old_office, packed


@pytest.mark.parametrize(
    ("ending", "kind", "media_type"),
    [
        (".jpg", EvidenceKind.PICTURE, "image/jpeg"),
        (".png", EvidenceKind.PICTURE, "image/png"),
        (".gif", EvidenceKind.PICTURE, "image/gif"),
        (".webp", EvidenceKind.PICTURE, "image/webp"),
        (".heic", EvidenceKind.PICTURE, "image/heic"),
        (".pdf", EvidenceKind.DOCUMENT, "application/pdf"),
        (".doc", EvidenceKind.DOCUMENT, "application/msword"),
        (".xls", EvidenceKind.DOCUMENT, "application/vnd.ms-excel"),
        (
            ".docx",
            EvidenceKind.DOCUMENT,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (".odt", EvidenceKind.DOCUMENT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_it_is(ending: str, kind: EvidenceKind, media_type: str) -> None:
    found = recognise(HEADS[ending])
    assert found is not None
    assert (found.kind, found.media_type) == (kind, media_type)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_pictures_that_a_library_writes_are_pictures(form: str) -> None:
    into = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(into, form)
    found = recognise(into.getvalue())
    assert found is not None
    assert found.media_type == f"image/{form.lower()}"


def test_a_sheet_that_a_library_writes_is_a_sheet() -> None:
    into = BytesIO()
    openpyxl.Workbook().save(into)
    found = recognise(into.getvalue())
    assert found is not None
    assert found.media_type.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("nothing", b""),
        ("a program", HEADS[".exe"]),
        ("plain text", HEADS[".txt"]),
        ("a web page", b"<!doctype html><script>1</script>"),
        ("a film", b"\0\0\0\x18ftypisom"),
        ("sound", b"RIFF\x10\0\0\0WAVEfmt "),
        ("any package", packed("readme.md")),
        ("an app", packed("AndroidManifest.xml", "classes.dex")),
        ("a document with macros", packed("[Content_Types].xml", "word/vbaProject.bin")),
        ("an old document with macros", old_office("WordDocument", "_VBA_PROJECT")),
        ("an installer", old_office("Root Entry", "Property")),
        ("a damaged package", packed("[Content_Types].xml", "word/document.xml")[:60]),
        ("the head of a package alone", b"PK\x03\x04"),
        ("another open package", packed(mimetype="application/epub+zip")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_it_is_no_picture_and_no_document(what: str, data: bytes) -> None:
    assert recognise(data) is None, what


def test_a_package_that_would_unpack_to_more_than_it_says_costs_nothing() -> None:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", "0" * 10_000_000)
    assert recognise(into.getvalue()) is None


@given(st.sampled_from([*HEADS.values(), OLD_OFFICE, b"PK\x05\x06"]), st.binary(max_size=200))
def test_whatever_follows_a_head_breaks_nothing(head: bytes, rest: bytes) -> None:
    for data in (head + rest, head[:20] + rest, rest):
        found = recognise(data)
        assert found is None or found.media_type.isascii()
