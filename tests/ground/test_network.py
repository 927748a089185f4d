from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.ground.network import NetworkRefused

ELSEWHERE = "192.0.2.1"  # an address kept for examples; nobody has it


def connect() -> None:
    with socket.socket() as line:
        line.settimeout(1)
        line.connect((ELSEWHERE, 80))


def connect_by_version_6() -> None:
    with socket.socket(socket.AF_INET6) as line:
        line.settimeout(1)
        line.connect(("2001:db8::1", 80))


def send_a_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as line:
        line.sendto(b"hello", (ELSEWHERE, 9))


def look_up_a_name() -> None:
    socket.getaddrinfo("example.org", 443)


def get_a_page() -> None:
    httpx.get("https://example.org/", timeout=1)


def open_a_stream() -> None:
    asyncio.run(asyncio.wait_for(asyncio.open_connection(ELSEWHERE, 80), timeout=1))


@pytest.mark.parametrize(
    "reach",
    [
        connect,
        connect_by_version_6,
        send_a_datagram,
        look_up_a_name,
        get_a_page,
        open_a_stream,
    ],
)
def test_the_network_is_refused_with_a_sentence(reach: Callable[[], None]) -> None:
    with pytest.raises(NetworkRefused, match="Tests talk to this machine only"):
        reach()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1])) as line,
        server.accept()[0] as other,
    ):
        line.sendall(b"hello")
        assert other.recv(5) == b"hello"


def test_a_socket_in_the_file_system_can_be_reached(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as line:
        server.bind(str(tmp_path / "s"))
        server.listen()
        line.connect(str(tmp_path / "s"))
