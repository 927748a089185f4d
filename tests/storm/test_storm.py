"""Everybody reports at once while everything fails, and every report is there exactly once.

The seed makes a run repeatable as far as processes and threads can be: which call fails and how,
which event comes twice and when, and which process is killed after how many answers.
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select

from bot import clock
from bot.codes import new_code
from storage.db import reading, transaction
from storage.invitations import issue_invitation
from storage.people import find_or_add_person
from storage.periods import local_date, period_of
from storage.projects import save_project
from storage.records import Content, ProjectFacts, Role, Unit
from storage.reporters import add_reporter
from storage.tables import evidence, inbox, outbox, report
from storage.units import save_unit
from tests.fakes.delivery import Delivery
from tests.fakes.faults import Script
from tests.fakes.line.fake import LineFake
from tests.fakes.process import line_process, telegram_process
from tests.fakes.telegram.fake import TelegramFake
from tests.ground.databases import opened
from tests.storm.fleet import Fleet, fleet
from tests.storm.officer import Officer, Phone, content_of

PEOPLE = int(os.environ.get("STORM_PEOPLE", "50"))
SHARE = 0.2  # of the calls fail
KILLS = int(os.environ.get("STORM_KILLS", "6"))
ANSWERS = 8  # to each officer at least: the code, /report, percent, text, done, two more, send
LOOK = 0.1  # seconds between two looks at how many answers there are
PUBLIC = "https://khuepna.example"
UNIT = Unit("04160200", "กองทดลองใช้")
SEED = int(os.environ.get("STORM_SEED", "20261125"))


@contextmanager
def platforms() -> Iterator[tuple[LineFake, TelegramFake]]:
    with line_process() as line, telegram_process() as telegram:
        for fake in (line, telegram):
            fake.expect_repeats()
            fake.use(Delivery(doubled=True, shuffled=True, seed=SEED))
            fake.play(Script(share=SHARE, seed=SEED))
        yield line, telegram


def environment(url: str, line: LineFake, telegram: TelegramFake, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": "k" * 40,
        "HOST": "127.0.0.1",
        "PORT": "0",
        "PUBLIC_URL": PUBLIC,
        "EVIDENCE_URL": (folder / "evidence").as_uri(),
        "TELEGRAM_BOT_TOKEN": telegram.bot.token,
        "TELEGRAM_API_URL": telegram.url,
        "LINE_CHANNEL_SECRET": line.channel.secret,
        "LINE_CHANNEL_ID": line.channel.channel_id,
        "LINE_API_URL": line.url,
        "LINE_DATA_API_URL": line.data_url,
    }


def hire(tx: Connection, number: int, phone: Phone) -> Officer:
    now = clock.now()
    year = period_of(local_date(now)).fiscal_year
    name = f"เจ้าหน้าที่ {number}"
    person = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=now)
    facts = ProjectFacts(f"04160200-{number:04d}", f"โครงการที่ {number}", UNIT.code, year)
    project = save_project(tx, facts)
    add_reporter(tx, project_id=project.id, person_id=person.id)
    code = new_code()
    issue_invitation(
        tx,
        person_id=person.id,
        role=Role.OFFICER,
        unit_code=UNIT.code,
        now=now,
        lifetime=timedelta(days=1),
        code=code,
    )
    return Officer(number, phone, code, project.id, content_of(number))


def kill_on_the_way(
    running: Fleet, engine: Engine, over: threading.Event, dice: random.Random
) -> int:
    """Kill one process after another, each after so many answers; gives how many it killed.

    They are spread over the answers that there will be at least, so that all of them happen
    however fast or slow the machine is. Where it is `over` before, somebody has failed.
    """
    for kills in range(KILLS):
        answers = int(PEOPLE * ANSWERS * (kills + dice.random()) / (KILLS + 1))
        while answered(engine) < answers:
            if over.wait(LOOK):
                return kills
        running.kill_and_start(dice.randrange(len(running.processes)))
    return KILLS


def answered(engine: Engine) -> int:
    """Count the events of officers that were answered."""
    with reading(engine) as tx:
        done = select(func.count()).select_from(inbox).where(inbox.c.state == "done")
        return tx.execute(done).scalar_one()


def walk(url: str, parts: Sequence[str], folder: Path) -> None:
    dice = random.Random(SEED)
    with platforms() as (line, telegram), opened(url) as engine:

        def proxy(addresses: Sequence[str]) -> None:
            for fake in (line, telegram):
                fake.route(PUBLIC, *addresses)

        with transaction(engine) as tx:
            save_unit(tx, UNIT)
            officers = [
                hire(
                    tx,
                    number,
                    line.phone(f"ไลน์ {number}")
                    if number % 2
                    else telegram.phone(f"เทเลแกรม {number}", started=False),
                )
                for number in range(1, PEOPLE + 1)
            ]
        line.deliver_to(f"{PUBLIC}/webhook/line")
        over = threading.Event()
        with (
            fleet(parts, environment(url, line, telegram, folder), folder, proxy) as running,
            ThreadPoolExecutor(PEOPLE + 1) as crowd,
        ):
            killer = crowd.submit(kill_on_the_way, running, engine, over, dice)
            try:
                for reported in [crowd.submit(officer.report) for officer in officers]:
                    reported.result()
            finally:
                over.set()
            assert killer.result() == KILLS
        with reading(engine) as tx:
            check_reports(tx, officers)
        assert line.violations == []
        assert telegram.violations == []
        assert line.spent_pushes == {}


def check_reports(tx: Connection, officers: Sequence[Officer]) -> None:
    """Every report exactly once, word for word; nothing set aside, nothing refused."""
    columns = ("project_id", "percent", "narrative", "problems", "obstacles", "entry", "revision")
    rows = tx.execute(select(*(report.c[name] for name in columns)).order_by(report.c.project_id))
    filed = {
        project: (Content(*content), entry, revision)
        for project, *content, entry, revision in rows.all()
    }
    assert filed == {officer.project_id: (officer.content, 1, 1) for officer in officers}
    assert tx.execute(select(func.count()).select_from(report)).scalar_one() == PEOPLE
    aside = select(inbox.c.payload).where(inbox.c.state == "aside")
    assert tx.execute(aside).scalars().all() == []
    dead = select(outbox.c.failure).where(outbox.c.state == "dead")
    assert tx.execute(dead).scalars().all() == []
    assert tx.execute(select(evidence.c.id)).all() == []


@pytest.mark.usefixtures("postgresql")
def test_two_of_each_process_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    walk(postgresql_url, ["web", "web", "worker", "worker"], tmp_path)


def test_one_process_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    walk(sqlite_url, ["all"], tmp_path)
