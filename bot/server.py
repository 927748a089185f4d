"""The HTTP server of a process: where it listens, and how uvicorn is set up."""

from __future__ import annotations

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
