"""Refuses tests any network but this machine's own.

It watches Python's own audit events, so it covers every library that opens its connections in
Python. Programs that a test starts, and PostgreSQL's C library, are not watched.
"""

from __future__ import annotations

import ipaddress
import socket
import sys


class NetworkRefused(AssertionError):
    """A test reached for the network. No OSError, which a client would take for a bad line."""


def is_loopback(host: object) -> bool:
    """Whether a host, as given to a socket, is this machine; None is, as in an empty address."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", errors="replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    match event, arguments:
        case (
            ("socket.connect" | "socket.sendto" | "socket.sendmsg"),
            (
                socket.SocketType() as by,
                at,
            ),
        ):
            # Only the internet is meant: a path in the file system reaches nobody else.
            if by.family not in (socket.AF_INET, socket.AF_INET6) or at is None:
                return
            host = at[0] if isinstance(at, tuple) else at
        case "socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr", (host, *_):
            pass
        case _:
            return
    if not is_loopback(host):
        raise NetworkRefused(
            f"A test reached for {host!r}. Tests talk to this machine only: start what you need "
            "on 127.0.0.1, as tests/fakes does."
        )


# For the life of the process: an audit hook cannot be taken out again.
sys.addaudithook(_watch)
