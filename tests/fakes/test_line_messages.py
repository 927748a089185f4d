"""Each limit of LINE's messages, broken once, and once kept just so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake

Json = dict[str, Any]
# Two letters that a reader sees as one, and that UTF-16 counts as two.
KHA = "ค่"


def text(words: str, **more: Any) -> Json:
    return {"type": "text", "text": words, **more}


def quick(*actions: Json) -> Json:
    return text("ถาม", quickReply={"items": [{"type": "action", "action": a} for a in actions]})


def postback(label: str = "ใช่", data: str = "1.yes", **more: Any) -> Json:
    return {"type": "postback", "label": label, "data": data, **more}


def flex(body: list[Json], **more: Any) -> Json:
    box = {"type": "box", "layout": "vertical", "contents": body}
    bubble = {"type": "bubble", "body": box, **more}
    return {"type": "flex", "altText": "การ์ด", "contents": bubble}


def button(**more: Any) -> Json:
    return {"type": "button", "action": postback(**more)}


def carousel(*bubbles: Json) -> Json:
    contents = {"type": "carousel", "contents": [b["contents"] for b in bubbles]}
    return {"type": "flex", "altText": "การ์ด", "contents": contents}


def buttons(words: str, *actions: Json, **more: Any) -> Json:
    template = {"type": "buttons", "text": words, "actions": list(actions), **more}
    return {"type": "template", "altText": "แม่แบบ", "template": template}


def confirm(*actions: Json) -> Json:
    return buttons("แน่ใจไหม", *actions, type="confirm")


WORD = {"type": "text", "text": "คำ"}

KEPT = [
    {"type": "image", "originalContentUrl": "https://a", "previewImageUrl": "https://a"},
    text("ก" * 5000),
    text("😀" * 2500),
    quick(*[postback()] * 13),
    quick(postback(label=KHA * 20)),
    quick(postback(data="x" * 300)),
    quick(postback(displayText=KHA * 300)),
    quick(postback(inputOption="openKeyboard", fillInText="ก" * 300)),
    quick({"type": "message", "label": "ก", "text": "ก" * 300}, {"type": "camera", "label": "ก"}),
    flex([button(label=KHA * 40)]),
    flex([WORD | {"size": "xl", "color": "#00B900", "margin": "md"}]),
    flex([WORD], size="mega", hero={"type": "box", "layout": "vertical", "contents": [WORD]}),
    flex([{"type": "text", "contents": [{"type": "span", "text": "คำ"}]}]),
    carousel(*[flex([WORD])] * 12),
    flex([WORD]) | {"altText": "ก" * 1500},
    buttons("ก" * 160, *[postback()] * 4),
    confirm(postback(), postback()),
    {"type": "textV2", "text": "{{ก}} {a}", "substitution": {
        "a": {"type": "mention", "mentionee": {"type": "all"}}}},
]  # fmt: skip

BROKEN: list[tuple[str, Json]] = [
    ("messages[0].text has 5001 UTF-16 units", text("ก" * 5001)),
    ("messages[0].text has 5002 UTF-16 units", text("😀" * 2501)),
    ("messages[0].text may not be empty", text(" ")),
    ("messages[0].text is missing", {"type": "text"}),
    ("messages[0].text is no string but 5", {"type": "text", "text": 5}),
    ("messages[0].txet is not known", text("ก", txet="ข")),
    ('messages[0].type is "txt"', {"type": "txt", "text": "ก"}),
    ("messages[0].type is null", {"text": "ก"}),
    ("quickReply.items has 14 entries", quick(*[postback()] * 14)),
    ("action.label has 21 characters", quick(postback(label=KHA * 21))),
    ("action.label may not be empty", quick(postback(label=""))),
    ("action.label is missing", quick({"type": "postback", "data": "1.yes"})),
    ('action.type is "call"', quick({"type": "call", "label": "ก"})),
    ("action.data is 301 characters", quick(postback(data="x" * 301))),
    ("action.data may not be empty", quick({"type": "postback", "label": "ก"})),
    ("action.displayText has 301 characters", quick(postback(displayText=KHA * 301))),
    ("action.fillInText needs the inputOption", quick(postback(fillInText="ก"))),
    ("has both displayText and text", quick(postback(displayText="ก", text="ก"))),
    ("action.text has 301", quick({"type": "message", "label": "ก", "text": "ก" * 301})),
    ("action.uri has no scheme", quick({"type": "uri", "label": "ก", "uri": "ftp://a"})),
    ("action.uri has 1001", quick({"type": "uri", "label": "ก", "uri": "http://" + "a" * 994})),
    ("which only a rich menu may do", quick(
        {"type": "richmenuswitch", "label": "ก", "data": "a", "richMenuAliasId": "a"})),
    ("imageUrl is no https", text("ก", quickReply={"items": [
        {"type": "action", "imageUrl": "http://a", "action": postback()}]})),
    ("is no action", text("ก", quickReply={"items": [{"type": "action"}]})),
    ("sender.name is 21 characters", text("ก", sender={"name": "ก" * 21})),
    ("action.label has 41 characters, and 40", flex([button(label=KHA * 41)])),
    ("action.label is missing", flex([{"type": "button", "action": {
        "type": "postback", "data": "a"}}])),
    ("which only quick replies may have", flex([
        {"type": "button", "action": {"type": "camera", "label": "ก"}}])),
    ('contents[0].type is "heading"', flex([{"type": "heading", "text": "ก"}])),
    ("contents[0].bold is not known", flex([WORD | {"bold": True}])),
    ("contents[0].text may not be empty", flex([{"type": "text", "text": ""}])),
    ("contents[0].color is no color", flex([WORD | {"color": "green"}])),
    ("contents[0].margin is no size", flex([WORD | {"margin": "big"}])),
    ("contents[0].size is 'huge'", flex([WORD | {"size": "huge"}])),
    ("contents[0].flex is below 0", flex([WORD | {"flex": -1}])),
    ("contents[0].wrap is no boolean", flex([WORD | {"wrap": "true"}])),
    ("is a span outside a text", flex([{"type": "span", "text": "ก"}])),
    ("is an icon outside a baseline box", flex([{"type": "icon", "url": "https://a"}])),
    ("is a button in a baseline box", flex([
        {"type": "box", "layout": "baseline", "contents": [button()]}])),
    ("url is no https address", flex([{"type": "image", "url": "http://a"}])),
    ("hero is a text", flex([WORD], hero=WORD)),
    ("layout is \"diagonal\"", flex([{"type": "box", "layout": "diagonal", "contents": []}])),
    ("with nothing in it", {"type": "flex", "altText": "ก", "contents": {"type": "bubble"}}),
    ("bytes of JSON, and 30720 is the most", flex([{"type": "text", "text": "ก" * 11000}])),
    ("bytes of JSON, and 51200 is the most", carousel(*[
        flex([{"type": "text", "text": "ก" * 6000}])] * 3)),
    ("has 13 bubbles", carousel(*[flex([WORD])] * 13)),
    ("different widths", carousel(flex([WORD], size="kilo"), flex([WORD]))),
    ("altText has 1501 UTF-16 units", flex([WORD]) | {"altText": "ก" * 1501}),
    ("altText may not be empty", flex([WORD]) | {"altText": ""}),
    ("template.text has more than 160", buttons("ก" * 161, postback())),
    ("template.text has more than 60", buttons("ก" * 61, postback(), title="ข")),
    ("template.title has more than 40", buttons("ก", postback(), title="ข" * 41)),
    ("actions are 5, not 1 to 4", buttons("ก", *[postback()] * 5)),
    ("actions of a confirm template are two", confirm(postback())),
    ("action.label has 13 characters, and 12", {"type": "template", "altText": "ก", "template": {
        "type": "image_carousel", "columns": [
            {"imageUrl": "https://a", "action": postback(label=KHA * 13)}]}}),
    ("single brace", {"type": "textV2", "text": "50} %"}),
    ("and other substitutions", {"type": "textV2", "text": "{a}"}),
    ("originalContentUrl is no https", {"type": "image", "originalContentUrl": "http://a",
        "previewImageUrl": "https://a"}),
    ("previewImageUrl has more than 2000", {"type": "image", "originalContentUrl": "https://a",
        "previewImageUrl": "https://" + "a" * 1993}),
]  # fmt: skip


@pytest.mark.parametrize("message", KEPT, ids=range(len(KEPT)))
def test_what_keeps_the_limits_passes(line: LineFake, post: LineCall, message: Json) -> None:
    group = line.group("กลุ่ม", line.phone("มาลี"))
    answer = post("/v2/bot/message/push", {"to": group.id, "messages": [message]})
    assert (answer.status_code, line.violations) == (200, []), answer.text


@pytest.mark.parametrize(("sentence", "message"), BROKEN, ids=[each[0] for each in BROKEN])
def test_what_breaks_a_limit_is_refused_and_remembered(
    line: LineFake, post: LineCall, sentence: str, message: Json
) -> None:
    phone = line.phone("มาลี")
    answer = post("/v2/bot/message/push", {"to": phone.person, "messages": [message]})
    assert answer.status_code == 400
    assert answer.json()["details"][0]["property"].startswith("messages[0]")
    assert [each for each in line.violations if sentence in each], line.violations
    assert phone.seen == []
    assert line.spent_pushes == {}


@pytest.mark.parametrize("count", [0, 6])
def test_a_call_has_one_to_five_messages(line: LineFake, post: LineCall, count: int) -> None:
    phone = line.phone("มาลี")
    body = {"to": phone.person, "messages": [text("ก")] * count}
    assert post("/v2/bot/message/push", body).status_code == 400
    assert f"messages has {count} entries" in line.violations[0]


def test_the_size_of_a_card_is_counted_as_it_comes_over_the_wire(
    line: LineFake, post: LineCall
) -> None:
    # The library of LINE escapes each Thai letter into six bytes; as UTF-8 it has three.
    card = flex([{"type": "text", "text": "ก" * 6000}])
    body = {"to": line.phone("มาลี").person, "messages": [card]}
    assert post("/v2/bot/message/push", body).status_code == 200
    escaped = json.dumps(body).encode()
    assert post("/v2/bot/message/push", content=escaped).status_code == 400
    assert "bytes of JSON, and 30720 is the most" in line.violations[0]


def test_a_mention_is_for_groups(line: LineFake, post: LineCall) -> None:
    all_of_them = {"a": {"type": "mention", "mentionee": {"type": "all"}}}
    message = {"type": "textV2", "text": "{a}", "substitution": all_of_them}
    body = {"to": line.phone("มาลี").person, "messages": [message]}
    assert post("/v2/bot/message/push", body).status_code == 400
    assert "mentions somebody outside a group" in line.violations[0]


def test_validation_checks_and_sends_nothing(line: LineFake, post: LineCall) -> None:
    for kind in ("reply", "push", "multicast", "broadcast"):
        path = f"/v2/bot/message/validate/{kind}"
        assert post(path, {"messages": [text("ก")]}).status_code == 200
        assert post(path, {"messages": [text("ก" * 5001)]}).status_code == 400
    assert len(line.violations) == 4
