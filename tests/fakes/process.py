"""Starts a fake in a process of its own, and holds it as a test holds one in a thread."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.line.fake import LineFake
from tests.fakes.line.state import Channel
from tests.fakes.telegram.fake import TelegramFake
from tests.fakes.telegram.state import Bot

ROOT = Path(__file__).parents[2]


@contextmanager
def line_process(*, rates: bool = True, quota: bool = True) -> Iterator[LineFake]:
    """LINE in a process; ended with the block, and also if this process dies."""
    options = ([] if rates else ["--no-rates"]) + ([] if quota else ["--no-quota"])
    with _started("line", *options) as ports:
        channel = Channel(rates=rates, quota=300 if quota else None)
        yield LineFake(ports[0], ports[1], channel)


@contextmanager
def telegram_process(*, rates: bool = True) -> Iterator[TelegramFake]:
    """Telegram in a process; ended with the block, and also if this process dies."""
    with _started("telegram", *([] if rates else ["--no-rates"])) as ports:
        yield TelegramFake(ports[0], Bot(rates=rates))


@contextmanager
def _started(*arguments: str) -> Iterator[list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = process.stdout.readline()
        if not told:
            raise RuntimeError("The fake ended before it told its ports.")
        yield list(json.loads(told)["ports"])
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
