"""What supervisors do about the reports of others, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, update

from handlers.oversight.carrying_out import carry_out
from handlers.oversight.deeds import (
    Acknowledge,
    AskReopening,
    Comment,
    Decline,
    Deed,
    Remind,
    Reopen,
    ShowPart,
    ShowReport,
    ShowUnits,
)
from handlers.oversight.office import Office
from handlers.oversight.parts import Part
from handlers.oversight.reading import read_digest
from handlers.oversight.rules import read_rules
from handlers.texts import phrases
from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.absences import set_absence
from storage.acknowledgements import acknowledged_by
from storage.comments import comments_on
from storage.db import transaction
from storage.erasure import erase_person
from storage.people import living, person_by_id
from storage.periods import BANGKOK, Period, local_date
from storage.records import Absence, Role, Worth
from storage.reopening_wishes import wish_for
from storage.reopenings import reopened_projects, reopenings_of
from storage.tables import (
    comment,
    evidence,
    nudge,
    outbox,
    reopening,
    report,
    report_evidence,
)
from storage.units import units_below
from tests.oversight.city import (
    CITY,
    NORTH,
    NOVEMBER,
    NOW,
    OTHER,
    SOUTH,
    add_officer,
    add_reports,
    add_supervisor,
    at,
    found_city,
)
from tests.turns.office import CODECS

LOCKED = datetime(2026, 12, 11, 9, tzinfo=BANGKOK)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Town:
    tx: Connection
    projects: dict[str, int]

    def do(self, person_id: int, deed: Deed, *, now: datetime = NOW) -> str:
        """Let a person ask for a deed; gives what they are told."""
        person = person_by_id(self.tx, person_id)
        assert person is not None
        said = carry_out(Office(self.tx, CODECS, person, now), deed)
        return "\n".join(one.text for one in said)

    def told(self) -> list[tuple[str, Worth]]:
        """To whom something was said first, and what it is worth."""
        rows = self.tx.execute(select(outbox.c.lane, outbox.c.worth).order_by(outbox.c.id))
        return [(row.lane, row.worth) for row in rows]

    def report_of(self, name: str) -> int:
        """The newest report of a project."""
        theirs = select(func.max(report.c.id)).where(report.c.project_id == self.projects[name])
        number: int = self.tx.execute(theirs).scalar_one()
        return number


@pytest.fixture(name="town")
def found_town(database: Engine) -> Iterator[Town]:
    with transaction(database) as tx:
        yield Town(tx, found_city(tx))


def say(key: str, **fields: object) -> str:
    return phrases("digest", "th")(key, **fields)


REFUSED = say("refused.not_yours")


def every_deed(town: Town) -> list[Deed]:
    sent = town.report_of("ตามแผน")
    return [
        ShowPart(Part.MISSING, NOVEMBER, SOUTH.code),
        ShowReport(sent),
        Remind(NOVEMBER, SOUTH.code),
        Acknowledge(sent),
        Comment(sent, "ดีมาก"),
        Reopen(town.projects["ตามแผน"], NOVEMBER, "แก้ตัวเลข"),
        Decline(town.projects["ตามแผน"], NOVEMBER, "ไม่"),
    ]


def test_a_supervisor_of_another_unit_is_refused_everything(town: Town) -> None:
    stranger = add_supervisor(town.tx, "ดวงใจ", OTHER)
    sibling = add_supervisor(town.tx, "อรุณ", NORTH, role=Role.ADMIN)
    for deed in every_deed(town):
        assert town.do(stranger, deed, now=LOCKED) == REFUSED
        assert town.do(sibling, deed, now=LOCKED) == REFUSED
    assert town.told() == []
    for table in (comment, reopening, nudge):
        assert town.tx.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_the_one_above_is_refused_nothing(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    for deed in every_deed(town):
        assert town.do(above, deed, now=LOCKED) != REFUSED


@pytest.mark.parametrize(
    "deed",
    [
        ShowPart(Part.MONTH, NOVEMBER, "12345678"),
        ShowReport(2**31 - 1),
        Acknowledge(2**31 - 1),
        Comment(2**31 - 1, "ดีมาก"),
        Reopen(2**31 - 1, NOVEMBER, "แก้ตัวเลข"),
        AskReopening(2**31 - 1, NOVEMBER),
        Remind(NOVEMBER, ""),
    ],
)
def test_what_does_not_exist_is_refused_like_what_is_not_theirs(town: Town, deed: Deed) -> None:
    assert town.do(add_supervisor(town.tx, "วิชัย", CITY), deed) == REFUSED


def test_an_evaluator_comments_and_does_not_remind(town: Town) -> None:
    evaluator = add_supervisor(town.tx, "ประไพ", CITY, role=Role.EVALUATOR)
    assert town.do(evaluator, Comment(town.report_of("ตามแผน"), "ขอหลักฐาน")) != REFUSED
    assert town.do(evaluator, Remind(NOVEMBER, CITY.code)) == REFUSED


def test_a_supervisor_reads_what_was_sent_along(town: Town) -> None:
    sent = town.report_of("ตามแผน")
    asking = add_supervisor(town.tx, "วิชัย", CITY)
    office = Office(town.tx, CODECS, living(town.tx, [asking])[0], NOW)
    for number, kind in ((1, "picture"), (2, "picture"), (3, "document")):
        kept = {
            "id": number,
            "person_id": asking,
            "channel": "webchat",
            "lane": "มาลี",
            "reference": str(number),
            "name": "",
            "state": "kept",
            "kind": kind,
            "attempts": 1,
            "not_before": NOW,
            "created_at": NOW,
        }
        town.tx.execute(insert(evidence).values(kept))
        town.tx.execute(insert(report_evidence).values(report_id=sent, evidence_id=number))
    (shown,) = carry_out(office, ShowReport(sent))
    assert shown.card is not None
    assert [row.value for row in shown.card.rows if row.label == "แนบมาด้วย"] == ["2 รูป 1 ไฟล์"]
    (bare,) = carry_out(office, ShowReport(town.report_of("ช้ากว่ากำหนด")))
    assert bare.card is not None
    assert all(row.label != "แนบมาด้วย" for row in bare.card.rows)


def test_nobody_is_offered_a_button_that_would_be_refused(town: Town) -> None:
    sent = town.report_of("ตามแผน")
    seen = {}
    for role in (Role.SUPERVISOR, Role.EVALUATOR):
        person = person_by_id(town.tx, add_supervisor(town.tx, role, CITY, role=role))
        assert person is not None
        office = Office(town.tx, CODECS, person, LOCKED)
        said = [
            *carry_out(replace(office, now=NOW), ShowPart(Part.MONTH, NOVEMBER, CITY.code)),
            *carry_out(replace(office, now=NOW), ShowPart(Part.MISSING, NOVEMBER, CITY.code)),
            *carry_out(office, ShowPart(Part.MISSING, NOVEMBER, CITY.code)),
            *carry_out(office, ShowReport(sent)),
        ]
        assert all((one.ask is None) == (not one.choices) for one in said)
        seen[role] = {choice.id.partition(".")[0] for one in said for choice in one.choices}
    assert seen[Role.SUPERVISOR] == {"remind", "digest", "ack", "comment", "reopen"}
    assert seen[Role.EVALUATOR] == {"digest", "comment"}


# --- reminding ------------------------------------------------------------------------------


def test_everybody_missing_is_reminded_once_a_day_and_the_rest_is_told(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"], town.projects["ค้างสาม"])
    add_officer(town.tx, "สมพร", town.projects["ค้างสอง"], chat=False)
    add_officer(town.tx, "กมล", town.projects["ตามแผน"])
    month = "พฤศจิกายน 2569"
    said = town.do(above, Remind(NOVEMBER, CITY.code))
    assert said.split("\n") == [
        say("done.reminded", count=1, month=month),
        say("done.no_chat", names="สมพร"),
        say("done.nobodys", count=1),
    ]
    assert town.told() == [("มาลี", Worth.REMINDER)]
    again = town.do(above, Remind(NOVEMBER, CITY.code), now=NOW + timedelta(hours=3))
    assert say("done.reminded_before", count=1) in again
    assert len(town.told()) == 1
    town.do(above, Remind(NOVEMBER, CITY.code), now=NOW + DAY)
    assert len(town.told()) == 2


def test_whoever_is_away_is_left_in_peace_and_their_stand_in_reminded(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    away = add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    alone = add_officer(town.tx, "สมพร", town.projects["ค้างสอง"])
    instead = add_officer(town.tx, "กมล", town.projects["ค้างหนึ่ง"])
    today = local_date(NOW)
    for person, stand_in in ((away, instead), (alone, None)):
        leave = Absence(person, today, today + DAY, stand_in)
        set_absence(town.tx, leave, today=today, now=NOW)
    said = town.do(above, Remind(NOVEMBER, CITY.code))
    assert say("done.reminded", count=1, month="พฤศจิกายน 2569") in said
    assert say("done.away", names="สมพร") in said
    assert town.told() == [("กมล", Worth.REMINDER)]
    told = town.tx.execute(select(outbox.c.payload)).scalar_one()
    assert told.count(f"open.{town.projects['ค้างหนึ่ง']}") == 1


def test_two_supervisors_remind_nobody_twice_a_day(town: Town) -> None:
    above, below = add_supervisor(town.tx, "วิชัย", CITY), add_supervisor(town.tx, "สมศรี", SOUTH)
    add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    town.do(above, Remind(NOVEMBER, CITY.code))
    town.do(below, Remind(NOVEMBER, SOUTH.code))
    assert town.told() == [("มาลี", Worth.REMINDER)]


def test_reminding_costs_nothing_where_the_policy_wills_it(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    change_policies(town.tx, [Change(None, 2570, {"line_pushes": False})], set_by=None, now=NOW)
    town.do(above, Remind(NOVEMBER, CITY.code))
    assert town.told() == [("มาลี", Worth.FREE)]


def test_nobody_is_reminded_of_a_locked_month_unless_it_is_open_again(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"], town.projects["ค้างสาม"])
    said = town.do(above, Remind(NOVEMBER, CITY.code), now=LOCKED)
    assert said == say("done.nobody_to_remind", month="พฤศจิกายน 2569")
    town.do(above, Reopen(town.projects["ค้างสาม"], NOVEMBER, "ไปราชการ"), now=LOCKED)
    assert say("done.reminded", count=1, month="พฤศจิกายน 2569") in town.do(
        above, Remind(NOVEMBER, CITY.code), now=LOCKED
    )
    assert [lane for lane, _ in town.told()] == ["มาลี", "มาลี"]


# --- answering a report ---------------------------------------------------------------------


def test_a_report_is_acknowledged_once_and_that_costs_nothing(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ตามแผน"])
    sent = town.report_of("ตามแผน")
    assert town.do(above, Acknowledge(sent)) == say("done.acknowledged", name="ตามแผน")
    assert town.do(above, Acknowledge(sent)) == say("done.acknowledged_before", name="ตามแผน")
    assert acknowledged_by(town.tx, sent) == ("วิชัย",)
    assert town.told() == [("มาลี", Worth.FREE)]


def test_a_comment_is_kept_and_reaches_whoever_reports(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ตามแผน"])
    add_officer(town.tx, "สมพร", town.projects["ตามแผน"], chat=False)
    sent = town.report_of("ตามแผน")
    said = town.do(above, Comment(sent, "ขอภาพ\nของจุดที่สอง"))
    assert say("done.told", count=1) in said
    assert say("done.no_chat", names="สมพร") in said
    assert town.told() == [("มาลี", Worth.REMINDER)]
    assert [(one.author, one.text) for one in comments_on(town.tx, sent)] == [
        ("วิชัย", "ขอภาพ\nของจุดที่สอง")
    ]


def test_a_comment_stays_when_its_author_is_erased(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    sent = town.report_of("ตามแผน")
    town.do(above, Comment(sent, "ขอภาพ"))
    town.do(above, Acknowledge(sent))
    erase_person(town.tx, above, now=NOW)
    assert [(one.author, one.text) for one in comments_on(town.tx, sent)] == [("", "ขอภาพ")]
    assert acknowledged_by(town.tx, sent) == ()


# --- locked months --------------------------------------------------------------------------


def test_a_month_is_opened_again_only_where_it_is_locked(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    project_id = town.projects["ค้างหนึ่ง"]
    deed = Reopen(project_id, NOVEMBER, "ไปราชการ")
    open_already = say("done.open_already", name="ค้างหนึ่ง", month="พฤศจิกายน 2569")
    assert town.do(above, deed) == open_already
    assert town.do(above, deed, now=LOCKED) != open_already
    assert town.do(above, deed, now=LOCKED) == open_already
    [opened] = reopenings_of(town.tx, [project_id], today=local_date(LOCKED))
    assert (opened.period, opened.used) == (NOVEMBER, False)


def test_an_opened_month_is_used_by_the_next_report_of_it(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    project_id = town.projects["ค้างหนึ่ง"]
    town.do(above, Reopen(project_id, NOVEMBER, "ไปราชการ"), now=LOCKED)
    add_reports(town.tx, project_id, at(24, 50), filed_at=LOCKED + DAY)
    assert [one.used for one in reopenings_of(town.tx, [project_id], today=local_date(LOCKED))] == [
        True
    ]


def test_an_opened_month_is_open_for_as_many_working_days_as_the_policy_says(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    project_id = town.projects["ค้างหนึ่ง"]
    deed = Reopen(project_id, NOVEMBER, "ไปราชการ")
    assert "ถึงวันที่ 18 ธ.ค. 2569" in town.do(above, deed, now=LOCKED)
    last, after = date(2026, 12, 18), date(2026, 12, 19)
    assert [one.period for one in reopenings_of(town.tx, [project_id], today=last)] == [NOVEMBER]
    assert reopenings_of(town.tx, [project_id], today=after) == ()
    assert reopened_projects(town.tx, NOVEMBER, today=last) == {project_id}
    assert reopened_projects(town.tx, NOVEMBER, today=after) == frozenset()
    for until in ("ยังรับรายงานอยู่", "ถึงวันที่ 25 ธ.ค. 2569"):
        assert until in town.do(above, deed, now=LOCKED + 7 * DAY)
        town.tx.execute(update(reopening).values(until=local_date(LOCKED)))
    unit = Change(SOUTH.code, 2570, {"reopened_for": 1})
    assert not change_policies(town.tx, [unit], set_by=None, now=NOW)
    town.tx.execute(update(reopening).values(until=local_date(LOCKED) - DAY))
    assert "ถึงวันที่ 14 ธ.ค. 2569" in town.do(above, deed, now=LOCKED)


def test_the_officer_reads_until_when_a_month_is_open(town: Town) -> None:
    above = add_supervisor(town.tx, "วิชัย", CITY)
    add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    town.do(above, Reopen(town.projects["ค้างหนึ่ง"], NOVEMBER, "ไปราชการ"), now=LOCKED)
    [told] = town.tx.execute(select(outbox.c.payload)).scalars()
    assert ["รายงานและแก้ไขได้ถึงวันที่", "18 ธ.ค. 2569"] in json.loads(told)["card"]["rows"]


def test_a_wish_to_open_a_month_goes_to_the_nearest_supervisors(town: Town) -> None:
    add_supervisor(town.tx, "วิชัย", CITY)
    officer = add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"], town.projects["พักก่อน"])
    add_supervisor(town.tx, "สมศรี", SOUTH)
    wish = AskReopening(town.projects["ค้างหนึ่ง"], NOVEMBER)
    assert town.do(officer, wish, now=LOCKED) == say("done.asked", count=1)
    assert [lane for lane, _ in town.told()] == ["สมศรี"]


def test_who_stands_in_asks_for_a_month_and_hears_what_becomes_of_it(town: Town) -> None:
    supervisor = add_supervisor(town.tx, "สมศรี", SOUTH)
    project_id = town.projects["ค้างหนึ่ง"]
    away = add_officer(town.tx, "มาลี", project_id)
    instead = add_officer(town.tx, "กมล", town.projects["ค้างสอง"])
    today = local_date(LOCKED)
    set_absence(town.tx, Absence(away, today, today + DAY, instead), today=today, now=LOCKED)
    wish = AskReopening(project_id, NOVEMBER)
    assert town.do(instead, wish, now=LOCKED) == say("done.asked", count=1)
    assert town.do(instead, wish, now=LOCKED + 2 * DAY) == REFUSED
    town.do(supervisor, Decline(project_id, NOVEMBER, "ส่งผลไปแล้ว"), now=LOCKED)
    town.do(supervisor, Reopen(project_id, NOVEMBER, "ไปราชการ"), now=LOCKED)
    assert [lane for lane, _ in town.told()] == ["สมศรี", *["มาลี", "กมล"] * 2]


def test_a_wish_can_be_declined_with_a_word_that_reaches_the_officer(town: Town) -> None:
    officer = add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    south = add_supervisor(town.tx, "สมศรี", SOUTH)
    wish = town.projects["ค้างหนึ่ง"], NOVEMBER
    town.do(officer, AskReopening(*wish), now=LOCKED)
    asked = town.tx.execute(select(outbox.c.payload)).scalar_one()
    assert f"0.decline.{wish[0]}.2026-11" in asked
    said = town.do(south, Decline(*wish, "ส่งผลไปแล้ว"), now=LOCKED)
    assert say("done.told", count=1) in said
    told = json.loads(town.tx.execute(select(outbox.c.payload)).scalars().all()[-1])
    assert ["เหตุผล", "ส่งผลไปแล้ว"] in told["card"]["rows"]
    assert told["text"].startswith("สมศรี ยังไม่เปิดเดือน")
    assert town.told()[-1] == ("มาลี", Worth.REMINDER)
    assert reopenings_of(town.tx, [wish[0]], today=local_date(LOCKED)) == ()
    town.do(south, Reopen(*wish, "ขอใหม่"), now=LOCKED)
    assert "ยังรับรายงานอยู่" in town.do(south, Decline(*wish, "ไม่"), now=LOCKED)


def test_a_wish_that_reaches_nobody_says_so(town: Town) -> None:
    officer = add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    wish = AskReopening(town.projects["ค้างหนึ่ง"], NOVEMBER)
    assert town.do(officer, wish, now=LOCKED) == say("done.not_asked")
    # Once somebody can be told it is asked for anew.
    add_supervisor(town.tx, "สมศรี", SOUTH)
    assert town.do(officer, wish, now=LOCKED) == say("done.asked", count=1)


def test_a_month_is_asked_for_once_until_it_is_opened(town: Town) -> None:
    number = town.projects["ค้างหนึ่ง"]
    first, second = (add_officer(town.tx, name, number) for name in ("มาลี", "กมล"))
    south = add_supervisor(town.tx, "สมศรี", SOUTH)
    wish, about = AskReopening(number, NOVEMBER), {"name": "ค้างหนึ่ง", "month": "พฤศจิกายน 2569"}
    assert town.do(first, wish) == say("done.takes_reports", **about)
    assert town.do(first, wish, now=LOCKED) == say("done.asked", count=1)
    before = say("done.asked_before", **about, date="11 ธ.ค. 2569")
    assert town.do(first, wish, now=LOCKED + DAY) == before
    assert town.do(second, wish, now=LOCKED + DAY) == before
    town.do(south, Decline(number, NOVEMBER, "ส่งผลไปแล้ว"), now=LOCKED + DAY)
    declined = say("done.declined_before", **about, date="12 ธ.ค. 2569")
    assert town.do(second, wish, now=LOCKED + 2 * DAY) == declined
    town.do(south, Reopen(number, NOVEMBER, "ไปราชการ"), now=LOCKED + 2 * DAY)
    assert town.do(second, wish, now=LOCKED + 14 * DAY) == say("done.asked", count=1)


def test_whoever_is_erased_leaves_no_wish(town: Town) -> None:
    number = town.projects["ค้างหนึ่ง"]
    officer = add_officer(town.tx, "มาลี", number)
    add_supervisor(town.tx, "สมศรี", SOUTH)
    town.do(officer, AskReopening(number, NOVEMBER), now=LOCKED)
    erase_person(town.tx, officer, now=LOCKED)
    assert wish_for(town.tx, number, NOVEMBER) is None


def test_a_wish_about_a_project_of_others_is_refused(town: Town) -> None:
    officer = add_officer(town.tx, "มาลี", town.projects["ค้างหนึ่ง"])
    assert town.do(officer, AskReopening(town.projects["ค้างสอง"], NOVEMBER)) == REFUSED


# --- looking --------------------------------------------------------------------------------


def test_each_unit_of_a_supervisor_has_its_digest(town: Town) -> None:
    both = add_supervisor(town.tx, "วิชัย", SOUTH)
    add_supervisor(town.tx, "สมศรี", NORTH)
    person = person_by_id(town.tx, both)
    assert person is not None
    [south] = carry_out(Office(town.tx, CODECS, person, NOW), ShowUnits(Part.MONTH))
    assert south.card is not None
    assert SOUTH.name in south.card.title


def test_a_digest_takes_as_few_queries_for_a_city_as_for_a_unit(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
    counts = []
    for unit in (SOUTH, CITY):
        with transaction(database) as tx:
            statements: list[str] = []

            def note(_tx: object, _cursor: object, statement: str, *_rest: object) -> None:
                statements.append(statement)  # noqa: B023 - it is heard in this round only

            event.listen(database, "before_cursor_execute", note)
            rules = read_rules(tx, Period(2026, 11), today=local_date(NOW))
            read_digest(tx, rules, unit, units_below(tx, unit.code))
            event.remove(database, "before_cursor_execute", note)
            counts.append(len(statements))
    assert counts[0] <= counts[1] <= 25
