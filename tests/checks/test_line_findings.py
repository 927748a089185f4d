"""What is said about each thing that LINE may tell, from values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.checks.findings import Level, Refusal, Silence
from bot.checks.line import judge_line
from bot.checks.line_facts import Endpoint, Info, LineFacts, Quota, Trial

URL = "https://khuepna.example/webhook/line"
FINE = LineFacts(
    proof=True,
    owner="2000000001",
    info=Info("@123abcde", chats=False),
    endpoint=Endpoint(URL, active=True),
    trial=Trial(success=True, status=200, reason="OK"),
    quota=Quota(300, 10),
    stale_menus=0,
)


def said(facts: LineFacts, level: Level, *, url: str | None = URL) -> dict[str, str]:
    found = judge_line(facts, webhook_url=url, channel_id="2000000001")
    return {one.subject: one.sentence for one in found if one.level is level}


def test_nothing_is_wrong_with_a_channel_that_is_set_up() -> None:
    assert said(FINE, Level.WRONG) == {}
    assert set(said(FINE, Level.NOTE)) == {"LINE auto-reply"}


@pytest.mark.parametrize(
    ("facts", "subject", "advice"),
    [
        (replace(FINE, proof=Refusal(400)), "LINE secret", "LINE_CHANNEL_SECRET"),
        (replace(FINE, proof=Silence()), "LINE secret", "try again"),
        (replace(FINE, info=Refusal(401)), "LINE token", "issue one anew"),
        (replace(FINE, info=Silence()), "LINE", "try again"),
        (replace(FINE, owner="2000000009"), "LINE channel", "2000000009"),
        (replace(FINE, endpoint=Endpoint("", active=False)), "LINE webhook", "not set"),
        (
            replace(FINE, endpoint=Endpoint("https://old.example/", active=True)),
            "LINE webhook",
            "https://old.example/ and should be",
        ),
        (replace(FINE, endpoint=Endpoint(URL, active=False)), "LINE webhook", "Use webhook"),
        (replace(FINE, endpoint=Silence()), "LINE webhook", "try again"),
        (
            replace(FINE, trial=Trial(success=False, status=401, reason="Unauthorized")),
            "LINE webhook test",
            "LINE_CHANNEL_SECRET",
        ),
        (
            replace(FINE, trial=Trial(success=False, status=503, reason="x")),
            "LINE webhook test",
            "status 503",
        ),
        (
            replace(FINE, trial=Trial(success=False, status=0, reason="COULD_NOT_CONNECT")),
            "LINE webhook test",
            "COULD_NOT_CONNECT",
        ),
        (replace(FINE, quota=Quota(300, 300)), "LINE messages", "are spent"),
        (replace(FINE, quota=Refusal(500)), "LINE messages", "500"),
        (replace(FINE, stale_menus=Silence()), "LINE menus", "try again"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(facts: LineFacts, subject: str, advice: str) -> None:
    found = said(facts, Level.WRONG)
    assert set(found) == {subject}
    assert advice in found[subject]


@pytest.mark.parametrize(
    ("facts", "subject", "advice"),
    [
        (replace(FINE, info=Info("@123abcde", chats=True)), "LINE chat", "Auto-response"),
        (replace(FINE, quota=Quota(300, 240)), "LINE messages", "60 of 300 are left"),
        (replace(FINE, stale_menus=2), "LINE menus", "check --apply"),
        (replace(FINE, trial=Refusal(429)), "LINE webhook test", "in an hour"),
    ],
)
def test_what_is_worth_knowing_is_a_note(facts: LineFacts, subject: str, advice: str) -> None:
    assert said(facts, Level.WRONG) == {}
    assert advice in said(facts, Level.NOTE)[subject]


def test_a_quota_without_limit_is_good() -> None:
    assert "no limit" in said(replace(FINE, quota=Quota(None, 5)), Level.GOOD)["LINE messages"]
    assert "LINE messages" in said(replace(FINE, quota=Quota(300, 239)), Level.GOOD)


def test_without_a_public_address_line_stays_off() -> None:
    assert "PUBLIC_URL" in said(FINE, Level.WRONG, url=None)["LINE webhook"]


def test_of_credentials_that_are_refused_nothing_else_is_said() -> None:
    refused = Refusal(400)
    facts = LineFacts(refused, None, refused, refused, None, refused, refused)
    assert set(said(facts, Level.WRONG)) == {"LINE secret"}
    assert said(facts, Level.GOOD) == said(facts, Level.NOTE) == {}
