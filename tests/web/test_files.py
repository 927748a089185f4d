"""Photos and files that the phones of the try-out page send, over HTTP."""

import asyncio
import json
import os
import time
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.channels.webchat import WebchatCodec
from bot.evidence.source import Content, Missing
from bot.tryout.uploads import KEPT, Uploads
from handlers.dialogue.attaching import LARGEST
from handlers.messages import Attachment, Inbound
from storage.db import reading
from storage.records import Refusal
from storage.tables import inbox
from tests.evidence.contents import content_of
from tests.web.desk import Desk, running

PHOTO = content_of("a.jpg")
GONE = Missing(Refusal.GONE)


def kept(engine: Engine) -> list[Inbound]:
    with reading(engine) as tx:
        payloads = tx.scalars(select(inbox.c.payload).order_by(inbox.c.id))
        return [WebchatCodec().read(payload) for payload in payloads]


def test_a_photo_and_its_event_are_there_when_the_answer_comes(
    database: Engine, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path / "uploads")
    with running(database, uploads=uploads) as desk:
        sent = desk.send_file(PHOTO, lane="officer-1", id="e1", name="คลอง ก่อนขุด.jpg")
        assert sent.status_code == 202
    reference = sha256(PHOTO).hexdigest()
    photo = Attachment(reference, "คลอง ก่อนขุด.jpg", size=len(PHOTO))
    assert kept(database) == [Inbound(photo, "officer-1")]
    assert asyncio.run(uploads.fetch(reference, LARGEST)) == Content(PHOTO)


def test_a_file_sent_twice_is_taken_once(desk: Desk) -> None:
    for _ in range(2):
        sent = desk.send_file(PHOTO, lane="officer-1", id="e1", name="a.jpg")
        assert sent.status_code == 202
    assert len(kept(desk.engine)) == 1


def test_in_a_group_somebody_sends_it(desk: Desk) -> None:
    desk.send_file(PHOTO, lane="group-1", id="e1", name="a.jpg", account="officer-1")
    desk.send_file(PHOTO, lane="officer-1", id="e2", name="a.jpg", account="supervisor-1")
    assert [(one.account, one.group) for one in kept(desk.engine)] == [
        ("officer-1", True),
        ("officer-1", False),
    ]


def test_the_largest_file_is_taken_and_a_larger_one_refused_with_a_sentence(desk: Desk) -> None:
    told = {"lane": "officer-1", "name": "a.pdf"}
    assert desk.send_file(bytes(LARGEST), id="e1", **told).status_code == 202
    refused = desk.send_file(bytes(LARGEST + 1), id="e2", **told)
    assert refused.status_code == 413
    assert "20 MB" in refused.json()["sentence"]
    assert len(kept(desk.engine)) == 1


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"lane": "officer-1", "id": "e1"},
        {"lane": "officer-1", "name": "a.jpg"},
        {"lane": "../etc", "id": "e1", "name": "a.jpg"},
        {"lane": "officer-1", "id": "x" * 65, "name": "a.jpg"},
        {"lane": "officer-1", "id": "e1", "name": "a\0.jpg"},
        {"lane": "group-1", "id": "e1", "name": "a.jpg", "account": "Somebody Else"},
    ],
    ids=",".join,
)
def test_what_no_page_of_ours_sends_is_refused(standing_desk: Desk, told: dict[str, str]) -> None:
    assert standing_desk.send_file(PHOTO, **told).status_code == 400
    assert kept(standing_desk.engine) == []


def test_a_page_of_another_site_sends_nothing(standing_desk: Desk) -> None:
    told = {"lane": "officer-1", "id": "e1", "name": "a.jpg"}
    for headers in ({}, {"Origin": "http://elsewhere.example"}):
        sent = standing_desk.client.post(
            "/tryout/files", params=told, content=PHOTO, headers=headers
        )
        assert sent.status_code == 403
    assert kept(standing_desk.engine) == []


@pytest.mark.parametrize("reference", ["0" * 64, "../khuepna.db"])
def test_a_message_cannot_name_a_file_that_was_not_sent_with_it(
    standing_desk: Desk, reference: str
) -> None:
    file = {"reference": reference, "name": "a.jpg", "size": 1}
    assert standing_desk.post(lane="officer-1", id="e1", file=file).status_code == 400
    stored = json.dumps({"account": "officer-1", "group": False, "file": file})
    assert _is_readable(stored) == (reference == "0" * 64)


def _is_readable(payload: str) -> bool:
    try:
        return isinstance(WebchatCodec().read(payload).event, Attachment)
    except ValueError:
        return False


def test_a_disk_that_takes_nothing_is_told_and_leaves_no_event(sqlite: Engine) -> None:
    with running(sqlite, uploads=Uploads(Path(os.devnull) / "uploads")) as desk:
        sent = desk.send_file(PHOTO, lane="officer-1", id="e1", name="a.jpg")
    assert sent.status_code == 503
    assert "ดิสก์" in sent.json()["sentence"]
    assert kept(sqlite) == []


# --- the folder in which it waits to be fetched -------------------------------------------------


async def test_only_what_was_sent_is_given_and_no_more_than_is_asked_for(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    assert await uploads.fetch("0" * 64, LARGEST) == GONE
    reference = uploads.keep(PHOTO)
    assert await uploads.fetch(reference, len(PHOTO)) == Content(PHOTO)
    assert await uploads.fetch(reference, len(PHOTO) - 1) == Missing(Refusal.TOO_LARGE)
    (tmp_path / "secret").write_bytes(b"x")
    assert await uploads.fetch("../secret", LARGEST) == GONE


async def test_what_was_sent_long_ago_is_gone(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    old, fresh = uploads.keep(b"old"), uploads.keep(b"fresh")
    long_ago = time.time() - KEPT - 60
    os.utime(tmp_path / old, (long_ago, long_ago))
    uploads.keep(b"new")
    assert await uploads.fetch(old, LARGEST) == GONE
    assert await uploads.fetch(fresh, LARGEST) == Content(b"fresh")


def test_half_a_file_is_never_seen(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    names = {uploads.keep(data) for data in (b"a", b"b", b"a")}
    assert {path.name for path in tmp_path.iterdir()} == names
