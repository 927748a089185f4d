"""Pictures and files: made when they are sent, uploaded whole, or a sentence in their place."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot.channels.base import Held, Refused, Result, Retry, Sent, Unknown
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.enclosures import MOST_ATTEMPTS, PATIENCE, file_name
from bot.channels.telegram.pace import Rates
from bot.papers.making import Made, name_of
from bot.papers.reports import TooMany
from handlers.messages import Choice, Enclosure, Outgoing
from handlers.papers import FileForm, Paper, ProjectCurve, ProjectFile, path_of
from storage.records import Dispatch
from tests.channels.telegram.contract import png
from tests.fakes.faults import AcceptedThenError, At, RateLimited, Script
from tests.fakes.telegram.fake import TelegramFake, TelegramPhone

CODE = "50240000-3561"
URL = "https://bot.example/v/1-abc/file/50240000-3561.pdf"
CURVE = Enclosure(ProjectCurve(CODE), "กราฟ ปลูกป่าชายเลน", URL, "th")
REPORT = Enclosure(ProjectFile(CODE, FileForm.PDF), "รายงาน ปี 2566/ปลูกป่า", URL, "th")


class Press:
    """Makes papers as a test wants it, and counts them."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.made: list[Made] = []
        self.content = b"%PDF-1.7 of the record"
        self.result: TooMany | None = None
        self.errors: list[Exception] = []
        self.gone = False
        self.go = asyncio.Event()
        self.go.set()

    async def make(self, paper: Paper, locale: str) -> Made | TooMany | None:
        self.asked.append((path_of(paper), locale))
        await self.go.wait()
        if self.errors:
            raise self.errors.pop()
        if self.gone or self.result:
            return self.result
        content = io.BytesIO(self.content)
        one = Made(content, name_of(paper), "application/pdf", len(self.content))
        self.made.append(one)
        return one


class Desk:
    """A channel, and what one row of the queue comes to."""

    def __init__(self, bot: Client) -> None:
        self.press = Press()
        self.ahead = -timedelta(hours=1)  # the process did not begin just now
        self.channel = TelegramChannel(bot, clock=self.clock, rates=Rates(), make=self.press.make)
        self.ahead = timedelta()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def send(
        self, lane: str, enclosure: Enclosure, *, attempts: int = 1, row: int = 7
    ) -> Result:
        _, written = TelegramCodec().write(lane, (Outgoing("ได้แล้ว", enclosed=(enclosure,)),))
        return await self.channel.send(
            Dispatch(row, "telegram", lane, written, "k", attempts, self.clock())
        )


@pytest.fixture
def desk(bot: Client) -> Desk:
    return Desk(bot)


@pytest.fixture
def malee(telegram: TelegramFake) -> TelegramPhone:
    return telegram.phone("มาลี")


@pytest.fixture(autouse=True)
def _no_rule_is_broken(telegram: TelegramFake) -> Iterator[None]:
    yield
    assert telegram.violations == []


def test_the_words_come_first_and_whole_and_the_row_holds_no_bytes() -> None:
    asked = Outgoing("ดูไฟล์", ask=3, choices=(Choice("a", "ก"),), enclosed=(CURVE, REPORT))
    words, picture, file = map(json.loads, TelegramCodec().write("5", (asked,)))
    assert words["method"] == "sendMessage"
    assert words["parameters"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "ก"
    assert (picture["method"], picture["parameters"]) == ("sendPhoto", {"caption": CURVE.name})
    assert (file["method"], file["parameters"]) == ("sendDocument", {})
    assert file["enclosed"] == {
        "path": "file/50240000-3561.pdf",
        "locale": "th",
        "name": REPORT.name,
        "url": URL,
    }


async def test_a_file_arrives_whole_under_a_name_that_people_read(
    desk: Desk, malee: TelegramPhone
) -> None:
    assert await desk.send(malee.chat, REPORT) == Sent()
    (bubble,) = malee.seen
    received = malee.received(bubble)
    assert bubble.kind == "document"
    assert received.content == desk.press.content
    assert received.name == "รายงาน-ปี-2566-ปลูกป่า.pdf"
    assert desk.press.asked == [("file/50240000-3561.pdf", "th")]


async def test_a_picture_is_shown_with_its_name(desk: Desk, malee: TelegramPhone) -> None:
    desk.press.content = png(640, 400)
    assert await desk.send(malee.chat, CURVE) == Sent()
    assert [(one.kind, one.text) for one in malee.seen] == [("photo", CURVE.name)]
    assert malee.received(malee.seen[0]).content == desk.press.content


@pytest.mark.parametrize(
    ("enclosure", "content"),
    [
        (REPORT, bytes(50_000_001)),
        (CURVE, png(640, 400) + bytes(10_000_000)),
        (CURVE, png(9_000, 1_001)),
    ],
    ids=["a file", "a picture", "wide"],
)
async def test_what_is_too_large_becomes_a_sentence_with_the_link(
    desk: Desk, malee: TelegramPhone, enclosure: Enclosure, content: bytes
) -> None:
    desk.press.content = content
    assert await desk.send(malee.chat, enclosure) == Sent()
    (bubble,) = malee.seen
    assert "ใหญ่เกิน" in bubble.text
    assert bubble.text.endswith(URL)


async def test_what_telegram_refuses_of_itself_becomes_a_sentence_with_the_link(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    desk.press.content = png(4_000, 100)  # forty times as wide as high
    assert await desk.send(malee.chat, CURVE) == Sent()
    assert malee.seen[-1].text.endswith(URL)
    (sin,) = telegram.violations
    assert "pixels" in sin
    telegram.forgive()


async def test_what_is_not_there_any_more_is_said(desk: Desk, malee: TelegramPhone) -> None:
    desk.press.gone = True
    assert await desk.send(malee.chat, REPORT) == Sent()
    assert "ไม่มีข้อมูลนี้แล้ว" in malee.seen[-1].text


async def test_more_projects_than_a_pdf_holds_are_told_with_what_to_do(
    desk: Desk, malee: TelegramPhone
) -> None:
    desk.press.result = TooMany(2_000, 500)
    assert await desk.send(malee.chat, REPORT) == Sent()
    assert "2000 โครงการ" in malee.seen[-1].text
    assert "“ส่งออก”" in malee.seen[-1].text


@pytest.mark.parametrize("error", [ValueError("broken"), OperationalError("", {}, OSError())])
async def test_a_paper_that_fails_is_made_anew_and_at_last_is_a_link(
    desk: Desk, malee: TelegramPhone, error: Exception
) -> None:
    desk.press.errors = [error, error]
    with structlog.testing.capture_logs():
        assert isinstance(await desk.send(malee.chat, REPORT), Retry)
        assert isinstance(await desk.send(malee.chat, REPORT, attempts=2), Retry)
        assert await desk.send(malee.chat, REPORT, attempts=3) == Sent()
        assert await desk.send(malee.chat, REPORT, attempts=MOST_ATTEMPTS + 1) == Sent()
    assert [bubble.kind for bubble in malee.seen] == ["document", "text"]
    assert malee.seen[-1].text.endswith(URL)


async def test_a_slow_paper_holds_up_its_chat_only_and_is_made_once(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.enclosures.PROMPT", 0.01)
    somchai = telegram.phone("สมชาย")
    desk.press.go.clear()
    assert isinstance(await desk.send(malee.chat, REPORT), Held)
    (hello,) = TelegramCodec().write(somchai.chat, (Outgoing("สวัสดี"),))
    said = await desk.channel.send(
        Dispatch(8, "telegram", somchai.chat, hello, "k", 1, desk.clock())
    )
    assert said == Sent()
    desk.press.go.set()
    await asyncio.sleep(0)
    assert await desk.send(malee.chat, REPORT) == Sent()
    assert len(desk.press.asked) == 1


async def test_nobody_waits_for_ever_for_a_paper(
    desk: Desk, malee: TelegramPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.enclosures.PROMPT", 0.01)
    desk.press.go.clear()
    assert isinstance(await desk.send(malee.chat, REPORT), Held)
    desk.ahead = PATIENCE + timedelta(seconds=1)
    assert await desk.send(malee.chat, REPORT) == Sent()
    assert malee.seen[-1].text.endswith(URL)
    desk.press.go.set()


async def test_an_upload_whose_answer_is_lost_goes_out_again_from_the_same_bytes(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    telegram.play(Script(listed=(At("sendDocument", AcceptedThenError()),)))
    assert isinstance(await desk.send(malee.chat, REPORT), Unknown)
    assert await desk.send(malee.chat, REPORT, attempts=2) == Sent()
    # At least once: a person may see it twice, and never not at all.
    assert [malee.received(one).content for one in malee.seen] == [desk.press.content] * 2
    assert len(desk.press.asked) == 1


async def test_after_three_uploads_without_an_answer_a_link_is_said(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    telegram.play(Script(listed=(At("sendDocument", AcceptedThenError(), times=9),)))
    results = [await desk.send(malee.chat, REPORT, attempts=number) for number in range(1, 5)]
    assert [type(result) for result in results] == [Unknown, Unknown, Unknown, Sent]
    assert malee.seen[-1].text.endswith(URL)


async def test_a_chat_that_is_to_wait_keeps_what_was_made(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    telegram.play(Script(listed=(At("sendDocument", RateLimited(1)),)))
    assert isinstance(await desk.send(malee.chat, REPORT), Retry)
    assert isinstance(await desk.send(malee.chat, REPORT, attempts=2), Held)
    assert len(desk.press.asked) == 1


async def test_it_goes_to_the_topic_that_was_asked_from(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    group = telegram.group("กอง", malee, forum=True)
    topic = group.topic("งาน")
    assert await desk.send(f"{group.id}/{topic}", REPORT) == Sent()
    assert [bubble.thread for bubble in group.phone(malee).seen] == [topic]


@pytest.mark.parametrize("path", ["", "../../etc/passwd", "file/x.pdf", "project/1/curve.png"])
async def test_a_row_that_names_no_paper_is_refused(
    desk: Desk, malee: TelegramPhone, path: str
) -> None:
    enclosed = {"path": path, "locale": "th", "name": "ก", "url": URL}
    row = json.dumps({"method": "sendDocument", "parameters": {}, "enclosed": enclosed})
    dispatch = Dispatch(1, "telegram", malee.chat, row, "k", 1, desk.clock())
    assert isinstance(await desk.channel.send(dispatch), Refused)
    assert desk.press.asked == []


async def test_what_was_made_is_let_go_of(desk: Desk, telegram: TelegramFake) -> None:
    phones = [telegram.phone(f"คน {number}") for number in range(4)]
    for row, phone in enumerate(phones):
        assert await desk.send(phone.chat, REPORT, row=row) == Sent()
    await asyncio.sleep(0)
    assert [one.content.closed for one in desk.press.made] == [True] * 4


@pytest.mark.parametrize(
    ("name", "shown"),
    [("สรุป 4/2566", "สรุป-4-2566.pdf"), ("ก" * 200, "ก" * 79 + "….pdf"), ('a\n"b"', "a-b-.pdf")],
)
def test_a_name_can_be_a_file_s_name(name: str, shown: str) -> None:
    assert file_name(name, "2566Q4-50240000.pdf") == shown
