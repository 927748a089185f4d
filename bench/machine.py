"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

ROOT = Path(__file__).parents[1]
SYNCS = 50


def describe(folder: Path, server: str) -> dict[str, str]:
    """Describe the machine, the disk that `folder` is on, both databases, and the commit."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with psycopg.connect(server) as connection:
        version, *safe = (
            str(connection.execute(f"SHOW {name}").fetchone()[0])  # type: ignore[index]  # SHOW gives a row
            for name in ("server_version", "fsync", "synchronous_commit")
        )
    return {
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "busy with other things": f"load average {os.getloadavg()[0]:.1f} before the first run",
        "one fsync": f"{_seconds_of_sync(folder) * 1000:.2f} ms, the median of {SYNCS}",
        "Python": platform.python_version(),
        "SQLite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
        "PostgreSQL": f"{version}, fsync={safe[0]}, synchronous_commit={safe[1]}",
        "commit": _commit(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _seconds_of_sync(folder: Path) -> float:
    spent = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _each in range(SYNCS):
            file.write(bytes(4096))
            began = perf_counter()
            os.fsync(file.fileno())
            spent.append(perf_counter() - began)
    return median(spent)


def _commit() -> str:
    def git(*command: str) -> str:
        return subprocess.run(
            ["git", *command], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    try:
        return git("rev-parse", "--short=10", "HEAD") + (
            " with changes" if git("status", "--porcelain") else ""
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown: there is no git here"
