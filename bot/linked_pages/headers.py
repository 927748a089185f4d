"""The headers of what a link opens: for one person's eyes, and nothing foreign in it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST_NAME = 100  # letters

LOOK_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def disposition(way: str, ascii_name: str, name: str) -> str:
    """Write how a file is shown, `inline` or `attachment`, with its name in ASCII and in full."""
    return f"{way}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(file_name(name), safe='')}"


def file_name(name: str) -> str:
    """Make a name fit for every file system; its ending stays."""
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", plain)
    stem, dot, ending = " ".join(plain.split()).rpartition(".")
    return f"{stem[:LONGEST_NAME].strip()}{dot}{ending}"
