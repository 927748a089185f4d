import re
from collections.abc import Sequence

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, Engine

from bot.headers import SECURITY_HEADERS
from bot.metrics import Metrics
from bot.tryout.routes import PHONES
from handlers.texts import LOCALES, phrases
from storage.db import open_database
from tests.web.desk import Desk, running

PAGES = ["/", "/?lang=en", "/healthz", "/metrics", "/static/tryout.js", "/static/style.css", "/no"]


@pytest.mark.parametrize("path", [*PAGES, "/static/fonts/Sarabun-Regular.ttf", "/tryout/messages"])
def test_every_answer_tells_the_browser_what_it_may_not_do(standing_desk: Desk, path: str) -> None:
    headers = standing_desk.client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_even_a_mistake_of_ours_bears_the_headers(sqlite: Engine) -> None:
    def stumble(_tx: Connection) -> Sequence[str]:
        raise ZeroDivisionError

    with running(sqlite, complaints=stumble) as desk:
        answer = desk.client.get("/healthz")
    assert answer.status_code == 500
    assert answer.text == "Internal Server Error"
    assert "Content-Security-Policy" in answer.headers


def test_nothing_runs_or_looks_but_by_our_own_files(standing_desk: Desk) -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = standing_desk.client.get("/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert re.findall(r"<script\b[^>]*>", page) == [
        '<script type="module" src="/static/tryout.js">'
    ]
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert re.match("/[^/]", address) or address == "/"


def test_every_file_that_the_page_names_is_there(standing_desk: Desk) -> None:
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', standing_desk.client.get("/").text))
    seen: set[str] = set()
    while wanted - seen:
        path = (wanted - seen).pop()
        seen.add(path)
        answer = standing_desk.client.get(path)
        assert answer.status_code == 200, path
        if path.endswith(".js"):
            wanted |= {f"/static/{name}" for name in re.findall(r'from "\./([^"]+)"', answer.text)}
        if path.endswith(".css"):
            wanted |= set(re.findall(r'url\("([^"]+)"\)', answer.text))
    assert {"/static/phone.js", "/static/fonts/Sarabun-SemiBold.ttf"} <= seen


def test_templates_and_code_are_not_served(standing_desk: Desk) -> None:
    for path in ("/static/../tryout.html", "/static/%2e%2e/tryout.html", "/static/../__init__.py"):
        assert standing_desk.client.get(path).status_code == 404


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_speaks_both_languages(standing_desk: Desk, locale: str) -> None:
    page = standing_desk.client.get(f"/?lang={locale}").text
    assert f'<html lang="{locale}">' in page
    assert phrases("tryout", locale)("compose.text") in page
    assert all(f'id="{lane}"' in page for _, lane in PHONES)


def test_an_unknown_language_is_thai(standing_desk: Desk) -> None:
    assert '<html lang="th">' in standing_desk.client.get("/?lang=../../etc").text


def test_both_languages_have_the_same_words() -> None:
    thai, english = (phrases("tryout", locale).entries for locale in LOCALES)
    assert thai.keys() == english.keys()
    for key in thai:
        assert re.findall(r"{\w+}", thai[key]) == re.findall(r"{\w+}", english[key])


# --- health and metrics ---------------------------------------------------------------------


def test_a_well_process_says_so(standing_desk: Desk) -> None:
    answer = standing_desk.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"reasons": []})


def test_an_unwell_process_gives_its_reasons(sqlite: Engine) -> None:
    with running(sqlite, complaints=lambda _tx: ["the clock is silent"]) as desk:
        answer = desk.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"reasons": ["the clock is silent"]})


def test_without_a_database_a_process_is_unwell() -> None:
    engine = open_database("postgresql://127.0.0.1:9/nowhere?connect_timeout=2")
    with running(engine) as desk:
        answer = desk.client.get("/healthz")
    engine.dispose()
    assert answer.status_code == 503
    assert "database" in answer.json()["reasons"][0]


def test_metrics_are_told_to_prometheus(sqlite: Engine) -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.turn_seconds.observe(0.02)
    metrics.deliveries.labels(channel="webchat", result="sent").inc()
    with running(sqlite, registry=metrics.registry) as desk:
        text = desk.client.get("/metrics").text
    for line in (
        "khuepna_turn_seconds_count 1.0",
        'khuepna_deliveries_total{channel="webchat",result="sent"} 1.0',
    ):
        assert line in text.splitlines()
