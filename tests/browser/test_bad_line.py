"""The page on a bad line: nothing typed is lost, nothing arrives twice."""

import json

from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from handlers.messages import Outgoing
from storage.db import reading
from storage.tables import inbox
from tests.browser.phones import open_desk
from tests.web.desk import Desk, running, say
from tests.web.office import Office

AGAIN = "ยังไม่ได้ส่ง แตะเพื่อส่งใหม่"


def arrived(desk: Desk) -> int:
    with reading(desk.engine) as tx:
        return tx.execute(select(func.count()).select_from(inbox)).scalar_one()


def test_what_could_not_be_sent_is_sent_again_as_the_same_event(page: Page, desk: Desk) -> None:
    tried: list[str] = []

    def cut(route: Route) -> None:
        tried.append(json.loads(route.request.post_data or "")["id"])
        route.abort()

    officer, _, _ = open_desk(page, desk.url)
    page.route("**/tryout/messages*", cut)
    officer.composer.fill("สวัสดี")
    officer.composer.press("Enter")
    again = officer.newest.get_by_role("button", name=AGAIN)
    again.click()
    expect(again).to_be_visible()
    page.unroute("**/tryout/messages*")
    with page.expect_request("**/tryout/messages*") as sent:
        again.click()
    expect(again).to_be_hidden()
    expect(officer.composer).to_be_focused()
    expect(officer.log.locator(".bot")).to_have_count(1)
    assert {*tried, json.loads(sent.value.post_data or "")["id"]} == {tried[0]}
    assert len(tried) == 2
    assert arrived(desk) == 1


def test_a_lost_answer_is_no_lost_message(page: Page, desk: Desk) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    officer, _, _ = open_desk(page, desk.url)
    page.route("**/tryout/messages*", lose_the_answer)
    officer.composer.fill("สวัสดี")
    officer.composer.press("Enter")
    expect(officer.log.locator(".person")).to_have_attribute("data-state", "sent")
    expect(officer.log.get_by_role("button", name=AGAIN)).to_have_count(0)
    assert officer.log.locator(".person").count() == 1


def test_a_refusal_is_told_in_the_words_of_the_server(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.composer.fill("ก" * 20_001)
    officer.composer.press("Enter")
    expect(officer.newest.locator(".state")).to_contain_text("ยาวเกิน 20,000 ตัวอักษร")
    expect(officer.newest.get_by_role("button")).to_have_count(0)
    expect(officer.newest.locator(".text")).to_have_text("ก" * 20_001)


def test_messages_arrive_in_the_order_in_which_they_were_sent(page: Page, desk: Desk) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    officer, _, _ = open_desk(page, desk.url)
    page.route("**/tryout/messages*", hold_the_first)
    with page.expect_request("**/tryout/messages*"):
        for words in ("หนึ่ง", "สอง"):
            officer.composer.fill(words)
            officer.composer.press("Enter")
    held[0].continue_()
    expect(officer.log.locator(".person[data-state=sent]")).to_have_count(2)
    with reading(desk.engine) as tx:
        payloads = tx.scalars(select(inbox.c.payload).order_by(inbox.c.id))
        assert [json.loads(one)["text"] for one in payloads] == ["หนึ่ง", "สอง"]


def test_the_page_comes_back_by_itself_and_gets_what_it_missed(page: Page, desk: Desk) -> None:
    hint = page.get_by_role("status")
    with running(desk.engine) as first:
        port = int(first.url.rpartition(":")[2])
        officer, _, _ = open_desk(page, first.url)
        expect(hint).to_be_hidden()
    expect(hint).to_have_text("การเชื่อมต่อขาดหาย กำลังเชื่อมต่อใหม่…")
    expect(hint).to_be_visible()
    say(desk.engine, "officer-1", Outgoing("ระหว่างที่คุณไม่อยู่"))
    with running(desk.engine, port=port):
        expect(hint).to_be_hidden()
        expect(officer.lines).to_have_count(1)
        expect(officer.newest).to_contain_text("ระหว่างที่คุณไม่อยู่")


def test_a_server_that_refuses_the_stream_is_asked_again(page: Page, desk: Desk) -> None:
    page.route("**/tryout/events*", lambda route: route.fulfill(status=503))
    page.goto(desk.url)
    expect(page.get_by_role("status")).to_be_visible()
    page.unroute("**/tryout/events*")
    expect(page.get_by_role("status")).to_be_hidden()


def test_a_page_out_of_sight_gives_its_connection_back(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    in_sight, _, _ = open_desk(page.context.new_page(), desk.url)
    be_hidden = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(be_hidden, arg=True)
    for words in ("ขณะพับจอ", "อีกข้อความ"):
        say(desk.engine, "officer-1", Outgoing(words))
        expect(in_sight.newest).to_contain_text(words)
    expect(officer.lines).to_have_count(0)
    page.evaluate(be_hidden, arg=False)
    expect(officer.lines).to_have_count(2)


def test_a_phone_that_could_not_be_handed_over_says_so(
    page: Page, desk: Desk, office: Office
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    page.route("**/tryout/hold*", lambda route: route.abort())
    holder = officer.body.get_by_role("combobox")
    holder.select_option(str(office.officer.id))
    told = holder.evaluate_handle(
        "one => { const said = []; one.addEventListener('invalid',"
        " () => said.push(one.validationMessage)); return said; }"
    )
    officer.body.get_by_role("button", name="ส่งเครื่องให้").click()
    page.wait_for_function("said => said.length > 0", arg=told)
    assert told.json_value() == [AGAIN]
