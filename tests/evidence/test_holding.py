"""Who holds a picture or a file, and when it is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from structlog.testing import capture_logs

from bot.evidence.sweeping import sweep
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.evidence import evidence_of_reports
from storage.evidence_sweep import ABANDONED_AFTER
from storage.periods import Period, local_date
from storage.reopenings import add_reopening
from storage.tables import dialogue, person, report, report_evidence
from tests.evidence.office import Office
from tests.evidence.test_fetching import hash_of
from tests.turns.office import filed

REPORT = ("รายงาน", "45", "ทำแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี")
DAY = timedelta(days=1)


async def sweep_after(office: Office, passed: timedelta) -> None:
    office.clock.pass_time(passed)
    await sweep(office.ground, office.store)


def reopen_november(office: Office) -> None:
    officer = office.officer
    with transaction(office.engine) as tx:
        add_reopening(
            tx,
            officer.project_id,
            Period(2026, 11),
            reason="ขอเพิ่มรูป",
            person_id=officer.person_id,
            until=local_date(office.clock.now) + timedelta(days=7),
            now=office.clock.now,
        )


async def names_of_reports(office: Office) -> list[list[str]]:
    reports = [one["id"] for one in filed(office.engine)]
    with reading(office.engine) as tx:
        found = evidence_of_reports(tx, reports)
    return [[one.name for one in found.get(report_id, ())] for report_id in reports]


async def test_each_revision_has_what_belonged_to_it(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg", "b.pdf")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้", "ลบไฟล์แนบ", "1. a.jpg", "ย้อนกลับ")
    office.send("c.png")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้", "แก้ร้อยละ", "50", "ส่งรายงาน")
    assert await names_of_reports(office) == [
        ["a.jpg", "b.pdf"],
        ["b.pdf", "c.png"],
        ["b.pdf", "c.png"],
    ]
    await sweep_after(office, 10 * ABANDONED_AFTER)
    assert office.files == sorted(map(hash_of, ["a.jpg", "b.pdf", "c.png"]))


async def test_a_draft_that_was_cancelled_has_its_files_when_it_is_brought_back(
    office: Office,
) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ยกเลิก")
    await sweep_after(office, 10 * ABANDONED_AFTER)
    office.tell("นำร่างกลับมา")
    await sweep_after(office, 10 * ABANDONED_AFTER)
    reopen_november(office)  # which was locked long ago
    office.tell("ส่งรายงาน")
    assert await names_of_reports(office) == [["a.jpg"]]
    assert office.files == [hash_of("a.jpg")]


async def test_what_an_abandoned_draft_held_is_forgotten_after_some_days(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ยกเลิก", "รายงาน")  # which keeps it
    await sweep_after(office, 2 * ABANDONED_AFTER)
    office.tell("ทิ้งร่าง เริ่มใหม่", "เริ่มรายงานใหม่")
    await sweep_after(office, ABANDONED_AFTER - DAY)
    assert office.files == [hash_of("a.jpg")]
    await sweep_after(office, 2 * DAY)
    assert office.files == []
    assert office.rows("id") == []


async def test_what_an_abandoned_correction_removed_stays_with_the_report(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้", "ลบไฟล์แนบ", "ลบทั้งหมด", "ยกเลิก", "รายงาน")
    await sweep_after(office, 2 * ABANDONED_AFTER)
    assert await names_of_reports(office) == [["a.jpg"]]
    assert office.files == [hash_of("a.jpg")]


async def test_what_was_removed_from_a_draft_goes_at_once_and_its_file_with_the_sweep(
    office: Office,
) -> None:
    office.tell(*REPORT)
    office.send("a.jpg", "b.jpg")
    await office.fetch()
    office.tell("ลบไฟล์แนบ", "2. b.jpg")
    assert office.rows("name") == [("a.jpg",)]
    await sweep_after(office, timedelta())
    assert office.files == [hash_of("a.jpg")]


async def test_a_file_that_two_reports_have_goes_with_the_last_of_them(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้", "แก้ร้อยละ", "50", "ส่งรายงาน")
    first, second = (one["id"] for one in filed(office.engine))
    for gone, left in ((first, [hash_of("a.jpg")]), (second, [])):
        with transaction(office.engine) as tx:
            tx.execute(delete(report).where(report.c.id == gone))
        await sweep_after(office, 2 * ABANDONED_AFTER)
        assert office.files == left
    assert office.rows("id") == []


async def test_what_a_correction_holds_outlives_the_report_that_it_corrects(
    office: Office,
) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้")
    with transaction(office.engine) as tx:
        tx.execute(delete(report))
    await sweep_after(office, 2 * ABANDONED_AFTER)
    assert office.files == [hash_of("a.jpg")]


async def test_who_is_erased_leaves_what_was_filed_without_names(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    office.tell("ส่งรายงาน", "แก้ฉบับนี้")
    office.send("b.jpg")
    await office.fetch()
    office.send("c.jpg")
    office.tell("/erase", "ใช่")
    assert office.rows("name", "reference", "lane") == [("", "", "")]
    await sweep_after(office, timedelta())
    assert office.files == [hash_of("a.jpg")]
    with reading(office.engine) as tx:
        assert tx.execute(select(report_evidence)).all()
        assert tx.execute(select(person.c.name)).scalars().all() == [""]


async def test_news_for_somebody_who_was_erased_meanwhile_is_told_to_nobody(
    office: Office,
) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch_once()
    office.clock.pass_seconds(2)
    await office.fetch_once()
    [(_payload, _at, state)] = office.news()
    assert state == "waiting"
    with transaction(office.engine) as tx:
        erase_person(tx, office.officer.person_id, now=office.clock.now)
    office.take_turns()
    assert office.answers == []


async def test_a_conversation_that_cannot_be_read_holds_nothing_any_more(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    with transaction(office.engine) as tx:
        tx.execute(update(dialogue).values(state='{"version": 99}'))
    office.tell("รายงาน")
    await sweep_after(office, ABANDONED_AFTER + DAY)
    assert office.rows("id") == []
    assert office.files == []


async def test_what_was_refused_is_forgotten_as_well(embedded: Office) -> None:
    embedded.send("a.jpg")
    embedded.tell("รายงาน")
    embedded.send("b.exe")
    await embedded.fetch()
    assert embedded.rows("refusal") == [("no_draft",), ("wrong_kind",)]
    await sweep_after(embedded, ABANDONED_AFTER + DAY)
    assert embedded.rows("id") == []


# --- files that do not fit the rows ---------------------------------------------------------


async def test_a_file_without_a_row_is_removed_and_nothing_else(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg")
    await office.fetch()
    orphan = office.store.path_of("0" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    stranger = office.folder / "00" / "notes.txt"
    stranger.write_text("somebody's")
    await sweep_after(office, timedelta())
    assert office.files == sorted([hash_of("a.jpg"), "notes.txt"])


async def test_a_row_without_a_file_is_reported(office: Office) -> None:
    office.tell(*REPORT)
    office.send("a.jpg", "b.jpg")
    await office.fetch()
    with capture_logs() as lines:
        await sweep_after(office, timedelta())
    assert lines == []
    office.store.path_of(hash_of("b.jpg")).unlink()
    with capture_logs() as lines:
        await sweep_after(office, timedelta())
    [line] = lines
    assert (line["event"], line["count"]) == ("evidence_missing", 1)


async def test_a_folder_that_is_not_there_yet_or_no_folder_ends_no_sweep(
    embedded: Office, tmp_path: Path
) -> None:
    with capture_logs() as lines:
        await sweep_after(embedded, timedelta())
        assert lines == []
        embedded.tell(*REPORT)
        embedded.send("a.jpg")
        await embedded.fetch()
        path = embedded.store.path_of(hash_of("a.jpg"))
        path.unlink()
        path.parent.rmdir()
        path.parent.write_text("a file where a folder should be")
        await sweep_after(embedded, timedelta())
    assert "evidence_store_failed" in {line["event"] for line in lines}


@pytest.mark.parametrize("kind_of_message", ["a.jpg", "ทำแล้ว"])
async def test_what_is_taken_back_leaves_the_draft_and_the_queue(
    office: Office, kind_of_message: str
) -> None:
    office.tell("รายงาน", "45", "ทำแล้ว")
    office.send("a.jpg")
    await office.fetch()
    before = len(office.answers)
    office.tell({"unsent": kind_of_message})
    [told] = office.answers[before:]
    assert told.startswith("นำสิ่งที่ท่านยกเลิกการส่งออกจากร่างแล้ว")
    assert office.rows("name") == ([] if kind_of_message == "a.jpg" else [("a.jpg",)])
    office.tell({"unsent": kind_of_message})
    assert len(office.answers) == before + 1, "taking it back again is no news"
