from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.log import ALLOWED, configure_logging
from tests.settings.logging_state import logging_restored

NAME = "มาลี ใจงาม"
TEXT = "ขุดลอกท่อแล้วเสร็จ"
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
LINE_TOKEN = "k2Jd+/8sLmQ4" * 12 + "="


@pytest.fixture(autouse=True)
def fresh_logging() -> Iterator[None]:
    with logging_restored():
        yield


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def fail_with(words: str) -> None:
    raise ValueError(words)


def test_an_event_is_one_line_of_json_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    structlog.get_logger().warning("delivery_failed", request_id=7, channel="line")
    (line,) = lines(capsys)
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "delivery_failed",
        "level": "warning",
        "request_id": 7,
        "channel": "line",
    }


@pytest.mark.parametrize(
    "key", ["name", "text", "narrative", "payload", "token", "account", "lane"]
)
def test_what_nobody_allowed_does_not_come_out(
    capsys: pytest.CaptureFixture[str], key: str
) -> None:
    configure_logging()
    structlog.get_logger().info("turn_failed", **{key: "Mali"}, event_id=3)
    (line,) = lines(capsys)
    assert line["event_id"] == 3
    assert key not in line
    assert "Mali" not in json.dumps(line)


@pytest.mark.parametrize("key", sorted(ALLOWED - {"event", "level", "time"}))
@pytest.mark.parametrize(
    "slip", [NAME, TEXT, [NAME], {"name": NAME}, ValueError(NAME), "Mali said so. " * 30]
)
def test_words_passed_by_mistake_under_an_allowed_key_are_withheld(
    capsys: pytest.CaptureFixture[str], key: str, slip: object
) -> None:
    configure_logging()
    structlog.get_logger().info("turn_failed", **{key: slip})
    (line,) = lines(capsys)
    assert line[key] == "withheld"


def test_words_passed_by_mistake_as_the_event_are_withheld(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    for slip in (f"{NAME} joined", "Mali joined"):
        structlog.get_logger().info(slip)
    assert [line["event"] for line in lines(capsys)] == ["withheld"] * 2


@pytest.mark.parametrize(
    "slip",
    [
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"https://api.telegram.org/file/bot{TOKEN}/a.jpg",
        f"bad token {TOKEN}",
        f"Bearer {LINE_TOKEN}",
    ],
)
def test_tokens_are_cut_out_of_any_text(capsys: pytest.CaptureFixture[str], slip: str) -> None:
    configure_logging()
    structlog.get_logger().info("failed", message=slip)
    logging.getLogger("telegram").error(slip)
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 2
    for part in (TOKEN, TOKEN.partition(":")[2], LINE_TOKEN, LINE_TOKEN[:40]):
        assert part not in shown


def test_the_secrets_of_this_process_are_cut_out_whatever_they_look_like(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(secrets={"hunter2", ""})
    structlog.get_logger().info("failed", message="password hunter2 is wrong")
    (line,) = lines(capsys)
    assert line["message"] == "password <secret> is wrong"


def test_an_error_is_its_type_and_the_place_of_ours_it_came_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    log = structlog.get_logger()
    try:
        json.loads(NAME)
        fail_with(NAME)
    except ValueError as error:
        log.error("turn_failed", exc_info=error)
        log.exception("turn_failed")
    found = lines(capsys)
    assert [line["error"] for line in found] == ["JSONDecodeError"] * 2
    assert all("\n" not in json.dumps(line) for line in found)


def test_an_error_nobody_caught_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    thread = threading.Thread(target=fail_with, args=(NAME,))
    thread.start()
    thread.join()
    error = ValueError(NAME)
    sys.excepthook(ValueError, error, None)
    found = lines(capsys)
    assert [(line["event"], line["error"]) for line in found] == [("uncaught", "ValueError")] * 2


def test_libraries_come_out_in_the_same_lines_without_what_they_filled_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging()
    logging.getLogger("sqlalchemy.pool").error("lost %s", "Mali")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: Mali")
    lost, task = lines(capsys)
    assert (lost["logger"], lost["message"]) == ("sqlalchemy.pool", "lost %s")
    assert task["message"] == "Task exception was never retrieved"


def test_the_server_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 4711)
    (line,) = lines(capsys)
    assert line["message"] == "Started server process [4711]"


def test_chatter_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()
    for name in ("httpx", "httpcore", "uvicorn.access", "alembic", "apscheduler", "anything"):
        logging.getLogger(name).info("chatter")
    structlog.get_logger().debug("event_answered", event_id=3)
    assert lines(capsys) == []
