"""A page that has other figures than were given in chat: these stay, and the import says so."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from handlers.imports.outcome import Remark
from handlers.imports.wording import tell_outcome
from storage.db import transaction
from storage.figures import Giving, file_score
from storage.people import find_or_add_person
from storage.projects import find_project
from tests.imports.desk import page_text, take

CODE = "50990000-3561"
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(("locale", "words"), [("th", "ให้ไว้ในแชต"), ("en", "given in chat")])
def test_a_score_of_a_page_does_not_replace_one_given_in_chat(
    database: Engine, locale: str, words: str
) -> None:
    head = "** ผลการประเมินโครงการ (รายไตรมาส) **"
    page = page_text("full.txt").replace(head, f"{head}\nไตรมาสที่ 3/2566 : 90 : ครบ")
    assert not take(database, page, name="page.txt").refused
    with transaction(database) as tx:
        found = find_project(tx, CODE)
        assert found is not None
        number, facts = found
        printed = facts.evaluations[-1]
        person = find_or_add_person(
            tx, name="ผู้ประเมิน", unit_code=facts.unit_code, locale="th", now=NOW
        )
        by = Giving(person.id, "line", 1, NOW)
        quarter, score = printed.quarter, Decimal("12.5")
        file_score(tx, number, quarter, score, "ตรวจแล้ว", reason="", seen=0, by=by)
    outcome = take(database, page, name="page.txt")
    (remark,) = [one for one in outcome.remarks if one.remark is Remark.GIVEN_IN_CHAT]
    assert f"{quarter}: 12.5 ≠ " in remark.about
    assert any(words in line for line in tell_outcome(outcome, locale))
    with transaction(database) as tx:
        found = find_project(tx, CODE)
    assert found is not None
    assert found[1].evaluations[-1].score == Decimal("12.5")
