"""Keeps one throw-away PostgreSQL server for as long as its own standard input stays open.

Run as `python keeper.py PROGRAMS`, the folder of `initdb` and `postgres`; with `durable` behind it
the server loses nothing in a power cut, as one in earnest. It answers with one line: `at FOLDER`,
where the server's socket is, or `not` and the reasons. However the tests end, kill -9 included,
the pipe to here closes: the server is stopped and its folder removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
SECONDS_TO_START = 30
MEMORY = "/dev/shm"
ROOM = 2 * 1024**3  # bytes
SETTINGS = {"listen_addresses": "", "max_connections": "200"}
# Nothing of the tests outlives them, so nothing is made safe from a power cut.
SAFE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as: PostgreSQL refuses to run as root."""

    name: str
    before: tuple[str, ...] = ()
    user: int | None = None
    copies: bool = False


def accounts() -> tuple[Account, ...]:
    """The accounts to try, in order."""
    if os.geteuid() != 0:
        return (Account("yourself"),)
    return (
        Account("a user namespace", before=("unshare", "--user", f"--map-user={NOBODY}")),
        Account("nobody", user=NOBODY),
        # The programs may lie where only root can read, as below /root.
        Account("nobody with copied programs", user=NOBODY, copies=True),
    )


def start(
    programs: Path, place: Path, account: Account, *, durable: bool
) -> subprocess.Popen[bytes]:
    """Start a server in `place` and wait until it is ready; raises OSError with the reason."""
    if account.copies:
        programs = copied(programs, place)
    if account.user is not None:
        os.chown(place, account.user, account.user)
    groups = None if account.user is None else ()
    log = place / "log"
    data = place / "data"
    with log.open("wb") as output:

        def launch(*command: str | Path) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [*account.before, *command],
                cwd=place,
                env=os.environ | {"LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=account.user,
                group=account.user,
                extra_groups=groups,
            )

        how = ("--no-sync", "-A", "trust", "--locale=C", "-E", "UTF8", "-U", "postgres")
        if launch(programs / "initdb", *how, "-D", data).wait() != 0:
            raise OSError(last_words(log))
        settings = SETTINGS | dict.fromkeys(SAFE, "on" if durable else "off")
        options = [f"-c{name}={value}" for name, value in settings.items()]
        postgres = launch(
            programs / "postgres", *options, f"-cunix_socket_directories={place}", "-D", data
        )
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_ready(data / "postmaster.pid"):
        if postgres.poll() is not None or time.monotonic() > deadline:
            postgres.kill()
            postgres.wait()
            raise OSError(last_words(log))
        time.sleep(0.02)
    return postgres


def copied(programs: Path, place: Path) -> Path:
    """Copy the programs with the package they are in, and give where they then are.

    A wheel's libraries lie in a folder beside its package, and are found by the way from there.
    """
    package = programs.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, place / folder.name)
    return place / programs.relative_to(package.parent)


def is_ready(lock_file: Path) -> bool:
    """Whether the server has written that it takes connections."""
    return lock_file.exists() and lock_file.read_text().rstrip().endswith("ready")


def last_words(log: Path) -> str:
    """The last line that a program of the server wrote."""
    lines = log.read_text(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "it said nothing")


def in_memory() -> str | None:
    """A folder that is kept in memory, where this machine has one with room: four times as fast."""
    try:
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    return MEMORY if free > ROOM and os.access(MEMORY, os.W_OK) else None


@contextmanager
def running(programs: Path, account: Account, *, durable: bool = False) -> Iterator[Path]:
    """A server, in a folder of its own; raises OSError where it will not run."""
    # Memory forgets in a power cut, and not every machine runs programs from it.
    where = None if durable or account.copies else in_memory()
    with tempfile.TemporaryDirectory(
        prefix="khuepna-", dir=where, ignore_cleanup_errors=True
    ) as folder:
        postgres = start(programs, Path(folder), account, durable=durable)
        try:
            yield Path(folder)
        finally:
            postgres.send_signal(signal.SIGQUIT)
            postgres.wait()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    durable = "durable" in sys.argv[2:]
    refusals = []
    for account in accounts():
        try:
            with running(Path(sys.argv[1]), account, durable=durable) as place:
                print(f"at {place}", flush=True)
                sys.stdin.buffer.read()
                return
        except OSError as error:
            refusals.append(f"as {account.name}: {error}")
    print("not", "; ".join(refusals), flush=True)


if __name__ == "__main__":
    main()
