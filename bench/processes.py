"""The service as a real process: how soon it answers, and how much memory it holds."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from bench.walk import WALK, content_of

SECONDS_TO_START = 60
BETWEEN_LOOKS = 0.005  # seconds


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process; memory in MiB, resident, as the system counts it."""

    healthy: float
    answered: float
    memory_at_rest: float
    memory_after_report: float


def start(url: str, lane: str, log: Path) -> Start:
    """Start `python -m bot all`, have one report walked on the try-out page, and stop it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = perf_counter()
    with running(url, port, log) as process:
        wait_until_healthy(process, port, log)
        healthy = perf_counter() - began
        at_rest = resident(process.pid)
        answered = walk(port, lane)
        return Start(healthy, answered - began, at_rest, resident(process.pid))


@contextmanager
def running(url: str, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    settings = {"DATABASE_URL": url, "HOST": "127.0.0.1", "PORT": str(port)}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "all"],
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Ask until the service says that it is well; RuntimeError where it never does."""
    deadline = perf_counter() + SECONDS_TO_START
    while perf_counter() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success:
                return
        except httpx.TransportError:  # nobody listens yet
            time.sleep(BETWEEN_LOOKS)
    raise RuntimeError(f"the service does not start: {log.read_text()}")


def walk(port: int, lane: str) -> float:
    """Walk a whole report on the try-out page; gives when the first answer was there."""
    origin = f"http://127.0.0.1:{port}"
    first = None
    with (
        httpx.Client(base_url=origin, headers={"Origin": origin}, trust_env=False) as phone,
        phone.stream("GET", "/tryout/events", params={"lane": lane}) as stream,
    ):
        answers = bubbles(stream.iter_lines())
        shown: dict[str, Any] = {}
        for step in WALK:
            said = {"lane": lane, "id": str(uuid.uuid4()), **content_of(step, shown)}
            phone.post("/tryout/messages", json=said).raise_for_status()
            shown = next(answers)
            first = first or perf_counter()
    assert first is not None
    assert shown["card"], "the last answer is a receipt"
    return first


def bubbles(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Give what the bot says, out of the server-sent events of a chat."""
    for line in lines:
        if line.startswith("data: "):
            event = json.loads(line.removeprefix("data: "))
            if event.get("by") == "bot":
                yield event["payload"]


def resident(process_id: int) -> float:
    """Give the resident memory of a process in MiB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024
