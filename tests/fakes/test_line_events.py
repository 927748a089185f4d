"""What LINE sends: signed, in its own shapes, twice, again, and in any order."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import pytest
from linebot.v3.webhook import WebhookParser
from linebot.v3.webhooks import (
    FileMessageContent,
    FollowEvent,
    ImageMessageContent,
    JoinEvent,
    MessageEvent,
    PostbackEvent,
    UnsendEvent,
)

from tests.fakes.chats import NotOnScreen
from tests.fakes.conftest import LineCall
from tests.fakes.delivery import Delivery
from tests.fakes.line.fake import LineFake
from tests.fakes.receiver import Received, Receiver


def events(received: list[Received]) -> list[dict[str, Any]]:
    return [event for call in received for event in call.content["events"]]


def ask(line: LineFake, post: LineCall, chat: str) -> None:
    """The bot asks something with two quick replies and a card."""
    items = [
        {"type": "action", "action": {"type": "postback", "label": "ใช่", "data": "1.yes"}},
        {"type": "action", "action": {"type": "message", "label": "ไม่", "text": "ไม่ใช่"}},
    ]
    button = {"type": "postback", "label": "ส่ง", "data": "1.send", "displayText": "ส่งแล้ว"}
    contents = [{"type": "text", "text": "ร้อยละ"}, {"type": "button", "action": button}]
    card = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": contents}}
    flex = {"type": "flex", "altText": "ถาม", "contents": card, "quickReply": {"items": items}}
    assert post("/v2/bot/message/push", {"to": chat, "messages": [flex]}).status_code == 200


def test_a_call_is_signed_over_its_bytes(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    line.phone("มาลี").say("สวัสดี 😀")
    [call] = webhook.wait(1)
    digest = hmac.new(line.channel.secret.encode(), call.body, hashlib.sha256).digest()
    assert call.headers["x-line-signature"] == base64.b64encode(digest).decode()


def test_lines_own_library_reads_every_event(
    line: LineFake, webhook: Receiver, post: LineCall
) -> None:
    line.deliver_to(webhook.url)
    phone = line.phone("มาลี", friend=False)
    phone.follow()
    phone.say("สวัสดี")
    phone.send_picture(b"\xff\xd8", "a.jpg")
    phone.send_file(b"%PDF", "a.pdf")
    phone.send_sticker()
    phone.unsend()
    ask(line, post, phone.person)
    phone.press("ใช่")
    line.group("กลุ่ม", phone)
    parser = WebhookParser(line.channel.secret)
    read: list[Any] = []
    for call in webhook.wait(8):
        read += parser.parse(call.body.decode(), call.headers["x-line-signature"])
    read.sort(key=lambda event: event.webhook_event_id)
    kinds = [type(event) for event in read]
    assert kinds[0] is FollowEvent
    assert kinds[1:5] == [MessageEvent] * 4
    assert kinds[5:] == [UnsendEvent, PostbackEvent, JoinEvent]
    assert isinstance(read[2].message, ImageMessageContent)
    assert isinstance(read[3].message, FileMessageContent)
    assert read[6].postback.data == "1.yes"


def test_quick_replies_go_with_a_tap_and_with_anything_newer(
    line: LineFake, webhook: Receiver, post: LineCall
) -> None:
    line.deliver_to(webhook.url)
    phone = line.phone("มาลี")
    ask(line, post, phone.person)
    assert phone.seen[-1].labels == ["ส่ง", "ใช่", "ไม่"]
    phone.press("ไม่")
    assert events(webhook.wait(1))[0]["message"]["text"] == "ไม่ใช่"
    assert phone.seen[-1].labels == ["ส่ง"]
    with pytest.raises(NotOnScreen, match="ใช่"):
        phone.press("ใช่")
    phone.press("ส่ง")
    assert events(webhook.wait(2))[1]["postback"] == {"data": "1.send"}
    assert phone.screen[-1].text == "ส่งแล้ว"
    ask(line, post, phone.person)
    phone.say("พิมพ์เอง")
    assert phone.seen[-1].labels == ["ส่ง"]
    ask(line, post, phone.person)
    ask(line, post, phone.person)
    assert [bubble.labels for bubble in phone.seen[-2:]] == [["ส่ง"], ["ส่ง", "ใช่", "ไม่"]]


def test_only_the_last_message_of_a_call_shows_its_quick_replies(
    line: LineFake, post: LineCall
) -> None:
    phone = line.phone("มาลี")
    action = {"type": "message", "label": "ใช่", "text": "ใช่"}
    asked = {"type": "text", "text": "ถาม", "quickReply": {"items": [
        {"type": "action", "action": action}]}}  # fmt: skip
    body = {"to": phone.person, "messages": [asked, {"type": "text", "text": "ต่อ"}]}
    assert post("/v2/bot/message/push", body).status_code == 200
    assert [bubble.labels for bubble in phone.seen] == [[], []]


def test_a_card_is_read_line_by_line(line: LineFake, post: LineCall) -> None:
    phone = line.phone("มาลี")
    ask(line, post, phone.person)
    assert phone.seen[-1].text == "ร้อยละ"


def test_a_group_may_hide_who_wrote(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    mali = line.phone("มาลี")
    group = line.group("กลุ่ม", mali)
    here = group.phone(mali)
    here.say("/status", mention=True)
    here.say("/status", known=False)
    here.edit("/late")
    joined, told, hidden, edited = events(webhook.wait(4))
    assert joined["type"] == "join"
    assert joined["source"] == {"type": "group", "groupId": group.id}
    assert told["source"]["userId"] == mali.person
    assert told["message"]["mention"]["mentionees"][0]["isSelf"] is True
    assert "userId" not in hidden["source"]
    assert edited["type"] == "messageEdited"
    assert edited["message"]["id"] == hidden["message"]["id"]
    assert edited["replyToken"] != hidden["replyToken"]
    mali.say("ก")
    with pytest.raises(NotOnScreen, match="groups only"):
        mali.edit("ข")


def test_held_events_of_several_people_come_in_one_call(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    line.hold()
    line.phone("มาลี").say("หนึ่ง")
    line.phone("วิชัย").say("สอง")
    line.let_go()
    [call] = webhook.wait(1)
    assert [event["message"]["text"] for event in call.content["events"]] == ["หนึ่ง", "สอง"]


def test_a_refused_event_comes_again_as_the_same(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    webhook.answers = [503, 401]
    line.phone("มาลี").say("สวัสดี")
    first, second, third = events(webhook.wait(3))
    assert [e["deliveryContext"]["isRedelivery"] for e in (first, second, third)] == [
        False,
        True,
        True,
    ]
    same = {**first, "deliveryContext": second["deliveryContext"]}
    assert same == second == third


def test_redelivery_may_be_off(line: LineFake, webhook: Receiver) -> None:
    line.use(Delivery(redeliver=False))
    line.deliver_to(webhook.url)
    webhook.answers = [503]
    phone = line.phone("มาลี")
    phone.say("หนึ่ง")
    phone.say("สอง")
    texts = [event["message"]["text"] for event in events(webhook.wait(2))]
    assert texts == ["หนึ่ง", "สอง"]


def test_doubled_events_are_the_same_event(line: LineFake, webhook: Receiver) -> None:
    line.use(Delivery(doubled=True))
    line.deliver_to(webhook.url)
    line.phone("มาลี").say("สวัสดี")
    first, second = events(webhook.wait(2))
    assert first == second
    assert first["deliveryContext"] == {"isRedelivery": False}


def test_shuffled_events_come_in_another_order_with_true_times(
    line: LineFake, webhook: Receiver
) -> None:
    line.use(Delivery(shuffled=True, seed=1, window=0.2))
    line.deliver_to(webhook.url)
    phone = line.phone("มาลี")
    for number in range(20):
        phone.say(str(number))
    came = events(webhook.wait(20))
    assert [event["message"]["text"] for event in came] != [str(number) for number in range(20)]
    by_time = sorted(came, key=lambda event: (event["timestamp"], event["webhookEventId"]))
    assert [event["message"]["text"] for event in by_time] == [str(n) for n in range(20)]


def test_a_switched_off_webhook_gets_nothing(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url, active=False)
    line.phone("มาลี").say("หนึ่ง")
    line.deliver_to(webhook.url)
    line.phone("มาลี").say("สอง")
    assert events(webhook.wait(1))[0]["message"]["text"] == "สอง"


def test_an_album_is_several_events_of_one_set(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    line.phone("มาลี").send_album([(b"\xff\xd81", "1.jpg"), (b"\xff\xd82", "2.jpg")])
    first, second = (event["message"]["imageSet"] for event in events(webhook.wait(2)))
    assert first["id"] == second["id"]
    assert (first["index"], second["index"], first["total"]) == (1, 2, 2)


def test_odd_events_are_sent_as_they_are(line: LineFake, webhook: Receiver) -> None:
    line.deliver_to(webhook.url)
    line.send_event({"type": "novelty", "something": [1]})
    assert events(webhook.wait(1)) == [{"type": "novelty", "something": [1]}]
