"""LINE's tokens, retry keys, quota and rates."""

from __future__ import annotations

from typing import Any

import pytest
from linebot.v3.messaging import (
    AsyncMessagingApi,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.oauth import AsyncApiClient as AsyncOauthClient
from linebot.v3.oauth import AsyncChannelAccessToken
from linebot.v3.oauth import Configuration as OauthConfiguration

from tests.fakes.conftest import LineCall
from tests.fakes.faults import AcceptedThenDropped, At, Script
from tests.fakes.line.fake import LineFake
from tests.fakes.receiver import Receiver

HELLO = [{"type": "text", "text": "สวัสดี"}]
KEY = "123e4567-e89b-12d3-a456-426614174000"


def token_of(line: LineFake, webhook: Receiver, name: str = "มาลี") -> str:
    """The reply token of a message that somebody just wrote."""
    line.deliver_to(webhook.url)
    line.phone(name).say("สวัสดี")
    return str(webhook.wait(1)[-1].content["events"][0]["replyToken"])


def reply(post: LineCall, token: str, **headers: str) -> Any:
    body = {"replyToken": token, "messages": HELLO}
    return post("/v2/bot/message/reply", body, **headers)


# --- replies ---


async def test_a_reply_costs_nothing_and_is_seen(
    line: LineFake, webhook: Receiver, line_api: AsyncMessagingApi
) -> None:
    token = token_of(line, webhook)
    message = TextMessage(text="รับแล้ว")
    sent = await line_api.reply_message(ReplyMessageRequest(replyToken=token, messages=[message]))
    [bubble] = line.phone("มาลี").seen
    assert (bubble.text, bubble.sound, bubble.id) == ("รับแล้ว", "reply", sent.sent_messages[0].id)
    assert (line.spent_pushes, line.violations) == ({}, [])


def test_a_reply_token_serves_once(line: LineFake, webhook: Receiver, post: LineCall) -> None:
    token = token_of(line, webhook)
    assert reply(post, token).status_code == 200
    again = reply(post, token)
    assert (again.status_code, again.json()) == (400, {"message": "Invalid reply token"})
    assert "replyToken was used before" in line.violations[0]
    assert len(line.phone("มาลี").seen) == 1


def test_a_reply_token_lives_a_minute(line: LineFake, webhook: Receiver, post: LineCall) -> None:
    token = token_of(line, webhook)
    line.forward(61)
    assert reply(post, token).json() == {"message": "Invalid reply token"}
    assert "60 s is its life" in line.violations[0]


def test_a_reply_token_must_have_been_issued(line: LineFake, post: LineCall) -> None:
    assert reply(post, "0" * 32).status_code == 400
    assert "replyToken was never issued" in line.violations[0]


def test_a_redelivered_event_gives_its_reply_token_another_minute(
    line: LineFake, webhook: Receiver, post: LineCall
) -> None:
    webhook.answers = [500] * 3
    token = token_of(line, webhook)
    line.forward(61)
    again = webhook.wait(4)[-1].content["events"][0]
    assert again["deliveryContext"] == {"isRedelivery": True}
    assert again["replyToken"] == token
    assert reply(post, token).status_code == 200


def test_a_reply_that_nobody_heard_of_may_be_tried_again(
    line: LineFake, webhook: Receiver, line_api: AsyncMessagingApi, post: LineCall
) -> None:
    token = token_of(line, webhook)
    line.play(Script(listed=(At("replyMessage", AcceptedThenDropped()),)))
    with pytest.raises(Exception, match="disconnected"):
        reply(post, token)
    assert reply(post, token).json() == {"message": "Invalid reply token"}
    assert line.violations == []
    assert len(line.phone("มาลี").seen) == 1


def test_a_reply_takes_no_retry_key(line: LineFake, webhook: Receiver, post: LineCall) -> None:
    token = token_of(line, webhook)
    assert reply(post, token, X_Line_Retry_Key=KEY).status_code == 400
    assert "X-Line-Retry-Key is not for this operation" in line.violations[0]


# --- access tokens ---


async def test_a_stateless_token_opens_the_api_for_a_quarter_of_an_hour(
    line: LineFake, post: LineCall
) -> None:
    async with AsyncOauthClient(OauthConfiguration(host=line.url)) as client:
        issued = await AsyncChannelAccessToken(client).issue_stateless_channel_token(
            grant_type="client_credentials",
            client_id=line.channel.channel_id,
            client_secret=line.channel.secret,
        )
    assert (issued.token_type, issued.expires_in) == ("Bearer", 900)
    bearer = f"Bearer {issued.access_token}"
    assert post("/v2/bot/info", verb="GET", Authorization=bearer).status_code == 200
    line.forward(901)
    ended = post("/v2/bot/info", verb="GET", Authorization=bearer)
    assert ended.status_code == 401
    assert "invalid token" in ended.json()["message"]
    assert line.violations == []


def test_an_unknown_token_is_refused(line: LineFake, post: LineCall) -> None:
    assert post("/v2/bot/info", verb="GET", Authorization="Bearer x").status_code == 401
    assert "the access token is none of this channel's" in line.violations[0]


@pytest.mark.parametrize("field", ["client_id", "client_secret", "grant_type"])
def test_a_token_is_for_who_knows_the_secret(line: LineFake, post: LineCall, field: str) -> None:
    asked = {
        "grant_type": "client_credentials",
        "client_id": line.channel.channel_id,
        "client_secret": line.channel.secret,
    } | {field: "wrong"}
    form = "&".join(f"{name}={value}" for name, value in asked.items()).encode()
    kind = "application/x-www-form-urlencoded"
    assert post("/oauth2/v3/token", content=form, Content_Type=kind).status_code == 400
    assert len(line.violations) == 1
