"""The HTTP server of a process: where it listens, how uvicorn is set up, and when it ends."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

# Seconds. Proxies and platforms keep a connection for a minute: who closes it before them hangs up
# on whoever sends the next request at that very moment.
KEEP_IDLE = 75


def listen(host: str, port: int) -> socket.socket:
    """Take an address, 0 for any free port; from then on whoever connects will be served."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


class Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=5,
                timeout_keep_alive=KEEP_IDLE,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: the composition root ends all parts of the process together."""
        yield


def stop_signal() -> asyncio.Event:
    """Give what is set once the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop
