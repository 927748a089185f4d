from __future__ import annotations

import signal

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


def test_ctrl_c_ends_a_conversation_quietly(sampled: Shell) -> None:
    with sampled.running("chat", "--as", NAME) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
