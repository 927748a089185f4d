"""`python -m bot chat`: a whole report in a terminal, in the form of a transcript."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from storage import people, projects, reporters, units
from storage.db import open_database, transaction
from storage.records import ProjectFacts, Unit
from storage.reports import log_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CODES = {"มาลี": "04160200-0001", "สมพร": "04160200-0002"}


@pytest.fixture
def office(database_url: str) -> str:
    engine = open_database(database_url)
    with transaction(engine) as tx:
        units.save_unit(tx, Unit("04160200", "กองทดลองใช้"))
        for name, code in CODES.items():
            person = people.find_or_add_person(
                tx, name=name, unit_code="04160200", locale="th", now=NOW
            )
            saved = projects.save_project(
                tx, ProjectFacts(code, f"โครงการของ{name}", "04160200", 2570)
            )
            reporters.add_reporter(tx, project_id=saved.id, person_id=person.id)
    engine.dispose()
    return database_url


def chat(name: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--as", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 40},
    )


def typed(work: str) -> str:
    lines = ["/report", "45", work, "[ครบแล้ว]", "ไม่มี", "[ไม่มี]", "[ส่งรายงาน]"]
    return "\n".join(lines) + "\n"


def narratives(engine: Engine, code: str) -> list[str]:
    with transaction(engine) as tx:
        found = projects.find_project(tx, code)
        assert found is not None
        return [report.content.narrative for report in log_of(tx, found[0])]


def test_two_people_report_at_once_each_in_their_own_terminal(office: str) -> None:
    talks = {name: chat(name, office) for name in CODES}
    screens = {}
    for name, talk in talks.items():
        assert talk.stdin is not None
        talk.stdin.write(typed(f"งานของ{name}"))
        talk.stdin.close()
        talk.stdin = None
    for name, talk in talks.items():
        screens[name], complaints = talk.communicate(timeout=60)
        assert talk.returncode == 0, complaints
        assert "Traceback" not in complaints

    engine = open_database(office)
    for name, other in (("มาลี", "สมพร"), ("สมพร", "มาลี")):
        screen = screens[name]
        assert f"{name}: /report\nบอต: โครงการของ{name} (กองทดลองใช้)\n" in screen
        assert "     [ยกเลิก]\n" in screen
        assert f"{name}: [ส่งรายงาน]\nบอต: ได้รับรายงานแล้ว" in screen
        assert f"     | ผลการดำเนินงาน: งานของ{name}\n" in screen
        assert f"งานของ{other}" not in screen
        assert narratives(engine, CODES[name]) == [f"งานของ{name}"]
    engine.dispose()


def test_nobody_of_that_name_is_told_in_a_sentence(office: str) -> None:
    talk = chat("ไม่มีใคร", office)
    _screen, complaints = talk.communicate("", timeout=60)
    assert talk.returncode == 1
    assert "ไม่มีใคร" in complaints
    assert "Traceback" not in complaints
