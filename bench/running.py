"""What is measured, as real processes: the service as the Procfile starts it, and its rivals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import httpx

from bench.platforms import LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN
from bot import clock
from storage.backlog import read_backlog
from storage.db import open_database, reading

SECONDS_TO_START = 60
BETWEEN_LOOKS = 0.005  # seconds
CHANNELS = ("telegram", "line")


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs: where it listens, its processes, and how many reports it has filed."""

    ports: Sequence[int]
    process_ids: Sequence[int]
    filed: Callable[[], int]

    def check(self, before: int, receipts: int) -> None:
        """A figure only counts where all went well."""
        filed = self.filed() - before
        if filed != receipts:
            raise RuntimeError(f"{receipts} receipts, but {filed} reports filed")


@contextmanager
def khuepna(
    database: str, platform: str, log: Path, *, web: int = 0, workers: int = 0
) -> Iterator[Running]:
    """The service with both platforms: so many `web` and `worker`, or without any, one `all`.

    It speaks as fast as it can: Telegram lets a bot say some 30 things a second, and to wait for
    that would be to measure Telegram.
    """
    settings = settings_for(database, platform, log)
    serving = ["web"] * web or ["all"]
    with ExitStack() as stack:
        ports = [free_port() for _each in serving]
        processes = [
            stack.enter_context(
                process("bench.unhurried", part, log=log, settings={**settings, "PORT": str(port)})
            )
            for part, port in zip(serving, ports, strict=True)
        ]
        processes += [
            stack.enter_context(process("bench.unhurried", "worker", log=log, settings=settings))
            for _each in range(workers)
        ]
        for one, port in zip(processes, ports, strict=False):
            wait_until_healthy(one, port, log)
        engine = open_database(database)
        stack.callback(engine.dispose)

        def filed() -> int:
            with reading(engine) as tx:
                return read_backlog(tx, channels=CHANNELS, now=clock.now()).reports_filed

        yield Running(ports, [one.pid for one in processes], filed)


def settings_for(database: str, platform: str, log: Path) -> Mapping[str, str]:
    """Give the environment of a service with both platforms, which are at one URL."""
    return {
        "DATABASE_URL": database,
        "SECRET_KEY": "benchmark",
        "PUBLIC_URL": "https://bench.example",
        "TELEGRAM_API_URL": platform,
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
        "EVIDENCE_URL": (log.parent / "evidence").as_uri(),
        "LINE_API_URL": platform,
        "LINE_DATA_API_URL": platform,
        "LINE_CHANNEL_SECRET": LINE_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
    }


@contextmanager
def rival(name: str, target: Path, platform: str, log: Path, *, files: bool) -> Iterator[Running]:
    """A rival; one that `files` leaves a line of `reports.jsonl` for each report."""
    port = free_port()
    with process(f"bench.rivals.{name}", str(target), str(port), platform, log=log) as running:
        wait_until_listening(running, port, log)

        def filed() -> int:
            reports = target / "reports.jsonl"
            return len(reports.read_text().splitlines()) if reports.exists() else 0

        yield (Filing if files else Careless)((port,), (running.pid,), filed)


class Filing(Running):
    """Keeps what it was sent."""


class Careless(Running):
    """Files nothing, and so cannot be checked."""

    def check(self, before: int, receipts: int) -> None:
        pass


@contextmanager
def process(
    module: str, *arguments: str, log: Path, settings: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A module that runs while the block lasts, with these variables in its environment."""
    with log.open("ab") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **(settings or {}), "HOST": "127.0.0.1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_until_healthy(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Ask until the service says that it is well; RuntimeError where it never does."""

    def is_well() -> bool:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success

    _wait(running, is_well, log)


def wait_until_listening(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    def listens() -> bool:
        httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
        return True

    _wait(running, listens, log)


def _wait(running: subprocess.Popen[bytes], done: Callable[[], bool], log: Path) -> None:
    deadline = perf_counter() + SECONDS_TO_START
    while perf_counter() < deadline and running.poll() is None:
        try:
            if done():
                return
        except httpx.TransportError:  # nobody listens yet
            pass
        time.sleep(BETWEEN_LOOKS)
    raise RuntimeError(f"it does not start: {log.read_text()}")


def cpu_seconds(process_ids: Sequence[int]) -> float:
    """Give the CPU seconds that processes have spent; nothing where the system has no /proc."""
    ticks = 0
    for one in process_ids:
        try:
            told = Path(f"/proc/{one}/stat").read_text()
        except FileNotFoundError:
            return float("nan")
        user, system = told.rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(process_id: int) -> float:
    """Give the resident memory of a process in MiB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024
