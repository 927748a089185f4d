"""What a phone can do, and what it says when it cannot."""

from __future__ import annotations

import pytest

from tests.fakes.chats import NotOnScreen
from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake
from tests.fakes.phone import NoAnswer, Phone
from tests.fakes.telegram.fake import TelegramFake


@pytest.fixture(params=["line", "telegram"])
def phone(request: pytest.FixtureRequest, line: LineFake, telegram: TelegramFake) -> Phone:
    phones: dict[str, Phone] = {"line": line.phone("มาลี"), "telegram": telegram.phone("มาลี")}
    return phones[request.param]


def test_a_person_sees_what_they_did(phone: Phone) -> None:
    phone.say("สวัสดี")
    phone.send_picture(b"\xff\xd8", "site.jpg")
    phone.send_file(b"%PDF", "plan.pdf")
    assert [bubble.by for bubble in phone.screen] == ["มาลี"] * 3
    assert phone.screen[0].text == "สวัสดี"
    assert phone.seen == []


def test_what_is_not_there_cannot_be_pressed(phone: Phone) -> None:
    with pytest.raises(NotOnScreen, match="There is no button 'ใช่' on the screen"):
        phone.press("ใช่")


def test_no_answer_says_what_is_on_the_screen(phone: Phone) -> None:
    phone.say("มีใครอยู่ไหม")
    with pytest.raises(NoAnswer, match="มีใครอยู่ไหม"):
        phone.answer(seconds=0.01)
    with pytest.raises(NoAnswer, match="No 'รับแล้ว'"):
        phone.wait_for("รับแล้ว", seconds=0.01)


def test_an_answer_is_what_came_after_the_last_deed(line: LineFake, post: LineCall) -> None:
    mali = line.phone("มาลี")

    def bot_says(words: str) -> None:
        body = {"to": mali.person, "messages": [{"type": "text", "text": words}]}
        assert post("/v2/bot/message/push", body).status_code == 200

    bot_says("ก่อน")
    mali.say("ถาม")
    with pytest.raises(NoAnswer):
        mali.answer(seconds=0.01)
    bot_says("หลัง")
    assert mali.answer().text == "หลัง"
    with pytest.raises(NoAnswer):
        mali.answer(seconds=0.01)
    assert mali.wait_for("ก่อน").text == "ก่อน"


def test_no_fake_answers_what_it_has_no_name_for(line: LineFake) -> None:
    with pytest.raises(RuntimeError, match="could not fly"):
        line.link.ask("fly")
