"""What is sent along is fetched once, kept once, and told once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256

from structlog.testing import capture_logs

from bot.channels.line.codec import LineCodec
from bot.channels.line.requests import REPLY_WITHIN, ReplyToken, read_request
from bot.evidence.fetching import GIVE_UP_AFTER, LEASE, LONGEST_FETCH
from bot.evidence.source import Content, Missing
from handlers.dialogue.attaching import LARGEST
from handlers.messages import Occasion, Outgoing
from storage.db import reading, transaction
from storage.evidence import evidence_of_reports
from storage.fetches import claim_wanted, record_kept, record_later, record_refused
from storage.records import Described, EvidenceKind, Refusal, Wanted
from tests.evidence.contents import content_of
from tests.evidence.office import Office, Platform, away
from tests.turns.office import answers, filed, link


def hash_of(name: str) -> str:
    return sha256(content_of(name)).hexdigest()


async def test_an_album_is_kept_under_its_hashes_and_told_once(office: Office) -> None:
    office.tell("รายงาน", "45")
    before = len(office.answers)
    office.send("a.jpg", "b.png", "c.pdf")
    assert len(office.answers) == before
    await office.fetch()
    assert len(office.answers) == before + 1
    assert office.answers[-1].startswith("แนบแล้ว 2 รูป 1 ไฟล์ แนบได้อีก 7")
    assert office.files == sorted(map(hash_of, ["a.jpg", "b.png", "c.pdf"]))
    for name in office.files:
        assert sha256(office.store.path_of(name).read_bytes()).hexdigest() == name
    assert office.rows("state", "kind", "media_type") == [
        ("kept", "picture", "image/jpeg"),
        ("kept", "picture", "image/png"),
        ("kept", "document", "application/pdf"),
    ]
    await office.fetch()
    assert len(office.answers) == before + 1


async def test_the_news_has_the_payload_and_the_moment_of_the_last_that_came(
    office: Office,
) -> None:
    office.tell("รายงาน")
    office.send("a.jpg")
    office.clock.pass_seconds(0.5)
    office.send("b.jpg")
    came = office.clock.now
    office.clock.pass_seconds(5)
    await office.fetch()
    [(payload, received_at, state)] = office.news()
    assert '"b.jpg"' in payload
    assert received_at == came
    assert state == "done"


async def test_nothing_is_told_while_more_is_coming(embedded: Office) -> None:
    embedded.tell("รายงาน")
    embedded.send("a.jpg")
    await embedded.fetch_once()
    embedded.clock.pass_seconds(0.9)
    embedded.send("b.jpg")
    embedded.clock.pass_seconds(0.5)
    await embedded.fetch_once()
    assert embedded.news() == []
    embedded.clock.pass_seconds(2)
    embedded.keep({"sent": "c.jpg"}, message="c.jpg")  # received, and not answered yet
    await embedded.fetch_once()
    assert embedded.news() == []
    embedded.take_turns()
    await embedded.fetch()
    assert embedded.answers[-1].startswith("แนบแล้ว 3 รูป")


async def test_two_chats_are_told_each_its_own(office: Office) -> None:
    office.tell("รายงาน")
    with transaction(office.engine) as tx:
        link(tx, office.officer, "other")
    office.send("a.jpg")
    office.send("b.pdf", chat="other")
    await office.fetch()
    assert office.answers[-1].startswith("แนบแล้ว 1 รูป")
    assert answers(office.engine, "other")[-1].startswith("แนบแล้ว 1 ไฟล์")


async def test_the_same_content_twice_is_one_file_and_belongs_to_the_report_once(
    office: Office,
) -> None:
    office.tell("รายงาน", "45", "ทำแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี")
    office.send("a.jpg", "a.jpg")
    office.tell("ส่งรายงาน")
    await office.fetch()
    assert office.files == [hash_of("a.jpg")]
    [report] = filed(office.engine)
    with reading(office.engine) as tx:
        [one] = evidence_of_reports(tx, [report["id"]])[report["id"]]
    assert one.kind is EvidenceKind.PICTURE
    assert one.filed


async def test_what_is_no_picture_or_document_is_refused_and_not_kept(office: Office) -> None:
    office.platform = Platform(
        big=[Content(b"\xff\xd8\xff" + bytes(LARGEST))],
        gone=[Missing(Refusal.GONE)],
        long=[Missing(Refusal.TOO_LARGE)],
    )
    office.tell("รายงาน")
    office.send("big.jpg", "gone.jpg", "long.pdf", "a.exe", "b.txt")
    await office.fetch()
    assert office.rows("refusal") == [
        (one,) for one in ("too_large", "gone", "too_large", "wrong_kind", "wrong_kind")
    ]
    assert office.files == []
    assert "big.jpg, long.pdf เพราะใหญ่เกิน 20 MB" in office.answers[-1]
    assert "gone.jpg เพราะแอปแชตไม่เก็บไว้แล้ว" in office.answers[-1]
    assert "a.exe, b.txt เพราะไม่ใช่รูปภาพหรือเอกสาร" in office.answers[-1]


async def test_a_platform_that_is_away_is_asked_again_and_the_person_is_told_twice(
    office: Office,
) -> None:
    office.platform = Platform(a=[away() for _ in range(6)])
    office.tell("รายงาน")
    before = len(office.answers)
    office.send("a.jpg")
    for _second in range(12):
        await office.fetch()
    [told] = office.answers[before:]
    assert told.startswith("ยังรับ a.jpg ไม่ได้")
    for _second in range(60):
        await office.fetch()
    _, last = office.answers[before:]
    assert last.startswith("แนบแล้ว 1 รูป")
    assert office.platform.asked == ["a.jpg"] * 7


async def test_what_is_told_twice_of_one_event_is_answered_with_its_reply_token_once(
    office: Office,
) -> None:
    """LINE tells a token that was used from one that never was by nothing but the attempts."""
    office.platform = Platform(a=[away() for _ in range(6)], b=[away() for _ in range(8)])
    office.tell("รายงาน")
    office.send("a.jpg", "b.jpg")
    came = office.clock.now
    for _second in range(600):
        await office.fetch()
    of_both, of_a, of_b = (token_of(payload, at) for payload, at, _ in office.news())
    assert of_both == ReplyToken("token-b", came + REPLY_WITHIN)
    assert of_a.token == "token-a"
    assert came <= of_a.until
    assert of_b.token == "token-b"
    assert of_b.until < came


def token_of(payload: str, received_at: datetime) -> ReplyToken:
    """Give the token with which LINE would be told, had the event come from there."""
    event = json.dumps({"replyToken": "token-" + json.loads(payload)["sent"][0]})
    [request] = LineCodec().write("U1", [Outgoing("…")], Occasion(event, received_at))
    read = read_request(request)
    assert read is not None
    assert read.reply is not None
    return read.reply


async def test_a_platform_that_is_back_at_once_is_no_news(embedded: Office) -> None:
    embedded.platform = Platform(a=[away(2)])
    embedded.tell("รายงาน")
    before = len(embedded.answers)
    embedded.send("a.jpg")
    for _second in range(4):
        await embedded.fetch()
    assert len(embedded.answers) == before + 1


async def test_a_platform_that_stays_away_is_given_up_in_the_end(embedded: Office) -> None:
    embedded.platform = Platform(a=[away() for _ in range(1000)])
    embedded.tell("รายงาน")
    embedded.send("a.jpg")
    end = embedded.clock.now + GIVE_UP_AFTER + timedelta(hours=1)
    while embedded.clock.now < end:
        await embedded.fetch()
        embedded.clock.pass_seconds(1800)
    assert embedded.rows("state", "refusal") == [("refused", "unreachable")]
    assert embedded.answers[-1].startswith("ไม่ได้แนบ a.jpg เพราะแอปแชตขัดข้องนานเกินไป")


async def test_a_source_that_raises_costs_no_other_anything(embedded: Office) -> None:
    embedded.platform = Platform(a=[ValueError("รหัสลับ 4711")])
    embedded.tell("รายงาน")
    embedded.send("a.jpg", "b.jpg")
    with capture_logs() as lines:
        await embedded.fetch_once()
    assert embedded.rows("state") == [("wanted",), ("kept",)]
    assert "รหัสลับ" not in str([{**line, "exc_info": None} for line in lines])
    embedded.clock.pass_seconds(2)
    await embedded.fetch()
    assert embedded.rows("state") == [("kept",), ("kept",)]


async def test_a_store_that_cannot_be_written_is_tried_again(embedded: Office) -> None:
    embedded.tell("รายงาน")
    embedded.send("a.jpg")
    embedded.folder.write_text("a file where a folder should be")
    with capture_logs() as lines:
        await embedded.fetch_once()
    assert "evidence_store_failed" in [line["event"] for line in lines]
    embedded.folder.unlink()
    embedded.clock.pass_seconds(2)
    await embedded.fetch()
    assert embedded.files == [hash_of("a.jpg")]


async def test_a_claim_that_ran_out_is_somebody_elses(office: Office) -> None:
    office.tell("รายงาน")
    office.send("a.jpg")
    with transaction(office.engine) as tx:
        [held] = claim_wanted(tx, channels=["webchat"], now=office.clock.now, lease=LEASE, limit=4)
    await office.fetch_once()
    assert office.platform.asked == []
    office.clock.pass_seconds(LEASE.total_seconds())
    await office.fetch()
    assert office.platform.asked == ["a.jpg"]
    assert office.rows("state", "attempts") == [("kept", held.attempts + 1)]


async def test_whoever_lost_a_claim_undoes_nothing(office: Office) -> None:
    office.tell("รายงาน")
    office.send("a.jpg")
    claimed: list[Wanted] = []
    for _time in range(2):
        with transaction(office.engine) as tx:
            claimed += claim_wanted(
                tx, channels=["webchat"], now=office.clock.now, lease=LEASE, limit=4
            )
        office.clock.pass_time(LEASE)
    lost, held = claimed
    content = Described("a" * 64, 1, EvidenceKind.PICTURE, "image/jpeg")
    with transaction(office.engine) as tx:
        record_refused(tx, lost, refusal=Refusal.GONE, now=office.clock.now)
        record_later(tx, lost, not_before=office.clock.now, failure="away")
        assert not record_kept(tx, lost, content)
        assert record_kept(tx, held, content)
    assert office.rows("state", "refusal", "failure") == [("kept", None, None)]


def test_nobody_may_take_as_long_to_fetch_as_the_lease_lasts() -> None:
    assert 2 * LONGEST_FETCH <= LEASE


async def test_what_is_removed_while_it_is_fetched_is_not_kept(office: Office) -> None:
    office.tell("รายงาน")
    office.send("a.jpg")

    class Slow(Platform):
        async def fetch(self, reference: str, limit: int) -> Content:
            await office.ground.in_thread(lambda: office.tell({"unsent": "a.jpg"}))
            return Content(content_of(reference))

    office.platform = Slow()
    await office.fetch()
    assert office.rows("id") == []
    assert office.files == []
    assert office.news() == []
