"""LINE's rich menus: made, shown and pressed; and their limits."""

from __future__ import annotations

import struct
from typing import Any

import httpx
import pytest
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    CreateRichMenuAliasRequest,
    MessageAction,
    RichMenuArea,
    RichMenuBounds,
    RichMenuBulkLinkRequest,
    RichMenuRequest,
    RichMenuSize,
)

from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake
from tests.fakes.receiver import Receiver

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + struct.pack(">II", 800, 250) + b"rest"


def menu(**changes: Any) -> Json:
    bounds = {"x": 0, "y": 0, "width": 800, "height": 250}
    action = {"type": "message", "label": "รายงาน", "text": "รายงาน"}
    whole: Json = {
        "size": {"width": 800, "height": 250},
        "selected": True,
        "name": "officer th",
        "chatBarText": "เมนู",
        "areas": [{"bounds": bounds, "action": action}],
    }
    return whole | changes


async def test_a_rich_menu_is_made_shown_and_pressed(
    line: LineFake, webhook: Receiver, line_api: AsyncMessagingApi
) -> None:
    phone, other = line.phone("มาลี"), line.phone("วิชัย")
    area = RichMenuArea(
        bounds=RichMenuBounds(x=0, y=0, width=800, height=250),
        action=MessageAction(label="รายงาน", text="รายงาน"),
    )
    made = await line_api.create_rich_menu(
        RichMenuRequest(
            size=RichMenuSize(width=800, height=250),
            selected=True,
            name="officer th",
            chatBarText="เมนู",
            areas=[area],
        )
    )
    settings = Configuration(host=line.data_url, access_token=line.channel.access_token)
    async with AsyncApiClient(settings) as client:
        await AsyncMessagingApiBlob(client).set_rich_menu_image(
            made.rich_menu_id, body=PNG, _headers={"Content-Type": "image/png"}
        )
    await line_api.create_rich_menu_alias(
        CreateRichMenuAliasRequest(richMenuAliasId="officer-th", richMenuId=made.rich_menu_id)
    )
    await line_api.link_rich_menu_id_to_users(
        RichMenuBulkLinkRequest(richMenuId=made.rich_menu_id, userIds=[phone.person])
    )
    assert (phone.menu, other.menu) == (["รายงาน"], [])
    await line_api.set_default_rich_menu(made.rich_menu_id)
    assert other.menu == ["รายงาน"]
    await line_api.cancel_default_rich_menu()
    await line_api.link_rich_menu_id_to_user(other.person, made.rich_menu_id)
    assert (await line_api.get_rich_menu_id_of_user(other.person)).rich_menu_id == made.rich_menu_id
    await line_api.unlink_rich_menu_id_from_user(other.person)
    assert other.menu == []
    assert len((await line_api.get_rich_menu_list()).richmenus) == 1
    [alias] = (await line_api.get_rich_menu_alias_list()).aliases
    assert alias.rich_menu_id == made.rich_menu_id
    line.deliver_to(webhook.url)
    phone.press("รายงาน")
    assert webhook.wait(1)[0].content["events"][0]["message"]["text"] == "รายงาน"
    assert line.violations == []


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("chatBarText is 15", {"chatBarText": "ก" * 15}),
        ("size.width is 700", {"size": {"width": 700, "height": 250}}),
        ("too low", {"size": {"width": 800, "height": 200}}),
        ("too high for its width", {"size": {"width": 800, "height": 700}}),
        ("areas are 21", {"areas": menu()["areas"] * 21}),
        ("areas is no list", {"areas": {}}),
        ("reach beyond the menu", {"areas": [
            menu()["areas"][0] | {"bounds": {"x": 1, "y": 0, "width": 800, "height": 250}}]}),
        ("action.label has 21", {"areas": [
            menu()["areas"][0] | {"action": {"type": "message", "label": "ก" * 21, "text": "ก"}}]}),
        ("colour is not known", {"colour": "green"}),
    ],
)  # fmt: skip
def test_a_rich_menu_has_limits(
    line: LineFake, post: LineCall, sentence: str, change: Json
) -> None:
    assert post("/v2/bot/richmenu/validate", menu(**change)).status_code == 400
    assert post("/v2/bot/richmenu", menu(**change)).status_code == 400
    assert [each for each in line.violations if sentence in each], line.violations


def test_a_rich_menu_lacks_nothing(line: LineFake, post: LineCall) -> None:
    for name in menu():
        rest = {key: value for key, value in menu().items() if key != name}
        assert post("/v2/bot/richmenu", rest).status_code == 400
        assert f"{name} is missing" in line.violations[-1]


def upload(line: LineFake, menu_id: str, image: bytes, kind: str = "image/png") -> int:
    token = {"Authorization": f"Bearer {line.channel.access_token}", "Content-Type": kind}
    path = f"{line.data_url}/v2/bot/richmenu/{menu_id}/content"
    return httpx.post(path, content=image, headers=token).status_code


def test_a_rich_menu_without_image_is_linked_to_nobody(line: LineFake, post: LineCall) -> None:
    phone = line.phone("มาลี")
    menu_id = post("/v2/bot/richmenu", menu()).json()["richMenuId"]
    assert post(f"/v2/bot/user/{phone.person}/richmenu/{menu_id}").status_code == 400
    assert "the menu has no image yet" in line.violations[0]
    assert upload(line, menu_id, PNG) == 200
    assert post(f"/v2/bot/user/{phone.person}/richmenu/{menu_id}").status_code == 200
    assert upload(line, menu_id, PNG) == 400
    assert "has an image already" in line.violations[1]


@pytest.mark.parametrize(
    ("sentence", "image", "kind"),
    [
        ("1 MB is the most", PNG + b"x" * 1024 * 1024, "image/png"),
        ("no image/jpeg", PNG, "image/jpeg"),
        ("is 801 x 250", PNG.replace(struct.pack(">I", 800), struct.pack(">I", 801)), "image/png"),
    ],
)
def test_a_rich_menus_image_has_limits(
    line: LineFake, post: LineCall, sentence: str, image: bytes, kind: str
) -> None:
    menu_id = post("/v2/bot/richmenu", menu()).json()["richMenuId"]
    assert upload(line, menu_id, image, kind) == 400
    assert sentence in line.violations[0]


def test_an_alias_is_small_letters(line: LineFake, post: LineCall) -> None:
    menu_id = post("/v2/bot/richmenu", menu()).json()["richMenuId"]
    body = {"richMenuAliasId": "Officer TH", "richMenuId": menu_id}
    assert post("/v2/bot/richmenu/alias", body).status_code == 400
    assert "which does not match" in line.violations[0]
