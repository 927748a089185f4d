"""An upgrade in the middle of a report: the officer goes on as if nothing had happened."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.channels.terminal import TerminalCodec
from handlers.turns import Answered, take_one_turn
from storage import inbox
from storage.db import transaction
from storage.projects import find_project
from storage.records import Arrival
from storage.reports import log_of
from storage.schema import migrate
from tests.migrations.test_migrate import VERSIONS
from tests.turns.office import ISSUER

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
STATES = sorted((Path(__file__).parent.parent / "dialogue" / "states").glob("*.json"))

OFFICE = """
INSERT INTO unit (code, name) VALUES ('04160200', 'กองทดลองใช้');
INSERT INTO person (id, name, unit_code, locale, created_at)
    VALUES (1, 'มาลี', '04160200', 'th', '2026-11-01 00:00:00');
INSERT INTO address (channel, account, person_id, lane, linked_at)
    VALUES ('terminal', 'person-1', 1, 'person-1', '2026-11-01 00:00:00');
INSERT INTO project (id, code, name, unit_code, fiscal_year, responsible, rationale, objectives,
    targets, status) VALUES (7, '04160200-0001', 'โครงการสวนริมคลอง', '04160200', 2570, '', '', '',
    '', 'in_progress');
INSERT INTO project_reporter (project_id, person_id) VALUES (7, 1);
"""


@pytest.mark.parametrize("draft", STATES, ids=lambda path: path.stem)
def test_a_draft_of_the_version_before_is_sent_after_the_upgrade(
    empty_database: Engine, draft: Path
) -> None:
    migrate(empty_database, to=VERSIONS[-2])
    with transaction(empty_database) as tx:
        for statement in OFFICE.strip().split(";\n"):
            tx.execute(text(statement.rstrip(";\n")))
        tx.execute(
            text(
                "INSERT INTO dialogue (person_id, ask, state, updated_at)"
                " VALUES (1, 9, :state, '2026-11-24 00:00:00')"
            ),
            {"state": draft.read_text(encoding="utf-8").strip()},
        )

    migrate(empty_database)

    payload = '{"account": "person-1", "group": false, "press": "9.send"}'
    with transaction(empty_database) as tx:
        inbox.receive(tx, [Arrival("terminal", "e-1", "person-1", NOW, payload)], now=NOW)
    outcome = take_one_turn(
        empty_database, {"terminal": TerminalCodec()}, locale="th", issuer=ISSUER, now=NOW
    )
    assert isinstance(outcome, Answered)
    with transaction(empty_database) as tx:
        found = find_project(tx, "04160200-0001")
        assert found is not None
        (report,) = log_of(tx, found[0])
    assert report.content.percent == Decimal("62.5")
    assert report.content.narrative == "ปลูกต้นไม้แล้ว 40 ต้น\nและวางท่อน้ำ"
    assert report.content.problems is None
    assert report.content.obstacles == "ฝนตกหนัก"
