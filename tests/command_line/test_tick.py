from __future__ import annotations

import signal

import pytest

from tests.command_line.shell import Shell


def test_what_is_due_is_done_and_said(office: Shell) -> None:
    assert office.done("tick").lines == ["What was due is done."]
    assert office.done("tick", "--now", "2026-11-25T09:00+07:00").lines


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tomorrow", "write the time as 2026-11-25T09:00+07:00"),
        ("2026-11-25T09:00", "say the zone of the time too"),
        ("2569-11-25T09:00+07:00", "write the year of the Christian era, as 2026 for 2569"),
    ],
)
def test_a_time_has_one_form(office: Shell, written: str, said: str) -> None:
    finished = office.spawn("tick", "--now", written)
    assert finished.status == 2
    assert said in finished.err


def test_the_clock_ends_quietly_when_it_is_told_to(office: Shell) -> None:
    with office.running("clock") as process:
        assert process.stderr is not None
        while '"ticking"' not in (line := process.stderr.readline()):
            assert line, "it ended before it ticked"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert [line for line in err.splitlines() if not line.startswith("{")] == []
