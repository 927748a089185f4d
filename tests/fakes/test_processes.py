"""Fakes in processes of their own are the same, and end with whoever started them."""

from __future__ import annotations

import subprocess
import sys

import httpx
from telegram import Bot

from tests.fakes.process import ROOT, line_process, telegram_process
from tests.fakes.receiver import Receiver


async def test_telegram_as_a_process(webhook: Receiver) -> None:
    with telegram_process(rates=False) as telegram:
        phone = telegram.phone("มาลี")
        async with Bot(telegram.bot.token, base_url=f"{telegram.url}/bot") as bot:
            for number in range(40):
                await bot.send_message(phone.id, f"ข้อความ {number}")
            telegram.route("https://bot.example", webhook.url)
            await bot.set_webhook("https://bot.example/hook")
        phone.say("สวัสดี")
        assert webhook.wait(1)[0].content["message"]["text"] == "สวัสดี"
        assert len(phone.seen) == 40
        assert telegram.violations == []


def test_line_as_a_process(webhook: Receiver) -> None:
    with line_process(quota=False) as line:
        line.deliver_to(webhook.url)
        line.phone("มาลี").say("สวัสดี")
        token = webhook.wait(1)[0].content["events"][0]["replyToken"]
        body = {"replyToken": token, "messages": [{"type": "text", "text": "รับแล้ว"}]}
        headers = {"Authorization": f"Bearer {line.channel.access_token}"}
        assert httpx.post(f"{line.url}/v2/bot/message/reply", json=body, headers=headers).is_success
        assert line.phone("มาลี").wait_for("รับแล้ว").sound == "reply"
        assert line.violations == []


def test_a_fake_ends_with_its_standard_input() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fakes", "telegram"],
        cwd=ROOT,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "ports" in ended.stdout
    assert ended.stderr == ""
