"""Pictures and files that were sent along with reports, as a link shows them."""

from __future__ import annotations

from mimetypes import guess_extension

from starlette.responses import FileResponse

from bot.evidence.store import Store
from bot.linked_pages.headers import disposition
from storage.attachments import Attachment

SHOWN_BY_BROWSERS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures of other kinds, and all documents, are only ever saved."""


def is_shown(one: Attachment) -> bool:
    """Tell whether browsers show it in a page."""
    return one.media_type in SHOWN_BY_BROWSERS


def say_size(size: int) -> str:
    """Write a number of bytes as people do."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"


def answer_with(store: Store, one: Attachment) -> FileResponse | None:
    """Give the bytes, of the kind that these themselves told; None where they are not there."""
    if one.sha256 is None or one.media_type is None:
        return None
    path = store.path_of(one.sha256)
    if not path.is_file():
        return None
    # Neither the sender's ending nor their whole name decides what somebody's machine takes it for.
    ending = guess_extension(one.media_type) or ".bin"
    ascii_name = f"{one.id}{ending}"
    stem = one.name.rpartition(".")[0] or one.name
    way = "inline" if is_shown(one) else "attachment"
    named = disposition(way, ascii_name, f"{stem}{ending}" if stem else ascii_name)
    return FileResponse(path, media_type=one.media_type, headers={"Content-Disposition": named})
