"""The service as a real process: how soon it answers, and how much memory it holds."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from bench.inside import content_of, webchat_account
from bench.running import free_port, process, resident, wait_until_healthy
from bench.walk import WALK


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process; memory in MiB, resident, as the system counts it."""

    healthy: float
    answered: float
    memory_at_rest: float
    memory_after_report: float


def start(url: str, person: int, log: Path) -> Start:
    """Start `python -m bot all`, have one report walked on the try-out page, and stop it."""
    port = free_port()
    settings = {"DATABASE_URL": url, "PORT": str(port)}
    began = perf_counter()
    with process("bot", "all", log=log, settings=settings) as running:
        wait_until_healthy(running, port, log)
        healthy = perf_counter() - began
        at_rest = resident(running.pid)
        answered = walk(port, webchat_account(person))
        return Start(healthy, answered - began, at_rest, resident(running.pid))


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
