"""The folder in which the bytes of evidence are kept, each file under the name of its hash."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from urllib.request import url2pathname

from storage.records import Described, EvidenceKind

_HASH = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part"


def folder_at(url: str) -> Path:
    """Give the folder that a `file:///…` address names; raises ValueError for any other address."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise ValueError("not an address of a folder")
    if not parts.path.startswith("/") or parts.query or parts.fragment:
        raise ValueError("not an address of a folder")
    return Path(url2pathname(parts.path))


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes on the disk, under a name that will not last."""

    path: Path
    content: Described


class Store:
    """Files that are there whole or not at all. Every method may raise OSError.

    `keep` and `remove` belong into a transaction that holds the store, see `storage.fetches`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, name: str) -> Path:
        """Give where the file of a hash is, or would be."""
        return self._folder / name[:2] / name

    def write(self, data: bytes, kind: EvidenceKind, media_type: str) -> Written:
        """Put bytes on the disk, for `keep` or `discard`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=_UNFINISHED, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        content = Described(sha256(data).hexdigest(), len(data), kind, media_type)
        return Written(Path(file.name), content)

    def keep(self, written: Written) -> None:
        """Give what was written the name by which it is found from now on."""
        path = self.path_of(written.content.sha256)
        path.parent.mkdir(exist_ok=True)
        written.path.replace(path)
        for folder in (path.parent, self._folder):
            _settle(folder)

    def discard(self, written: Written) -> None:
        """Remove what was written and not kept."""
        written.path.unlink(missing_ok=True)

    def kept(self) -> Iterator[str]:
        """Give the hashes of all files, in no order."""
        for folder in self._folder.glob("[0-9a-f][0-9a-f]"):
            for path in folder.iterdir():
                if _HASH.fullmatch(path.name):
                    yield path.name

    def remove(self, name: str) -> None:
        self.path_of(name).unlink(missing_ok=True)

    def discard_leftovers(self, *, before: datetime) -> None:
        """Remove what processes that died left unfinished before a moment."""
        for path in self._folder.glob(f"*{_UNFINISHED}"):
            with suppress(FileNotFoundError):  # whoever wrote it has just kept it
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                    path.unlink()


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
