from __future__ import annotations

import re
import signal
import socket
from dataclasses import replace

import httpx
import pytest

from tests.command_line.shell import Shell


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGTERM])
def test_all_serves_at_the_address_it_says_and_ends_quietly(
    office: Shell, signalled: signal.Signals
) -> None:
    shell = replace(office, environment={"PORT": "0"})
    with shell.running("all") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = re.search(r"http://\S+", process.stdout.readline())
        assert said
        # At once: whoever follows the address the moment it is said is not turned away.
        answered = httpx.get(f"{said[0]}/healthz", timeout=30)
        assert answered.status_code == 200
        process.send_signal(signalled)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    assert [line for line in err.splitlines() if not line.startswith("{")] == []


def test_a_port_that_is_taken_is_said(laptop: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finished = replace(laptop, environment={"PORT": str(port)}).spawn("web")
    assert finished.status == 1
    (said,) = finished.sentences
    assert said.startswith(f"Nothing can listen at 127.0.0.1:{port} (Address already in use): ")


def test_a_host_that_is_not_this_machine_is_said(laptop: Shell) -> None:
    finished = replace(laptop, environment={"HOST": "192.0.2.1"}).spawn("web")
    assert finished.status == 1
    assert finished.sentences[0].startswith("Nothing can listen at 192.0.2.1:8080")
