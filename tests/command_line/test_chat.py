from __future__ import annotations

import signal
from datetime import timedelta

from bot import clock
from reminders.tick import CLOCK
from storage.heartbeats import beat
from storage.outbox import enqueue
from storage.people import find_or_add_person, people_named
from storage.records import Unit
from storage.units import save_unit
from tests.command_line.shell import Shell, succeeded
from tests.joining.office import NOW

NAME = "พิมพ์ลดา ศรีสุขใจ"


def test_a_report_is_begun_in_the_terminal(sampled: Shell) -> None:
    said = succeeded(sampled.spawn("chat", "--as", NAME, typed="/report\n")).out
    assert f"{NAME}: /report" in said
    assert "โครงการขุดลอกคลองและล้างท่อระบายน้ำเพื่อลดน้ำท่วมขัง" in said


def test_a_name_may_be_typed_as_it_comes(sampled: Shell) -> None:
    said = succeeded(sampled.spawn("chat", "--as", f" {NAME.replace(' ', '  ')}\u200b", typed="\n"))
    assert f"{NAME}: " in said.out


def test_whoever_is_not_in_the_register_cannot_talk(sampled: Shell) -> None:
    said = sampled.refused("chat", "--as", "พิมพ์ลดา ศรีสุข")
    assert f"{NAME} may be meant" in said
    assert "may be meant" not in sampled.refused("chat", "--as", "Zorro")


def test_a_name_of_two_people_is_nobody_in_particular(office: Shell) -> None:
    with office.database() as tx:
        for unit in (Unit("50980000", "หนึ่ง"), Unit("50990000", "สอง")):
            save_unit(tx, unit)
            find_or_add_person(tx, name=NAME, unit_code=unit.code, locale="th", now=NOW)
        assert len(people_named(tx, NAME)) == 2
    assert "50980000, 50990000" in office.refused("chat", "--as", NAME)


def test_it_answers_beside_a_trial_that_was_moved_forward(sampled: Shell) -> None:
    """What the process of the trial put in the queue is due by its time, and holds up the rest."""
    ahead = clock.now() + timedelta(days=12)
    with sampled.database() as tx:
        (person,) = people_named(tx, NAME)
        beat(tx, CLOCK, now=ahead, apart=timedelta())
        lane, told = f"person-{person.id}", '{"text": "ถึงกำหนดแล้ว", "buttons": []}'
        enqueue(tx, [told], channel="terminal", lane=lane, now=ahead)
    said = succeeded(sampled.spawn("chat", "--as", NAME, typed="/report\n")).out
    assert said.index("ถึงกำหนดแล้ว") < said.index("โครงการขุดลอกคลองและล้างท่อระบายน้ำเพื่อลดน้ำท่วมขัง")


def test_ctrl_c_ends_a_conversation_quietly(sampled: Shell) -> None:
    with sampled.running("chat", "--as", NAME) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
