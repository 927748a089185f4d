"""Telegram's files both ways, albums, and their sizes."""

from __future__ import annotations

import io

import pytest
from telegram import (
    Bot,
    InputMediaDocument,
    InputMediaPhoto,
)
from telegram.error import BadRequest

from tests.fakes.telegram.fake import TelegramFake


async def test_files_go_both_ways(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_document(phone.id, io.BytesIO(b"%PDF"), filename="a.pdf", caption="รายงาน")
    await bot.send_photo(phone.id, b"\xff\xd8photo")
    assert [(b.kind, b.text) for b in phone.seen] == [("document", "รายงาน"), ("photo", "[photo]")]
    phone.send_file(b"content", "plan.pdf", caption="แผน")
    [update] = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.document
    assert (update.message.caption, update.message.document.file_name) == ("แผน", "plan.pdf")
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"content"
    telegram.forward(60 * 60 + 1)
    with pytest.raises(Exception, match="Not Found"):
        await file.download_as_bytearray()
    assert telegram.violations == []


async def test_an_album_arrives_as_one_group(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    phone.send_album([(b"\xff\xd81", "1.jpg"), (b"\xff\xd82", "2.jpg")])
    first, second = await bot.get_updates(timeout=5)
    assert first.message
    assert second.message
    assert first.message.media_group_id == second.message.media_group_id is not None
    pictures = [InputMediaPhoto(b"\xff\xd81", caption="หนึ่ง"), InputMediaPhoto(b"\xff\xd82")]
    await bot.send_media_group(phone.id, pictures)
    assert [bubble.text for bubble in phone.seen] == ["หนึ่ง", "[photo]"]
    assert telegram.violations == []
    with pytest.raises(BadRequest, match="Media group is invalid"):
        await bot.send_media_group(phone.id, [InputMediaDocument(b"a", filename="a.pdf")])
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(phone.id, b"\xff\xd8", caption="ก" * 1025)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(phone.id, "nothing")
    assert len(telegram.violations) == 3


async def test_files_have_sizes(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.send_photo(phone.id, b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match="must be non-empty"):
        await bot.send_document(phone.id, b"", filename="a.pdf")
    assert len(telegram.violations) == 2
    phone.send_file(b"x" * (20 * 1024 * 1024 + 1), "big.zip")
    [update] = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.document
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_typing_is_an_action_of_telegrams(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_chat_action(phone.id, "typing")
    assert telegram.actions == [phone.chat]
    with pytest.raises(BadRequest, match="parameter action"):
        await bot.send_chat_action(phone.id, "thinking")
    assert len(telegram.violations) == 1


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + width.to_bytes(4, "big") + height.to_bytes(4, "big")


async def test_a_picture_has_sides_and_is_one(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_photo(phone.id, png(5_000, 5_000), filename="a.png")
    assert telegram.violations == []
    for width, height in ((5_001, 5_000), (2_100, 100), (100, 2_100)):
        with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
            await bot.send_photo(phone.id, png(width, height), filename="a.png")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(phone.id, b"%PDF-1.7", filename="a.png")
    assert len(telegram.violations) == 4


async def test_a_document_is_received_as_it_was_sent(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_document(phone.id, b"%PDF-1.7", filename="a.pdf")
    received = phone.received(phone.seen[-1])
    assert (received.name, received.content) == ("a.pdf", b"%PDF-1.7")


async def test_a_thai_name_in_percent_signs_is_a_broken_rule(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_document(phone.id, b"%PDF-1.7", filename="%E0%B8%81.pdf")
    (sin,) = telegram.violations
    assert "people read the name" in sin
