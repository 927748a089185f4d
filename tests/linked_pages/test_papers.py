"""Papers below a link: their names, a process that has enough to do, a database that is away."""

from __future__ import annotations

import asyncio
import os
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.evidence.store import Store
from bot.linked_pages.headers import disposition, file_name
from bot.linked_pages.routes import Looking
from storage.db import open_database
from tests.linked_pages.office import BUREAU, GARDEN, NOW, OF_THE_BUREAU, Office
from tests.turns.office import ISSUER
from tests.web.desk import Desk

NOWHERE = Store(Path(os.devnull))


def test_a_workbook_comes_as_a_file_with_both_names(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    answer = desk.client.get(f"{link}/file/2570Q1/{BUREAU.code}.xlsx", timeout=60)
    assert answer.status_code == 200
    header = answer.headers["Content-Disposition"]
    way, plain, full = re.findall(r"(\w+); filename=\"(.+)\"; filename\*=UTF-8''(\S+)", header)[0]
    assert (way, plain) == ("attachment", f"2570Q1-{BUREAU.code}.xlsx")
    assert unquote(full) == f"รายงานไตรมาส 2570Q1 {BUREAU.name}.xlsx"
    assert len(answer.content) == int(answer.headers["Content-Length"])
    book = load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == 5


@pytest.mark.parametrize("form", ["pdf", "csv", "json", "paste", "page"])
def test_a_projects_files_are_made(desk: Desk, office: Office, form: str) -> None:
    answer = desk.client.get(f"{office.link(OF_THE_BUREAU)}/file/{GARDEN}.{form}", timeout=60)
    assert answer.status_code == 200
    assert "สวนริมน้ำ" in unquote(answer.headers["Content-Disposition"])
    assert len(answer.content) > 200


def test_a_picture_is_shown_in_its_place(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    for path in (f"/project/{GARDEN}/curve.svg", f"/overview/{BUREAU.code}/2570.png"):
        answer = desk.client.get(link + path, timeout=60)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/")
        assert answer.headers["Content-Disposition"].startswith("inline;")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("โครงการ ก/ข: ค.xlsx", "โครงการ ก ข ค.xlsx"),
        ("ก" * 300 + ".pdf", "ก" * 100 + ".pdf"),
        ('a\r\nSet-Cookie: x="1".csv', "a Set-Cookie x= 1.csv"),
    ],
)
def test_a_name_is_fit_for_every_file_system(name: str, clean: str) -> None:
    assert file_name(name) == clean
    assert disposition("attachment", "x.csv", name).isascii()


async def test_a_process_with_enough_to_do_says_when_to_come_again(office: Office) -> None:
    looking = Looking(office.engine, asyncio.to_thread, lambda: NOW, ISSUER.key, "th", NOWHERE)
    app = Starlette(routes=looking.routes())
    link = office.link(OF_THE_BUREAU)
    path = f"{link}/file/{GARDEN}.json"
    transport = httpx.ASGITransport(app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
        looking.making,
        looking.making,
    ):
        busy = await client.get(path)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
        assert "รอประมาณครึ่งนาที" in busy.text
        # Pages are shown all the same.
        assert (await client.get(link)).status_code == 200
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        assert (await client.get(path)).status_code == 200


async def test_a_database_that_is_away_is_told_in_words() -> None:
    engine: Engine = open_database("postgresql://127.0.0.1:9/nowhere?connect_timeout=2")
    looking = Looking(engine, asyncio.to_thread, lambda: NOW, ISSUER.key, "th", NOWHERE)
    transport = httpx.ASGITransport(Starlette(routes=looking.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get(f"/v/1-{'a' * 32}")
    engine.dispose()
    assert answer.status_code == 503
    assert "ระบบฐานข้อมูลขัดข้องชั่วคราว" in answer.text
