"""Only a browser on this machine may use the page, and no other site in that browser."""

from asyncio import timeout

import httpx
import pytest
from sqlalchemy import Engine, func, select

from bot.bell import Bell
from storage.db import reading
from storage.tables import inbox
from tests.web.desk import Desk, application

HERE = "http://127.0.0.1:8080"
MESSAGE = {"lane": "officer-1", "id": "e1", "text": "45"}


def from_address(engine: Engine, address: str, **settings: bool) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application(engine, Bell(1), **settings), client=(address, 5))
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE})


def arrived(engine: Engine) -> int:
    with reading(engine) as tx:
        return tx.execute(select(func.count()).select_from(inbox)).scalar_one()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
async def test_this_machine_gets_the_page(sqlite: Engine, address: str) -> None:
    async with from_address(sqlite, address) as client:
        assert "tryout.js" in (await client.get("/")).text
        assert (await client.post("/tryout/messages", json=MESSAGE)).status_code == 202


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "unix", ""])
async def test_any_other_machine_gets_a_page_that_names_the_service(
    sqlite: Engine, address: str
) -> None:
    async with timeout(20), from_address(sqlite, address) as client:
        home = await client.get("/")
        assert home.status_code == 200
        assert "คืบหน้า" in home.text
        assert "tryout.js" not in home.text
        for answer in (
            await client.post("/tryout/messages", json=MESSAGE),
            await client.post("/tryout/hold", json={"lane": "officer-1", "id": "e", "person": 1}),
            await client.get("/tryout/events?lane=officer-1"),
        ):
            assert answer.status_code == 403
            assert answer.json()["sentence"]
    assert arrived(sqlite) == 0


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"])
def test_the_page_answers_to_the_names_of_this_machine(standing_desk: Desk, host: str) -> None:
    assert "tryout.js" in standing_desk.client.get("/", headers={"Host": host}).text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.0.2.7:8080",
        "[::1",
        "",
    ],
)
def test_a_foreign_name_that_points_here_gets_nothing(standing_desk: Desk, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert "tryout.js" not in standing_desk.client.get("/", headers=headers).text
    answer = standing_desk.client.post("/tryout/messages", json=MESSAGE, headers=headers)
    assert answer.status_code == 403
    assert arrived(standing_desk.engine) == 0


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"]
)
def test_what_a_proxy_on_this_machine_passes_on_is_not_local(
    standing_desk: Desk, header: str
) -> None:
    assert "tryout.js" not in standing_desk.client.get("/", headers={header: "127.0.0.1"}).text


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://{host}", "http://{host}.evil.example"]
)
@pytest.mark.parametrize("path", ["/tryout/messages", "/tryout/hold"])
def test_another_site_cannot_send_through_the_browser(
    standing_desk: Desk, path: str, origin: str | None
) -> None:
    host = standing_desk.url.removeprefix("http://")
    headers = {} if origin is None else {"Origin": origin.format(host=host)}
    answer = standing_desk.client.post(path, json={**MESSAGE, "person": 1}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["sentence"]
    assert arrived(standing_desk.engine) == 0


async def test_the_page_can_be_turned_off(sqlite: Engine) -> None:
    async with from_address(sqlite, "127.0.0.1", tryout=False) as client:
        assert "tryout.js" not in (await client.get("/")).text
        assert (await client.post("/tryout/messages", json=MESSAGE)).status_code == 404
        assert (await client.get("/tryout/events?lane=officer-1")).status_code == 404
