"""Pictures and files are fetched whole, never more than was asked for."""

from __future__ import annotations

import pytest

from bot.channels.telegram.client import Client
from bot.channels.telegram.files import TelegramSource
from bot.channels.telegram.reading import Read, read_update
from bot.evidence.source import Content, Fetched, Later, Missing
from handlers.messages import Attachment
from storage.records import Refusal
from tests.fakes.faults import At, ClosedConnection, Fault, RateLimited, Script, ServerError
from tests.fakes.telegram.fake import TelegramFake

PICTURE = b"\xff\xd8\xff" + b"picture" * 20_000


async def reference_of(bot: Client, telegram: TelegramFake, content: bytes = PICTURE) -> str:
    """What a picture that a person sent is fetched by."""
    telegram.phone("มาลี").send_file(content, "ถนน.jpg", "ถนน")
    (update,) = await bot.call("getUpdates", {"timeout": 5})
    read = read_update(update)
    assert isinstance(read, Read)
    attachment = read.inbound.event
    assert isinstance(attachment, Attachment)
    assert (attachment.name, attachment.caption) == ("ถนน.jpg", "ถนน")
    assert attachment.size == len(content)
    return attachment.reference


async def test_a_picture_is_fetched_whole(bot: Client, telegram: TelegramFake) -> None:
    reference = await reference_of(bot, telegram)
    assert await TelegramSource(bot).fetch(reference, len(PICTURE)) == Content(PICTURE)
    assert telegram.violations == []


async def test_what_is_larger_is_not_fetched(bot: Client, telegram: TelegramFake) -> None:
    reference = await reference_of(bot, telegram)
    source = TelegramSource(bot)
    assert await source.fetch(reference, len(PICTURE) - 1) == Missing(Refusal.TOO_LARGE)
    assert "download" not in telegram.calls


async def test_what_telegram_itself_finds_too_large_is_too_large(
    bot: Client, telegram: TelegramFake
) -> None:
    reference = await reference_of(bot, telegram, b"x" * (20 * 1024 * 1024 + 1))
    assert await TelegramSource(bot).fetch(reference, 10**9) == Missing(Refusal.TOO_LARGE)


async def test_more_bytes_than_were_announced_are_not_read(
    bot: Client, telegram: TelegramFake
) -> None:
    reference = await reference_of(bot, telegram)
    path = (await bot.call("getFile", {"file_id": reference}))["file_path"]
    assert await bot.download(path, len(PICTURE) - 1) is None


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize("fault", [ServerError(), RateLimited(), ClosedConnection()])
async def test_what_cannot_be_had_now_is_asked_for_later(
    bot: Client, telegram: TelegramFake, method: str, fault: Fault
) -> None:
    reference = await reference_of(bot, telegram)
    telegram.play(Script(listed=(At(method, fault, times=9),)))
    fetched: Fetched = await TelegramSource(bot).fetch(reference, len(PICTURE))
    assert isinstance(fetched, Later)
    telegram.play(Script())
    assert await TelegramSource(bot).fetch(reference, len(PICTURE)) == Content(PICTURE)


async def test_what_is_gone_is_gone(bot: Client) -> None:
    assert await TelegramSource(bot).fetch("no-such-file", 9) == Missing(Refusal.GONE)
