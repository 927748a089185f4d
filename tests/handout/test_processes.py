"""The real service: what is asked for in a chat arrives, on either platform."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from bot import clock
from storage.db import transaction
from storage.page_log import add_imported
from storage.people import find_or_add_person, grant_role, link_address
from storage.periods import local_date, period_of
from storage.projects import save_project
from storage.records import Content, ImportedReport, ProjectFacts, Role, Unit
from storage.units import save_unit
from tests.command_line.platforms import PUBLIC_URL, Platforms, running_platforms
from tests.fakes.line.fake import LinePhone
from tests.fakes.screen import Bubble
from tests.fakes.telegram.fake import TelegramPhone
from tests.ground.databases import opened
from tests.storm.fleet import Fleet, fleet

UNIT = Unit("04160200", "กองทดลองใช้")
CODE, NAME = "04160200-0001", "โครงการสวนริมคลอง"
PNG = b"\x89PNG"


@dataclass(frozen=True)
class Served:
    """A process with a project in its database, for all tests here."""

    fleet: Fleet
    platforms: Platforms
    url: str


@dataclass(frozen=True)
class City:
    """What is served, and a supervisor of this test's own who has both apps."""

    fleet: Fleet
    platforms: Platforms
    telegram: TelegramPhone
    line: LinePhone


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("city")
    url = f"sqlite:///{shutil.copy(sqlite_template, folder)}"
    _settle(url)
    with running_platforms() as platforms:
        platforms.line.deliver_to(f"{PUBLIC_URL}/webhook/line")

        def moved(addresses: Sequence[str]) -> None:
            for fake in (platforms.line, platforms.telegram):
                fake.route(PUBLIC_URL, *(address.rstrip("/") for address in addresses))

        environment = {
            "DATABASE_URL": url,
            "SECRET_KEY": "k" * 32,
            "PORT": "0",
            "PUBLIC_URL": PUBLIC_URL,
            "EVIDENCE_URL": (folder / "evidence").as_uri(),
            **platforms.telegram_settings,
            **platforms.line_settings,
        }
        with fleet(["all"], environment, folder, moved) as running:
            yield Served(running, platforms, url)


@pytest.fixture
def city(served: Served, request: pytest.FixtureRequest) -> Iterator[City]:
    platforms, name = served.platforms, request.node.name
    telegram, line = platforms.telegram.phone(name), platforms.line.phone(name)
    _hire(served.url, name, {"telegram": telegram.chat, "line": line.chat})
    yield City(served.fleet, platforms, telegram, line)
    assert platforms.violations == []


def _settle(url: str) -> None:
    today = local_date(clock.now())
    with opened(url) as engine, transaction(engine) as tx:
        save_unit(tx, UNIT)
        facts = ProjectFacts(CODE, NAME, UNIT.code, period_of(today).fiscal_year)
        project = save_project(tx, facts)
        content = Content(Decimal(30), "ปลูกต้นไม้แล้ว", "น้ำท่วมขัง", None)
        add_imported(tx, project.id, [ImportedReport(content, today - timedelta(days=1), None)])


def _hire(url: str, name: str, chats: dict[str, str]) -> None:
    now = clock.now()
    with opened(url) as engine, transaction(engine) as tx:
        person = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=now)
        grant_role(tx, person_id=person.id, role=Role.SUPERVISOR, unit_code=UNIT.code)
        for channel, chat in chats.items():
            link_address(tx, person_id=person.id, channel=channel, account=chat, lane=chat, now=now)


def arrived(phone: TelegramPhone | LinePhone, kind: str) -> Bubble:
    """Wait for a bubble of this kind; gives the newest."""
    while True:
        changes = phone.link.ask("changes", chat=phone.chat)
        for bubble in reversed(phone.seen):
            if bubble.kind == kind:
                return bubble
        assert phone.link.ask("wait", chat=phone.chat, beyond=changes, seconds=90), phone.seen


def test_telegram_is_sent_the_files_and_line_the_links_to_them(city: City) -> None:
    city.telegram.say(f"/export {CODE} excel")
    file = city.telegram.received(arrived(city.telegram, "document"))
    assert file.name == f"รายงาน-{NAME}.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    city.line.say(f"ส่งออก {CODE} excel")
    city.line.wait_for("(Excel)", 60)
    arrived(city.line, "flex")
    opened = city.line.open(city.line.link_of(f"รายงาน {NAME}"))
    assert opened.status == 200
    assert openpyxl.load_workbook(io.BytesIO(opened.content)).sheetnames


def test_a_pdf_arrives_as_a_document_and_opens_at_a_link(city: City) -> None:
    city.telegram.say(f"/export {CODE} pdf")
    file = city.telegram.received(arrived(city.telegram, "document"))
    assert file.name == f"รายงาน-{NAME}.pdf"
    assert file.content.startswith(b"%PDF-")
    city.line.say(f"ส่งออก {CODE} pdf")
    city.line.wait_for("(PDF)", 60)
    arrived(city.line, "flex")
    opened = city.line.open(city.line.link_of(f"รายงาน {NAME}"))
    assert (opened.status, opened.media_type) == (200, "application/pdf")
    assert opened.content.startswith(b"%PDF-")


def test_both_are_shown_pictures(city: City) -> None:
    city.telegram.say(f"/export {CODE}")
    city.telegram.wait_for(CODE, 60)
    city.telegram.press("กราฟ")
    photo = arrived(city.telegram, "photo")
    assert photo.text == f"กราฟ {NAME}"
    assert city.telegram.received(photo).content.startswith(PNG)
    assert city.telegram.spinning == 0
    city.line.say(f"/export {CODE}")
    city.line.wait_for(CODE, 60)
    city.line.press("กราฟ")
    picture = city.line.look_at(arrived(city.line, "image"))
    assert (picture.status, picture.media_type) == (200, "image/png")
    assert picture.content.startswith(PNG)
    # LINE wants the small one of a picture below a megabyte; it is the picture itself.
    city.line.say("/status")
    city.line.answer(60)
    city.line.press("กราฟภาพรวม")
    city.line.wait_for("ภาพรวม กองทดลองใช้", 60)
    overview = city.line.look_at(arrived(city.line, "image"))
    assert (overview.status, overview.content[:4]) == (200, PNG)


def test_a_process_that_is_killed_is_followed_by_one_that_sends_the_file(city: City) -> None:
    city.platforms.telegram.expect_repeats()
    city.platforms.line.expect_repeats()
    city.telegram.say(f"/export {CODE} excel")
    city.telegram.wait_for("(Excel)", 60)
    city.fleet.kill_and_start(0)
    file = city.telegram.received(arrived(city.telegram, "document"))
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
