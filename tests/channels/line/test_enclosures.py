"""Pictures that LINE fetches itself, files as links, and five messages in a call at the most."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.line.codec import LineCodec
from bot.channels.line.packing import MAX_MESSAGES
from handlers.messages import Choice, Enclosure, Outgoing
from handlers.papers import FileForm, ProjectCurve, ProjectFile
from tests.channels.line.words import occasion

CODE = "50240000-3561"
BASE = "https://bot.example/v/1-abc"
CURVE = Enclosure(ProjectCurve(CODE), "กราฟ", f"{BASE}/project/{CODE}/curve.png", "th")
PDF = Enclosure(ProjectFile(CODE, FileForm.PDF), "รายงาน PDF", f"{BASE}/file/{CODE}.pdf", "th")
XLSX = Enclosure(ProjectFile(CODE, FileForm.XLSX), "รายงาน Excel", f"{BASE}/file/{CODE}.xlsx", "th")
CHOICES = (Choice("a", "ก"), Choice("b", "ข"))


def messages(*said: Outgoing, unsaid: tuple[str, ...] = ()) -> list[list[dict[str, Any]]]:
    calls = LineCodec().write("U1", said, occasion(*unsaid))
    return [json.loads(call)["messages"] for call in calls]


def test_a_picture_follows_its_words_and_the_quick_replies_are_on_the_last() -> None:
    ((words, picture),) = messages(Outgoing("ดูกราฟ", ask=3, choices=CHOICES, enclosed=(CURVE,)))
    assert words["text"].startswith("ดูกราฟ")
    assert "quickReply" not in words
    assert len(picture.pop("quickReply")["items"]) == 2
    assert picture == {
        "type": "image",
        "originalContentUrl": CURVE.url,
        "previewImageUrl": CURVE.url,
    }


def test_files_are_buttons_that_open_their_links_in_one_bubble() -> None:
    ((_words, files),) = messages(Outgoing("ไฟล์", enclosed=(PDF, XLSX)))
    actions = [button["action"] for button in files["contents"]["footer"]["contents"]]
    assert [(one["label"], one["uri"]) for one in actions] == [
        ("รายงาน PDF", PDF.url),
        ("รายงาน Excel", XLSX.url),
    ]
    assert files["altText"] == "รายงาน PDF · รายงาน Excel"


@pytest.mark.parametrize("enclosure", [CURVE, PDF])
@pytest.mark.parametrize("base", ["http://127.0.0.1:8080/v/1-abc", f"https://{'x' * 1000}.example"])
def test_an_address_that_line_takes_for_nothing_else_is_a_link_in_words(
    enclosure: Enclosure, base: str
) -> None:
    url = enclosure.url.replace(BASE, base)
    elsewhere = Enclosure(enclosure.paper, enclosure.name, url, "th")
    ((_words, link),) = messages(Outgoing("ดู", enclosed=(elsewhere,)))
    assert link == {"type": "text", "text": f"{enclosure.name}\n{url}"}


def test_never_more_than_five_messages_are_in_a_call_and_none_is_lost() -> None:
    said = [
        Outgoing(f"โครงการที่ {number}", enclosed=(CURVE, PDF), ask=3, choices=CHOICES)
        for number in range(4)
    ]
    (call,) = messages(*said)
    assert len(call) <= MAX_MESSAGES
    told = json.dumps(call)
    assert told.count(CURVE.url) == 4
    assert told.count(PDF.url) == 4


def test_many_pictures_become_links_rather_than_a_call_that_costs_money() -> None:
    (call,) = messages(*(Outgoing(f"โครงการที่ {number}", enclosed=(CURVE,)) for number in range(4)))
    (only,) = call
    assert only["text"].count(CURVE.url) == 4


def test_what_was_left_unsaid_keeps_its_pictures_and_links() -> None:
    old = LineCodec().write("U1", (Outgoing("ของเดิม", enclosed=(CURVE, PDF)),))
    ((*before, new),) = messages(Outgoing("ของใหม่"), unsaid=old)
    assert [one["type"] for one in before] == ["text", "image", "flex"]
    assert new["text"] == "ของใหม่"
    many = LineCodec().write("U1", (Outgoing("ของเดิม", enclosed=(CURVE, PDF)),)) * 2
    (call,) = messages(Outgoing("ของใหม่"), unsaid=many)
    assert len(call) <= MAX_MESSAGES
    told = "\n".join(one["text"] for one in call)
    assert told.count(CURVE.url) == 2
    assert told.count(f"{PDF.name}\n{PDF.url}") == 2
