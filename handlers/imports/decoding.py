"""Bytes to text, in the encodings that Thai offices save files in."""

from __future__ import annotations

import codecs


class Undecodable(ValueError):
    """The bytes are text in none of the encodings."""


def decode(content: bytes) -> str:
    """Read UTF-8 or UTF-16 with a mark, else UTF-8, else Windows-874 (TIS-620); or Undecodable."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp874"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Undecodable("the file is no text")
