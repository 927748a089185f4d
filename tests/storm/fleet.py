"""The processes of the Procfile, started as an operator starts them, killed, and started again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START = 60  # seconds for one process, on a machine that is busy


class Process:
    """One process of the service; after `kill` it may be started anew."""

    def __init__(self, part: str, environment: Mapping[str, str], log: Path) -> None:
        self.part = part
        self.address = ""
        self._environment = environment
        self._log = log
        self._running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and wait until it says where it serves: from then on it can be stopped."""
        self.launch()
        self.wait_until_it_serves()

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        with self._log.open("a") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "bot", self.part],
                env={**os.environ, **self._environment, "METRICS_PORT": "0"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def wait_until_it_serves(self) -> None:
        assert self._running is not None
        assert self._running.stdout is not None
        told = re.search(r"http://\S+", self._running.stdout.readline())
        assert told, f"{self.part} ended before it listened: {self._log.read_text()[-2000:]}"
        if self.part in ("web", "all"):
            self.address = told[0]

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._running is not None
        self._running.send_signal(signal.SIGKILL)
        self.wait_until_it_has_ended()

    def stop(self) -> int:
        """End it as an operator does; gives its status."""
        self.ask_to_stop()
        return self.wait_until_it_has_ended()

    def ask_to_stop(self) -> None:
        """Ask it to end, as an operator does, and wait for nothing."""
        assert self._running is not None
        self._running.send_signal(signal.SIGTERM)

    def wait_until_it_has_ended(self) -> int:
        """Give its status; whoever does not end in time is ended, and that is an error."""
        assert self._running is not None
        assert self._running.stdout is not None
        try:
            return self._running.wait(START)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
            raise
        finally:
            self._running.stdout.close()


class Fleet:
    """All processes of a service; `moved` is told the addresses of `web` whenever they change."""

    def __init__(
        self,
        parts: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        moved: Callable[[Sequence[str]], None],
    ) -> None:
        self.processes = [
            Process(part, environment, folder / f"{part}-{number}.log")
            for number, part in enumerate(parts)
        ]
        self._moved = moved
        self._changing = threading.Lock()

    def start(self) -> None:
        """Start all of them side by side, as after a power cut."""
        for process in self.processes:
            process.launch()
        for process in self.processes:
            process.wait_until_it_serves()
        self._tell()

    def kill_and_start(self, number: int) -> None:
        """Kill one process, and start it again."""
        with self._changing:
            self.processes[number].kill()
            self.processes[number].start()
            self._tell()

    def stop(self) -> list[int]:
        """Stop all side by side; gives how each ended."""
        with self._changing:
            for process in self.processes:
                process.ask_to_stop()
            return [process.wait_until_it_has_ended() for process in self.processes]

    def _tell(self) -> None:
        self._moved([process.address for process in self.processes if process.address])


@contextmanager
def fleet(
    parts: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    moved: Callable[[Sequence[str]], None],
) -> Iterator[Fleet]:
    """Run the service while the block lasts; every process must end quietly at its end."""
    running = Fleet(parts, environment, folder, moved)
    running.start()
    try:
        yield running
    finally:
        statuses = running.stop()
    assert statuses == [0] * len(parts), statuses
