"""Which addresses behind a link open, and that all others are the same 404."""

from __future__ import annotations

import logging
import re

import pytest
import structlog

from bot.headers import SECURITY_HEADERS
from bot.linked_pages.headers import LOOK_HEADERS
from bot.log import configure_logging
from handlers.passes import LIFETIME
from storage.db import transaction
from storage.erasure import erase_person
from storage.passes import ProjectPages, UnitPages, revoke_all_passes
from storage.tables import role_grant
from tests.linked_pages.office import (
    BUREAU,
    DIVISION,
    ELSEWHERE,
    FOREIGN,
    GARDEN,
    NOW,
    OF_THE_BUREAU,
    OF_THE_GARDEN,
    SILENT,
    Office,
)
from tests.settings.logging_state import logging_restored
from tests.web.desk import Desk, running

PAGES = (
    "",
    "?page=2",
    "?page=x",
    "?print=1",
    f"/unit/{DIVISION.code}",
    f"/project/{GARDEN}",
    f"/project/{GARDEN}?print=1",
    f"/project/{SILENT}",
    "/quarter/2570Q1",
    "/quarter/2570Q1?print=1",
    f"/quarter/2570Q1?unit={DIVISION.code}",
)
CLOSED = (
    f"/unit/{ELSEWHERE.code}",
    "/unit/99999999",
    "/unit/%00",
    f"/project/{FOREIGN}",
    "/project/04990100-9999",
    "/project/%00%00",
    "/project/%E0%B9%91%E0%B9%92",
    f"/project/{FOREIGN}/curve.svg",
    f"/quarter/2570Q1?unit={ELSEWHERE.code}",
    "/quarter/2570Q1?unit=%00",
    f"/file/2570Q1/{ELSEWHERE.code}.xlsx",
    "/file/2570Q1/all.xlsx",
    f"/file/{FOREIGN}.json",
    "/nothing",
    "/project",
    "/%2e%2e/%2e%2e/etc/passwd",
    f"/{'x' * 5000}",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_supervisors_link_opens(desk: Desk, office: Office, path: str) -> None:
    answer = desk.client.get(office.link(OF_THE_BUREAU) + path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_what_a_link_opens_not_is_the_same_404(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    bodies = set()
    for path in CLOSED:
        answer = desk.client.get(link + path)
        assert answer.status_code == 404, path
        bodies.add(re.sub(r"(\.\./)+", "", answer.text))
    [body] = bodies
    assert "ไม่พบหน้านี้" in body
    assert ELSEWHERE.name not in body


def over(office: Office) -> dict[str, str]:
    """Links that open nothing, by why."""
    old = office.link(OF_THE_BUREAU, at=NOW - LIFETIME)
    revoked = office.link(OF_THE_BUREAU)
    with transaction(office.engine) as tx:
        revoke_all_passes(tx, office.chief.id, now=NOW)
    token = office.link(OF_THE_BUREAU)
    return {
        "forged": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "invented": f"/v/1-{'a' * 32}",
        "no token": "/v/xyz",
        "not ASCII": "/v/%E0%B9%91-" + "a" * 32,
        "expired": old,
        "revoked": revoked,
        "not allowed": office.link(UnitPages(ELSEWHERE.code)),
        "not an officer's": office.link(OF_THE_BUREAU, holder=office.officer.id),
    }


@pytest.mark.parametrize("path", ["", f"/project/{GARDEN}"])
def test_links_that_are_over_tell_nothing_and_not_why(
    desk: Desk, office: Office, path: str
) -> None:
    answers = {why: desk.client.get(link + path) for why, link in over(office).items()}
    assert {one.status_code for one in answers.values()} == {404}
    assert len({one.text for one in answers.values()}) == 1
    shown = [
        sorted((name, value) for name, value in one.headers.items() if name != "date")
        for one in answers.values()
    ]
    assert all(headers == shown[0] for headers in shown)


def test_an_officers_link_opens_their_project_alone(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_GARDEN, holder=office.officer.id)
    for path in ("", f"/project/{GARDEN}", "/quarter/2570Q1", f"/file/{GARDEN}.json"):
        assert desk.client.get(link + path).status_code == 200, path
    for path in (
        f"/unit/{DIVISION.code}",
        f"/project/{SILENT}",
        f"/file/2570Q1/{DIVISION.code}.xlsx",
        f"/overview/{DIVISION.code}/2570.svg",
        f"/quarter/2570Q1?unit={DIVISION.code}",
    ):
        assert desk.client.get(link + path).status_code == 404, path


def test_a_link_ends_with_the_right_and_the_person(desk: Desk, office: Office) -> None:
    mine = office.link(OF_THE_GARDEN, holder=office.officer.id)
    chiefs = office.link(ProjectPages(GARDEN))
    with transaction(office.engine) as tx:
        tx.execute(role_grant.delete().where(role_grant.c.person_id == office.chief.id))
    assert desk.client.get(chiefs).status_code == 404
    assert desk.client.get(mine).status_code == 200
    with transaction(office.engine) as tx:
        erase_person(tx, office.officer.id, now=NOW)
    assert desk.client.get(mine).status_code == 404


@pytest.mark.parametrize(
    "path", ["", f"/project/{GARDEN}", f"/file/{GARDEN}.json", "/nothing", "/quarter/9"]
)
def test_every_answer_is_for_this_persons_eyes(desk: Desk, office: Office, path: str) -> None:
    headers = desk.client.get(office.link(OF_THE_BUREAU) + path).headers
    wanted = {**SECURITY_HEADERS, **LOOK_HEADERS}
    assert {name: headers.get(name) for name in wanted} == wanted
    policy = headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_a_page_has_no_script_and_asks_nobody_else(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    for path in PAGES:
        page = desk.client.get(link + path).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|<form|<iframe", page)
        for address in re.findall(r'(?:src|href)="([^"]*)"', page):
            assert not re.match(r"/|\w+:", address), address


def test_what_a_page_needs_is_served_below_v(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    for base in (link, f"{link}/project/{GARDEN}"):
        page = desk.client.get(base)
        for address in re.findall(r'href="([^"]*static/[^"]+)"', page.text):
            found = page.url.join(address)
            assert found.path.startswith("/v/static/")
            assert desk.client.get(str(found)).status_code == 200
    style = desk.client.get("/v/static/linked/look.css").text
    for address in re.findall(r'url\("([^"]+)"\)', style):
        assert desk.client.get(f"/v/static/linked/{address}").status_code == 200


def test_every_link_of_a_page_leads_somewhere(desk: Desk, office: Office) -> None:
    start = office.link(OF_THE_BUREAU)
    waiting, seen = [start], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = desk.client.get(path, timeout=60)  # it may be a file that is made
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            links = re.findall(r'<(?:a|img)[^>]* (?:src|href)="([^"#]+)"', answer.text)
            waiting += [
                found.raw_path.decode()
                for found in map(answer.url.join, links)
                if not found.path.startswith("/v/static/")
            ]
    assert len(seen) > 30


def test_a_preview_of_a_chat_app_and_a_head_change_nothing(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    for path in ("", f"/file/2570Q1/{BUREAU.code}.xlsx", f"/project/{GARDEN}/curve.svg"):
        answer = desk.client.head(link + path)
        assert (answer.status_code, answer.content) == (200, b"")
    assert desk.client.head(f"{link}/file/{FOREIGN}.json").status_code == 404
    assert desk.client.get(link).status_code == 200
    assert desk.client.post(link).status_code == 405


def test_links_open_where_the_try_out_page_is_off(office: Office) -> None:
    with running(office.engine, clock=lambda: NOW, tryout=False) as desk:
        behind_a_proxy = {"Host": "khuepna.example", "X-Forwarded-For": "203.0.113.7"}
        link = office.link(OF_THE_BUREAU)
        assert desk.client.get(link, headers=behind_a_proxy).status_code == 200


def test_no_link_reaches_the_log(
    desk: Desk, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    link = office.link(OF_THE_BUREAU)
    with logging_restored():
        configure_logging()
        log = structlog.get_logger()
        desk.client.get(link)
        log.error("turn_failed", at=f"GET {link}/project/{GARDEN} failed")
        logging.getLogger("uvicorn.error").error("%s could not be served", link)
    _, err = capsys.readouterr()
    assert link.rpartition("/")[2] not in err
    assert "/v/<token>" in err
