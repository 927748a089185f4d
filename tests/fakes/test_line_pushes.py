"""LINE's pushes: retry keys, who is reached, what it costs, and how often."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
from linebot.v3.messaging import (
    AsyncMessagingApi,
    PushMessageRequest,
    TextMessage,
)
from linebot.v3.messaging.exceptions import ApiException

from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake, fake_line
from tests.fakes.line.state import Channel
from tests.fakes.receiver import Receiver

HELLO = [{"type": "text", "text": "สวัสดี"}]
KEY = "123e4567-e89b-12d3-a456-426614174000"


def push(post: LineCall, to: str, words: str = "สวัสดี", **headers: str) -> Any:
    body = {"to": to, "messages": [{"type": "text", "text": words}]}
    return post("/v2/bot/message/push", body, **headers)


async def test_the_same_retry_key_sends_once(line: LineFake, line_api: AsyncMessagingApi) -> None:
    phone = line.phone("มาลี")
    request = PushMessageRequest(to=phone.person, messages=[TextMessage(text="สวัสดี")])
    first = await line_api.push_message(request, x_line_retry_key=KEY)
    with pytest.raises(ApiException) as refused:
        await line_api.push_message(request, x_line_retry_key=KEY)
    assert refused.value.status == 409
    assert "The retry key is already accepted" in refused.value.body
    assert first.sent_messages[0].id in refused.value.body
    assert refused.value.headers["x-line-accepted-request-id"]
    assert (len(phone.seen), line.spent_pushes) == (1, {phone.person: 1})
    assert line.violations == []


def test_a_retry_key_is_forgotten_after_a_day(line: LineFake, post: LineCall) -> None:
    phone = line.phone("มาลี")
    assert push(post, phone.person, X_Line_Retry_Key=KEY).status_code == 200
    line.forward(24 * 60 * 60 + 1)
    assert push(post, phone.person, X_Line_Retry_Key=KEY).status_code == 200


@pytest.mark.parametrize("change", ["body", "recipient"])
def test_a_retry_key_belongs_to_one_request(line: LineFake, post: LineCall, change: str) -> None:
    mali, wichai = line.phone("มาลี"), line.phone("วิชัย")
    push(post, mali.person, X_Line_Retry_Key=KEY)
    to = wichai if change == "recipient" else mali
    words = "อีกคำ" if change == "body" else "สวัสดี"
    assert push(post, to.person, words, X_Line_Retry_Key=KEY).status_code == 409
    assert "X-Line-Retry-Key came before with another body" in line.violations[0]


def test_a_retry_key_is_a_uuid(line: LineFake, post: LineCall) -> None:
    assert push(post, line.phone("มาลี").person, X_Line_Retry_Key="1").status_code == 400
    assert "X-Line-Retry-Key is no UUID" in line.violations[0]


def test_a_stranger_to_the_bot_is_nobody(line: LineFake, post: LineCall) -> None:
    answer = push(post, "U" + "0" * 32)
    assert answer.status_code == 400
    assert "'to'" in answer.json()["message"]
    assert "to is nobody here" in line.violations[0]


def test_a_push_to_who_blocks_succeeds_unseen_and_free(line: LineFake, post: LineCall) -> None:
    phone = line.phone("มาลี")
    phone.say("สวัสดี")
    phone.unfollow()
    assert push(post, phone.person).status_code == 200
    assert (phone.seen, line.spent_pushes, line.violations) == ([], {}, [])
    phone.follow()
    assert push(post, phone.person).status_code == 200
    assert len(phone.seen) == 1


def test_who_is_no_friend_is_reached_for_a_week_after_writing(
    line: LineFake, post: LineCall
) -> None:
    phone = line.phone("มาลี", friend=False)
    push(post, phone.person)
    assert phone.seen == []
    phone.say("สวัสดี")
    push(post, phone.person)
    assert len(phone.seen) == 1
    line.forward(7 * 24 * 60 * 60 + 1)
    push(post, phone.person)
    assert len(phone.seen) == 1


def test_a_push_into_a_group_costs_its_members(line: LineFake, post: LineCall) -> None:
    group = line.group("กลุ่ม", line.phone("มาลี"), line.phone("วิชัย"), line.phone("อารี"))
    assert push(post, group.id).status_code == 200
    assert line.spent_pushes == {group.id: 3}
    group.remove_bot()
    assert push(post, group.id).status_code == 400


def test_the_quota_of_the_month_ends(line: LineFake, post: LineCall) -> None:
    phone = line.phone("มาลี")
    line.set_quota(1)
    assert push(post, phone.person, X_Line_Retry_Key=str(uuid.uuid4())).status_code == 200
    refused = push(post, phone.person, X_Line_Retry_Key=str(uuid.uuid4()))
    assert refused.status_code == 429
    assert refused.json() == {"message": "You have reached your monthly limit."}
    assert post("/v2/bot/message/quota", verb="GET").json() == {"type": "limited", "value": 1}
    consumed = post("/v2/bot/message/quota/consumption", verb="GET").json()
    assert consumed == {"totalUsage": 1}
    line.set_quota(None)
    assert post("/v2/bot/message/quota", verb="GET").json() == {"type": "none"}
    assert line.violations == []


def test_a_rate_that_is_exceeded_has_other_words(line: LineFake, post: LineCall) -> None:
    for _ in range(60):
        assert post("/v2/bot/message/broadcast", {"messages": HELLO}).status_code == 200
    refused = post("/v2/bot/message/broadcast", {"messages": HELLO})
    said = "The API rate limit has been exceeded. Try again later."
    assert (refused.status_code, refused.json()) == (429, {"message": said})
    assert "more than 60 calls of broadcast in 3600 s" in line.violations[0]
    line.forward(3600)
    assert post("/v2/bot/message/broadcast", {"messages": HELLO}).status_code == 200


def test_rates_can_be_left_out() -> None:
    with fake_line(Channel(rates=False)) as line:
        token = {"Authorization": f"Bearer {line.channel.access_token}"}
        with httpx.Client(base_url=line.url, headers=token, timeout=60) as client:
            for _ in range(70):
                answer = client.post("/v2/bot/message/broadcast", json={"messages": HELLO})
                assert answer.status_code == 200
        assert line.violations == []


def test_in_standby_the_bot_is_silent(line: LineFake, webhook: Receiver, post: LineCall) -> None:
    phone = line.phone("มาลี")
    line.stand_by(phone.chat)
    line.deliver_to(webhook.url)
    phone.say("สวัสดี")
    [event] = webhook.wait(1)[0].content["events"]
    assert event["mode"] == "standby"
    assert "replyToken" not in event
    assert push(post, phone.person).status_code == 403
    assert "stands by" in line.violations[0]


def test_a_multicast_is_for_people_and_costs_each(line: LineFake, post: LineCall) -> None:
    mali, wichai = line.phone("มาลี"), line.phone("วิชัย")
    group = line.group("กลุ่ม", mali)
    to_both = {"to": [mali.person, wichai.person], "messages": HELLO}
    assert post("/v2/bot/message/multicast", to_both).status_code == 200
    assert line.spent_pushes == {mali.person: 1, wichai.person: 1}
    assert line.violations == []
    for to in ([], [group.id], [mali.person] * 501):
        body = {"to": to, "messages": HELLO}
        assert post("/v2/bot/message/multicast", body).status_code == 400
    assert len(line.violations) == 3


def test_a_broadcast_costs_every_friend(line: LineFake, post: LineCall) -> None:
    mali = line.phone("มาลี")
    line.phone("วิชัย", friend=False)
    assert post("/v2/bot/message/broadcast", {"messages": HELLO}).status_code == 200
    assert line.spent_pushes == {mali.person: 1}
