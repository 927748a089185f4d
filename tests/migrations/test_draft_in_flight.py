"""An upgrade in the middle of a report: the officer goes on as if nothing had happened."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bot.channels.terminal import TerminalCodec
from handlers.turns import Answered, take_one_turn
from storage import inbox
from storage.db import transaction
from storage.projects import find_project
from storage.records import Arrival, Content
from storage.reports import log_of
from storage.schema import migrate
from tests.migrations.test_migrate import VERSIONS
from tests.turns.office import ISSUER

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
STATES = sorted((Path(__file__).parent.parent / "dialogue" / "states").glob("*.json"))

UNIT = "INSERT INTO unit (code, name) VALUES ('04160200', 'กองทดลองใช้')"
OFFICER = """
INSERT INTO person (id, name, unit_code, locale, created_at)
    VALUES (:number, :name, '04160200', 'th', '2026-11-01 00:00:00');
INSERT INTO address (channel, account, person_id, lane, linked_at)
    VALUES ('terminal', :chat, :number, :chat, '2026-11-01 00:00:00');
INSERT INTO project (id, code, name, unit_code, fiscal_year, responsible, rationale, objectives,
    targets, status) VALUES (:project, :code, 'โครงการสวนริมคลอง', '04160200', 2570, '', '', '',
    '', 'in_progress');
INSERT INTO project_reporter (project_id, person_id) VALUES (:project, :number);
INSERT INTO dialogue (person_id, ask, state, updated_at)
    VALUES (:number, 9, :state, '2026-11-24 00:00:00')
"""
SENT = Content(Decimal("62.5"), "ปลูกต้นไม้แล้ว 40 ต้น\nและวางท่อน้ำ", problems=None, obstacles="ฝนตกหนัก")


def take_up(tx: Connection, number: int, draft: str) -> None:
    """Let an officer have a draft of a project of their own, as the version before wrote it."""
    state = json.loads(draft)
    state["draft"]["project"] = project = 100 + number
    given = {
        "number": number,
        "name": f"มาลี {number}",
        "chat": f"person-{number}",
        "project": project,
        "code": code_of(number),
        "state": json.dumps(state, ensure_ascii=False, separators=(",", ":")),
    }
    for statement in map(text, OFFICER.split(";")):
        tx.execute(statement, {name: given[name] for name in statement.compile().params})


def code_of(number: int) -> str:
    return f"04160200-{number:04d}"


def test_drafts_of_the_version_before_are_sent_after_the_upgrade(empty_database: Engine) -> None:
    """Of every form that a draft ever had: an officer for each."""
    migrate(empty_database, to=VERSIONS[-2])
    with transaction(empty_database) as tx:
        tx.execute(text(UNIT))
        for number, path in enumerate(STATES, 1):
            take_up(tx, number, path.read_text(encoding="utf-8"))

    migrate(empty_database)

    filed = {}
    for number, path in enumerate(STATES, 1):
        chat = f"person-{number}"
        payload = json.dumps({"account": chat, "group": False, "press": "9.send"})
        with transaction(empty_database) as tx:
            inbox.receive(tx, [Arrival("terminal", f"e-{number}", chat, NOW, payload)], now=NOW)
        outcome = take_one_turn(
            empty_database, {"terminal": TerminalCodec()}, locale="th", issuer=ISSUER, now=NOW
        )
        assert isinstance(outcome, Answered), path.stem
        with transaction(empty_database) as tx:
            found = find_project(tx, code_of(number))
            assert found is not None
            filed[path.stem] = [report.content for report in log_of(tx, found[0])]
    assert filed == {path.stem: [SENT] for path in STATES}
