"""LINE's other calls: content, profiles, rich menus, the webhook's address, the loading dots."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging.exceptions import ApiException

from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake
from tests.fakes.receiver import Receiver

Json = dict[str, Any]

# --- content, from the other host ---


def fetch(line: LineFake, path: str, host: str = "") -> httpx.Response:
    token = {"Authorization": f"Bearer {line.channel.access_token}"}
    return httpx.get((host or line.data_url) + path, headers=token)


async def test_a_picture_is_fetched_from_the_data_host(line: LineFake) -> None:
    phone = line.phone("มาลี")
    phone.send_picture(b"\xff\xd8picture", "site.jpg")
    [bubble] = phone.screen
    settings = Configuration(host=line.data_url, access_token=line.channel.access_token)
    async with AsyncApiClient(settings) as client:
        content = await AsyncMessagingApiBlob(client).get_message_content(bubble.id)
    assert bytes(content) == b"\xff\xd8picture"
    path = f"/v2/bot/message/{bubble.id}/content"
    assert fetch(line, path).headers["content-type"] == "image/jpeg"
    assert line.violations == []
    assert fetch(line, path, line.url).status_code == 404
    assert "it is on the other host" in line.violations[0]


def test_what_was_unsent_is_gone(line: LineFake) -> None:
    phone = line.phone("มาลี")
    phone.send_file(b"%PDF-1.7", "plan.pdf")
    [bubble] = phone.screen
    phone.unsend()
    assert fetch(line, f"/v2/bot/message/{bubble.id}/content").status_code == 410
    assert fetch(line, "/v2/bot/message/1/content").status_code == 404
    assert phone.screen == []


# --- who is who ---


async def test_a_profile_is_shown_until_the_bot_is_blocked(
    line: LineFake, line_api: AsyncMessagingApi
) -> None:
    phone = line.phone("มาลี", language="en")
    profile = await line_api.get_profile(phone.person)
    assert (profile.display_name, profile.language) == ("มาลี", "en")
    phone.unfollow()
    with pytest.raises(ApiException) as refused:
        await line_api.get_profile(phone.person)
    assert refused.value.status == 404


async def test_a_group_tells_its_members_names_and_number(
    line: LineFake, line_api: AsyncMessagingApi, post: LineCall
) -> None:
    phone = line.phone("มาลี", friend=False)
    group = line.group("กลุ่มงาน", phone)
    assert (await line_api.get_group_member_profile(group.id, phone.person)).display_name == "มาลี"
    assert (await line_api.get_group_member_count(group.id)).count == 1
    assert (await line_api.get_group_summary(group.id)).group_name == "กลุ่มงาน"
    assert line.violations == []
    assert post(f"/v2/bot/group/{group.id}/members/ids", verb="GET").status_code == 403
    assert "verified and premium" in line.violations[0]


async def test_the_bot_tells_of_itself(line: LineFake, line_api: AsyncMessagingApi) -> None:
    line.deliver_to("https://bot.example/webhook/line", chat_mode="chat")
    info = await line_api.get_bot_info()
    assert (info.chat_mode, info.mark_as_read_mode) == ("chat", "manual")


# --- the webhook's address ---


async def test_the_webhook_is_set_and_tried(
    line: LineFake, webhook: Receiver, line_api: AsyncMessagingApi
) -> None:
    line.route("https://bot.example", webhook.url)
    address = "https://bot.example/webhook/line"
    await line_api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=address))
    told = await line_api.get_webhook_endpoint()
    assert (told.endpoint, told.active) == (address, True)
    assert (await line_api.test_webhook_endpoint()).success
    assert webhook.wait(1)[0].content["events"] == []
    webhook.answers = [500]
    tried = await line_api.test_webhook_endpoint()
    assert (tried.success, tried.status_code) == (False, 500)


def test_the_webhook_is_https(line: LineFake, post: LineCall) -> None:
    body = {"endpoint": "http://bot.example"}
    answer = post("/v2/bot/channel/webhook/endpoint", body, verb="PUT")
    assert answer.status_code == 400
    assert "endpoint is no https address" in line.violations[0]


def test_an_address_that_nobody_serves_cannot_be_reached(line: LineFake, post: LineCall) -> None:
    line.deliver_to("http://127.0.0.1:1/webhook")
    told = post("/v2/bot/channel/webhook/test").json()
    assert (told["success"], told["reason"]) == (False, "COULD_NOT_CONNECT")


# --- the loading dots ---


async def test_the_loading_dots_are_for_a_persons_own_chat(
    line: LineFake, line_api: AsyncMessagingApi, post: LineCall
) -> None:
    phone = line.phone("มาลี")
    await line_api.show_loading_animation(
        ShowLoadingAnimationRequest(chatId=phone.person, loadingSeconds=10)
    )
    assert (line.loading, line.violations) == ([phone.person], [])
    group = line.group("กลุ่ม", phone)
    path = "/v2/bot/chat/loading/start"
    assert post(path, {"chatId": group.id}).status_code == 400
    assert post(path, {"chatId": phone.person, "loadingSeconds": 12}).status_code == 400
    assert post(path, {"chatId": phone.person, "loadingSeconds": 65}).status_code == 400
    assert len(line.violations) == 3


# --- the form of a call ---


def test_a_call_comes_as_json(line: LineFake, post: LineCall) -> None:
    push = "/v2/bot/message/push"
    assert post(push, content=b"to=a", Content_Type="text/plain").status_code == 415
    assert post(push, content=b"{broken").status_code == 400
    assert post(push, content=b"[1]").status_code == 400
    assert post(push, content=b" " * (2 * 1024 * 1024 + 1)).status_code == 413
    assert post("/v2/bot/message/shout", {}).status_code == 404
    assert len(line.violations) >= 5


def test_every_answer_has_a_number(post: LineCall) -> None:
    assert post("/v2/bot/info", verb="GET").headers["x-line-request-id"]
