import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.tryout.routes import CODE_LIFETIME
from handlers.joining import find_certain_code
from storage.db import reading, transaction
from storage.invitations import Expired, Redeemed, redeem
from storage.people import link_address, unlink
from storage.records import Role
from storage.tables import inbox, invitation, person
from tests.web.desk import WEBCHAT, Desk, ticking
from tests.web.office import DIVISION, Office, open_office


@pytest.fixture
def office(desk: Desk) -> Office:
    return open_office(desk.engine)


def sent_code(desk: Desk) -> str:
    with reading(desk.engine) as tx:
        payload = json.loads(tx.execute(select(inbox.c.payload)).scalar_one())
    assert payload["account"] == "officer-1"
    code = find_certain_code(payload["text"])
    assert code is not None
    return code


def invitations(desk: Desk) -> int:
    with reading(desk.engine) as tx:
        return tx.execute(select(func.count()).select_from(invitation)).scalar_one()


def test_whoever_gets_a_phone_sends_a_code_from_it_as_everybody_does(
    desk: Desk, office: Office
) -> None:
    answer = desk.post("/tryout/hold", lane="officer-1", id="e1", person=office.officer.id)
    assert answer.status_code == 202
    with transaction(desk.engine) as tx:
        assert redeem(tx, code=sent_code(desk), now=ticking()) == Redeemed(
            office.officer.id, Role.OFFICER, DIVISION.code
        )


def test_the_code_is_of_no_use_later(desk: Desk, office: Office) -> None:
    desk.post("/tryout/hold", lane="officer-1", id="e1", person=office.officer.id)
    later = ticking() + CODE_LIFETIME + timedelta(seconds=1)
    with transaction(desk.engine) as tx:
        assert redeem(tx, code=sent_code(desk), now=later) == Expired()


def test_a_phone_handed_over_twice_by_a_bad_line_sends_one_code(desk: Desk, office: Office) -> None:
    for _ in range(2):
        answer = desk.post("/tryout/hold", lane="officer-1", id="e1", person=office.officer.id)
        assert answer.status_code == 202
    sent_code(desk)
    assert invitations(desk) == 1


def test_nobody_unknown_gets_a_phone(desk: Desk, office: Office) -> None:
    with transaction(desk.engine) as tx:
        erased = person.update().where(person.c.id == office.supervisor.id)
        tx.execute(erased.values(erased_at=ticking()))
    for number in (office.supervisor.id, office.guest.id, 4711):
        answer = desk.post("/tryout/hold", lane="officer-1", id="e1", person=number)
        assert answer.status_code == 404
        assert answer.json()["sentence"]
    assert invitations(desk) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"lane": "group-1", "person": 1},
        {"lane": "officer-1"},
        {"lane": "officer-1", "person": "1"},
        {"lane": "officer-1", "person": True},
        {"lane": "officer-1", "person": 1.5},
        {"person": 1},
    ],
)
def test_a_nonsensical_hand_over_is_refused(
    desk: Desk, office: Office, body: dict[str, object]
) -> None:
    answer = desk.post("/tryout/hold", id="e1", **body)
    assert answer.status_code == 400
    assert invitations(desk) == 0


def test_a_page_is_told_who_holds_the_phone_and_when_that_changes(
    desk: Desk, office: Office
) -> None:
    def link() -> None:
        with transaction(desk.engine) as tx:
            link_address(
                tx,
                person_id=office.officer.id,
                channel=WEBCHAT,
                account="officer-1",
                lane="officer-1",
                now=ticking(),
            )
        desk.ring()

    with desk.chats("officer-1") as events:
        holders = (one.data for one in events if one.name == "holder")
        assert next(holders) == {"lane": "officer-1", "person": None}
        link()
        assert next(holders) == {
            "lane": "officer-1",
            "person": {"id": office.officer.id, "name": "มะลิ ใบเขียว"},
        }
        with transaction(desk.engine) as tx:
            unlink(tx, channel=WEBCHAT, account="officer-1")
        desk.ring()
        assert next(holders) == {"lane": "officer-1", "person": None}


def test_the_page_offers_whoever_holds_a_role(desk: Desk, office: Office) -> None:
    page = desk.client.get("/").text
    assert f'<option value="{office.officer.id}">มะลิ ใบเขียว · กองสวนริมน้ำ</option>' in page
    assert f'<option value="{office.supervisor.id}">' in page
    assert office.guest.name not in page


@pytest.mark.parametrize("person", [2**31, -(2**40), 10**30])
def test_no_number_is_too_large_to_be_nobodys(desk: Desk, office: Office, person: int) -> None:
    answer = desk.post("/tryout/hold", lane="officer-1", id="e1", person=person)
    assert answer.status_code == 400
    assert answer.json()["sentence"]
