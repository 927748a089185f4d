"""What is said about each thing that Telegram may tell, from values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.reading import UPDATES
from bot.checks.findings import Level, Refusal, Silence
from bot.checks.telegram import Me, TelegramFacts, Webhook, judge_telegram

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
URL = "https://khuepna.example/webhook/telegram"
ME = Me("khuepna_bot", joins_groups=True, reads_groups=False)
HOOK = Webhook(URL, pending=0, allowed_updates=UPDATES)
FINE = TelegramFacts(ME, HOOK, commands=10)


def said(facts: TelegramFacts, level: Level, *, url: str | None = URL) -> dict[str, str]:
    found = judge_telegram(facts, webhook_url=url, updates=UPDATES, now=NOW)
    return {one.subject: one.sentence for one in found if one.level is level}


def test_nothing_is_wrong_with_a_bot_that_is_set_up() -> None:
    assert said(FINE, Level.WRONG) == said(FINE, Level.NOTE) == {}


def test_a_bot_that_polls_needs_no_webhook() -> None:
    polling = replace(FINE, webhook=Webhook("", pending=3))
    assert said(polling, Level.WRONG, url=None) == {}


def test_a_webhook_without_a_public_address_stands_in_the_way() -> None:
    assert "PUBLIC_URL" in said(FINE, Level.WRONG, url=None)["Telegram webhook"]


def failed(ago: timedelta) -> TelegramFacts:
    hook = replace(HOOK, last_error="Connection refused", last_error_at=NOW - ago)
    return replace(FINE, webhook=hook)


@pytest.mark.parametrize(
    ("facts", "subject", "advice"),
    [
        (replace(FINE, me=Refusal(401)), "Telegram token", "@BotFather"),
        (replace(FINE, me=Refusal(404)), "Telegram token", "@BotFather"),
        (replace(FINE, me=Refusal(403)), "Telegram", "403"),
        (replace(FINE, me=Silence()), "Telegram", "try again"),
        (
            replace(FINE, me=replace(ME, reads_groups=True)),
            "Telegram privacy mode",
            "/setprivacy",
        ),
        (replace(FINE, webhook=replace(HOOK, url="")), "Telegram webhook", "not set"),
        (
            replace(FINE, webhook=replace(HOOK, url="https://old.example/")),
            "Telegram webhook",
            "https://old.example/ and should be",
        ),
        (replace(FINE, webhook=Silence()), "Telegram webhook", "try again"),
        (replace(FINE, webhook=replace(HOOK, pending=100)), "Telegram backlog", "100 updates"),
        (failed(timedelta(minutes=59)), "Telegram delivery", "Connection refused"),
        (
            replace(FINE, webhook=replace(HOOK, allowed_updates=UPDATES[:-1])),
            "Telegram updates",
            UPDATES[-1],
        ),
        (replace(FINE, commands=Silence()), "Telegram commands", "try again"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    facts: TelegramFacts, subject: str, advice: str
) -> None:
    found = said(facts, Level.WRONG)
    assert set(found) == {subject}
    assert advice in found[subject]


def test_an_old_failure_is_over() -> None:
    assert said(failed(timedelta(minutes=61)), Level.WRONG) == {}


@pytest.mark.parametrize(
    ("facts", "subject", "advice"),
    [
        (replace(FINE, me=replace(ME, joins_groups=False)), "Telegram groups", "/setjoingroups"),
        (replace(FINE, commands=0), "Telegram commands", "check --apply"),
    ],
)
def test_what_is_worth_knowing_is_a_note(facts: TelegramFacts, subject: str, advice: str) -> None:
    assert said(facts, Level.WRONG) == {}
    assert advice in said(facts, Level.NOTE)[subject]
