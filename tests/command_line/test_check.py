from __future__ import annotations

import socket
import time

import pytest
from telegram import BotCommandScopeAllPrivateChats

from storage.people import find_or_add_person, grant_role, link_address
from storage.records import Role
from storage.units import save_unit
from tests.command_line.platforms import PUBLIC_URL, Platforms, answering
from tests.command_line.shell import Finished, Shell
from tests.command_line.test_invite import DISTRICT, NOW
from tests.fakes.faults import At, ClosedConnection, Script, ServerError, WrongJson

PRIVATE = BotCommandScopeAllPrivateChats().to_dict()


def wrong(finished: Finished) -> dict[str, str]:
    """What was found wrong, by its subject."""
    found = [line.split(": ", 2) for line in finished.lines]
    return {subject: sentence for level, subject, sentence in found if level == "wrong"}


def test_apply_sets_everything_and_then_nothing_is_wrong(
    office: Shell, platforms: Platforms
) -> None:
    mali, wichai = (platforms.line.phone(name) for name in ("มาลี ใจงาม", "วิชัย ใจดี"))
    with office.database() as tx:
        save_unit(tx, DISTRICT)
        for phone, role, locale in ((mali, Role.OFFICER, "th"), (wichai, Role.SUPERVISOR, "en")):
            person = find_or_add_person(
                tx, name=phone.person, unit_code=DISTRICT.code, locale=locale, now=NOW
            )
            grant_role(tx, person_id=person.id, role=role, unit_code=DISTRICT.code)
            link_address(
                tx,
                person_id=person.id,
                channel="line",
                account=phone.chat,
                lane=phone.chat,
                now=NOW,
            )
    with answering(200) as web:
        platforms.line.route(PUBLIC_URL, web)
        finished = platforms.at(office).done("check", "--apply")
    assert wrong(finished) == {}
    assert mali.menu[0] == "รายงาน"
    assert wichai.menu[0] == "Status"
    assert "report" in platforms.telegram.commands(PRIVATE, "th")
    assert platforms.telegram.webhook["url"] == f"{PUBLIC_URL}/webhook/telegram"
    assert platforms.telegram.webhook["secret"]
    assert platforms.violations == []


def test_applying_twice_makes_nothing_new(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    shell = platforms.at(laptop)
    with answering(200) as web:
        platforms.line.route(PUBLIC_URL, web)
        shell.done("check", "--apply")
        platforms.line.forward(3600)
        platforms.telegram.forward(60)
        again = shell.done("check", "--apply")
    assert "0 menus were made" in again.out
    assert platforms.line.calls["createRichMenu"] == 8
    assert platforms.violations == []


def test_everything_that_is_not_set_yet_is_said(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    finished = platforms.at(laptop).run("check")
    assert finished.status == 1
    assert set(wrong(finished)) == {"Telegram webhook", "LINE webhook"}
    assert finished.sentences == [
        f"2 of {len(finished.lines)} findings are wrong: their sentences say what to do."
    ]
    assert "note: LINE menus: 8 menus are missing or old" in finished.out
    assert "note: Telegram commands" in finished.out


def test_a_webhook_that_is_switched_off_or_refused_is_said(
    laptop: Shell, platforms: Platforms
) -> None:
    laptop.done("migrate")
    shell = platforms.at(laptop)
    with answering(401) as web:
        platforms.line.route(PUBLIC_URL, web)
        platforms.line.deliver_to(f"{PUBLIC_URL}/webhook/line", active=False, chat_mode="chat")
        off = shell.run("check")
        platforms.line.deliver_to(f"{PUBLIC_URL}/webhook/line")
        refused = shell.run("check")
    assert "switch on Use webhook" in wrong(off)["LINE webhook"]
    assert "note: LINE chat: " in off.out
    assert "LINE_CHANNEL_SECRET" in wrong(refused)["LINE webhook test"]


def test_a_wrong_token_and_a_wrong_secret_are_said_and_not_quoted(
    laptop: Shell, platforms: Platforms
) -> None:
    laptop.done("migrate")
    token, secret = "7000000009:" + "B" * 35, "another-channels-secret"
    finished = platforms.at(laptop, TELEGRAM_BOT_TOKEN=token, LINE_CHANNEL_SECRET=secret).run(
        "check"
    )
    assert set(wrong(finished)) == {"Telegram token", "LINE secret"}
    for hidden in (token, "B" * 35, secret):
        assert hidden not in finished.out + finished.err


def test_a_wrong_long_lived_token_is_said(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    settings = {**platforms.line_settings, "LINE_CHANNEL_ACCESS_TOKEN": "of-another-channel"}
    del settings["LINE_CHANNEL_ID"]
    shell = Shell(laptop.folder, laptop.database_url, settings)
    assert set(wrong(shell.run("check"))) == {"LINE token"}


@pytest.mark.parametrize("fault", [ServerError(), ClosedConnection(), WrongJson()])
def test_a_platform_that_errs_is_said(
    laptop: Shell, platforms: Platforms, fault: ServerError | ClosedConnection | WrongJson
) -> None:
    laptop.done("migrate")
    platforms.line.play(Script(listed=(At("", fault, times=50),)))
    platforms.telegram.play(Script(listed=(At("", fault, times=50),)))
    found = wrong(platforms.at(laptop).run("check"))
    assert set(found) == {"Telegram", "LINE secret"}
    assert all("try again" in sentence for sentence in found.values())


def test_the_messages_that_are_left_are_said(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    shell = platforms.at(laptop)
    assert "good: LINE messages: 300 of 300 are left" in shell.run("check").out
    platforms.line.set_quota(None)
    assert "there is no limit" in shell.run("check").out
    platforms.line.set_quota(0)
    assert "All 0 of this month are spent" in wrong(shell.run("check"))["LINE messages"]


def test_what_cannot_be_set_is_said(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    platforms.line.play(Script(listed=(At("createRichMenu", ServerError()),)))
    platforms.telegram.play(Script(listed=(At("setWebhook", ServerError()),)))
    with answering(200) as web:
        platforms.line.route(PUBLIC_URL, web)
        found = wrong(platforms.at(laptop).run("check", "--apply"))
    assert "Not everything could be set" in found["Telegram"]
    assert "Not everything could be set" in found["LINE"]


def test_nothing_is_set_with_a_wrong_secret(laptop: Shell, platforms: Platforms) -> None:
    laptop.done("migrate")
    shell = platforms.at(laptop, LINE_CHANNEL_SECRET="another-channels-secret")
    assert "Nothing could be set" in wrong(shell.run("check", "--apply"))["LINE"]
    assert "createRichMenu" not in platforms.line.calls


def test_a_platform_that_hangs_costs_seconds_only(laptop: Shell) -> None:
    laptop.done("migrate")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        settings = {
            "TELEGRAM_BOT_TOKEN": "7000000001:" + "A" * 35,
            "TELEGRAM_API_URL": address,
            "LINE_CHANNEL_SECRET": "secret",
            "LINE_CHANNEL_ID": "1",
            "LINE_CHANNEL_ACCESS_TOKEN": "token",
            "LINE_API_URL": address,
            "PUBLIC_URL": PUBLIC_URL,
        }
        began = time.monotonic()
        finished = Shell(laptop.folder, laptop.database_url, settings).run("check")
        # Two questions one after another, and room for a busy machine.
        assert time.monotonic() - began < 20
    assert set(wrong(finished)) == {"Telegram", "LINE secret"}


def test_a_database_that_is_not_current_is_said(laptop: Shell) -> None:
    found = laptop.run("check")
    assert found.status == 1
    assert set(wrong(found)) == {"Database"}
    assert "migrate" in wrong(found)["Database"]
    laptop.done("migrate")
    assert laptop.done("check").lines[0].startswith("good: Database: ")


def test_a_database_that_cannot_be_reached_is_a_finding_among_the_others(
    laptop: Shell, platforms: Platforms
) -> None:
    away = "postgresql://nobody@127.0.0.1:1/none"
    found = platforms.at(Shell(laptop.folder, away)).run("check")
    assert "Database" in wrong(found)
    assert "good: LINE token" in found.out


def test_a_short_key_is_noted(office: Shell) -> None:
    shell = Shell(office.folder, office.database_url, {"SECRET_KEY": "short"})
    assert "note: SECRET_KEY" in shell.done("check").out
    assert "short\n" not in shell.done("check").out
