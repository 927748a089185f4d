from __future__ import annotations

import re
import signal
import socket
from dataclasses import replace
from time import monotonic

import httpx
import pytest

from bot import clock
from storage.inbox import receive
from tests.command_line.shell import Shell
from tests.turns.office import arrival


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


def test_who_is_told_to_stop_while_still_warming_up_ends_quietly(office: Shell) -> None:
    shell = replace(office, environment={"PORT": "0"})
    with shell.running("all") as process:
        assert process.stdout is not None
        assert "http://" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("part", "environment", "status"),
    [
        ("all", {}, 200),
        ("all", {"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_API_URL": "http://127.0.0.1:9"}, 404),
        ("web", {}, 404),
    ],
)
def test_time_can_be_moved_only_where_nobody_else_lives_by_it(
    laptop: Shell, part: str, environment: dict[str, str], status: int
) -> None:
    shell = replace(laptop, environment={"PORT": "0", **environment})
    with shell.running(part) as process:
        assert process.stdout is not None
        said = re.search(r"http://[^\s/]+", process.stdout.readline())
        assert said
        page = httpx.get(said[0], timeout=30).text
        assert "tryout.js" in page
        assert ("data-aim" in page) == (status == 200)
        answer = httpx.post(
            f"{said[0]}/tryout/clock",
            json={"aim": "day", "journeys": 0},
            headers={"Origin": said[0]},
            timeout=30,
        )
        assert answer.status_code == status


@pytest.mark.parametrize("part", ["worker", "clock"])
def test_who_serves_no_pages_opens_its_figures_where_it_is_told_to(
    server: Shell, part: str
) -> None:
    shell = replace(server, environment={"METRICS_PORT": "0"})
    with shell.running(part) as process:
        assert process.stdout is not None
        said = re.fullmatch(
            r"/metrics and /healthz open at (http://\S+) .*\n", process.stdout.readline()
        )
        assert said
        assert httpx.get(f"{said[1]}/healthz", timeout=30).json() == {"reasons": []}
        figures = httpx.get(f"{said[1]}/metrics", timeout=30).text
        assert "khuepna_turn_seconds_count" in figures
        assert "khuepna_inbox_waiting 0.0" in figures
        for path in ("/", "/webhook/telegram", "/static/tryout.js"):
            assert httpx.get(f"{said[1]}{path}", timeout=30).status_code == 404
        process.send_signal(signal.SIGTERM)
        _out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert [line for line in err.splitlines() if not line.startswith("{")] == []


def test_what_a_worker_did_is_counted_there(server: Shell) -> None:
    with server.database() as tx:
        receive(tx, [arrival("somebody-new", "สวัสดี")], now=clock.now())
    shell = replace(server, environment={"METRICS_PORT": "0"})
    with shell.running("worker") as process:
        assert process.stdout is not None
        said = re.search(r"http://\S+", process.stdout.readline())
        assert said
        ends_at = monotonic() + 30
        while "khuepna_turn_seconds_count 1.0" not in (
            figures := httpx.get(f"{said[0]}/metrics", timeout=30).text
        ):
            assert monotonic() < ends_at, figures


def test_a_port_for_figures_that_is_taken_is_said(laptop: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finished = replace(laptop, environment={"METRICS_PORT": str(port)}).spawn("worker")
    assert finished.status == 1
    (said,) = finished.sentences
    assert said.startswith(f"Nothing can listen at 127.0.0.1:{port} (Address already in use): ")
    assert "METRICS_PORT" in said


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
