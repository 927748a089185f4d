"""The card of a project tells whoever may remind its people which of them nothing reaches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.db import transaction
from storage.erasure import erase_person
from storage.people import grant_role
from storage.reachability import mark_unreachable
from storage.records import Role
from storage.reporters import add_reporter
from tests.errands.desk import PARKS, WORKS, Desk
from tests.turns.office import CHANNEL, shown

ROW = "เตือนทางแชตไม่ถึง"
AFTER_MIDNIGHT = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)  # the 20th in Bangkok


def leave(desk: Desk, name: str, *, at: datetime = AFTER_MIDNIGHT) -> None:
    with transaction(desk.engine) as tx:
        mark_unreachable(tx, channel=CHANNEL, lane=desk.chat(name), now=at)


def told(desk: Desk, name: str) -> list[str] | None:
    """Open the card as this person; gives what it tells of people, a line of each."""
    desk.tell(name, "/status 04160000-0001")
    rows = dict(shown(desk.engine, desk.chat(name))[-1]["card"]["rows"])
    assert rows["หน่วยงาน"] == WORKS.name
    return rows[ROW].splitlines() if ROW in rows else None


def test_a_supervisor_reads_who_is_out_of_reach_since_when_and_what_to_do(desk: Desk) -> None:
    for name in ("ก้อง", "ขวัญ", "คำ"):
        desk.hire(name, 1)
    desk.hire("งาม", 1, linked=False)
    desk.hire("สมศรี", supervises=WORKS)
    leave(desk, "ก้อง", at=AFTER_MIDNIGHT - timedelta(days=9))
    desk.tell("ก้อง", "/help")
    leave(desk, "ก้อง")
    desk.tell("ขวัญ", "/unlink")
    assert told(desk, "สมศรี") == [
        "ก้อง ออกจากแชตเมื่อ 20 พ.ย. 2569 บอกให้กลับเข้าแชตแล้วพิมพ์อะไรก็ได้",
        "ขวัญ เลิกเชื่อมบัญชีเมื่อ 25 พ.ย. 2569 ขอรหัสเข้าร่วมใหม่จากผู้ดูแลระบบ",
        "งาม ยังไม่ได้เข้าร่วม ขอรหัสเข้าร่วมจากผู้ดูแลระบบ",
    ]


def test_whoever_comes_back_or_is_erased_is_told_of_no_more(desk: Desk) -> None:
    desk.hire("ก้อง", 1)
    khwan = desk.hire("ขวัญ", 1)
    desk.hire("สมศรี", supervises=WORKS)
    leave(desk, "ก้อง")
    leave(desk, "ขวัญ")
    assert len(told(desk, "สมศรี") or ()) == 2
    desk.tell("ก้อง", "/help")
    with transaction(desk.engine) as tx:
        erase_person(tx, khwan, now=desk.now)
        # As an import leaves it that read of them just before.
        add_reporter(tx, project_id=desk.projects[1], person_id=khwan)
    assert told(desk, "สมศรี") is None


def test_who_may_not_remind_reads_nothing_of_it(desk: Desk) -> None:
    desk.hire("ก้อง", 1)
    desk.hire("ขวัญ", 1)
    other = desk.hire("วิภา", supervises=PARKS)
    with transaction(desk.engine) as tx:
        grant_role(tx, person_id=other, role=Role.EVALUATOR, unit_code=WORKS.code)
    leave(desk, "ก้อง")
    assert told(desk, "ขวัญ") is None
    assert told(desk, "วิภา") is None
