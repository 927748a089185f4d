"""The log: lines on standard error that say what happened, never to whom or in which words."""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Collection
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.failures import place_of

ALLOWED = frozenset(
    (
        *("time", "level", "event", "error", "at", "logger", "message"),
        *("channel", "event_id", "request_id", "person_id", "project_id"),
        *("attempts", "count", "milliseconds", "status", "line_request_id"),
        *("host", "port", "part", "version"),
    )
)
WITHHELD = "withheld"
LONGEST = 200

# Fixed words with addresses and counts; whatever else a library fills into its messages may be
# anything.
_OPEN = frozenset({"uvicorn.error"})
_NOISY = ("alembic", "apscheduler", "httpcore", "httpx", "uvicorn.access")

_PLAIN = re.compile(rf"[ -~]{{0,{LONGEST}}}")
_EVENT = re.compile(r"[a-z0-9_]{1,60}")
_TOKENS = (
    (re.compile(r"/bot[^/\s]+"), "/bot<token>"),
    (re.compile(r"/v/[^/?#\s]+"), "/v/<token>"),
    (re.compile(r"\b\d{5,}:[\w-]{20,}"), "<token>"),
    (re.compile(r"[\w+/=-]{40,}"), "<token>"),
)


def configure_logging(*, secrets: Collection[str] = ()) -> None:
    """Send every log of this process to standard error, a line an event, without `secrets`.

    A terminal is shown key=value, anything else JSON. Only ALLOWED keys come out, with numbers
    and short ASCII texts as values; an error is its type and the line of ours it came from.
    """
    shown: Processor = (
        structlog.processors.LogfmtRenderer(key_order=["time", "level", "event"])
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", key="time", utc=True),
            _name_error,
            _withhold(frozenset(secrets) - {""}),
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)
    for name in _OPEN:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda thrown: _log_uncaught(
        thrown.exc_type, thrown.exc_value, thrown.exc_traceback
    )


class _Library(logging.Handler):
    """Brings what libraries log by the standard module into the same lines."""

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage() if record.name in _OPEN else str(record.msg)
        structlog.get_logger().log(
            record.levelno,
            "library",
            logger=record.name,
            message=said.strip().partition("\n")[0][:LONGEST],
            exc_info=record.exc_info,
        )


def _name_error(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    error = _raised(line.pop("exc_info", None))
    if error is not None:
        line["error"] = type(error).__name__
        line["at"] = place_of(error)
    return line


def _raised(exc_info: object) -> BaseException | None:
    match exc_info:
        case BaseException() as error:
            return error
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
        case _:
            return None


def _withhold(secrets: Collection[str]) -> Processor:
    def withhold(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        if not _EVENT.fullmatch(str(line["event"])):
            line["event"] = WITHHELD
        return {key: _safe(value, secrets) for key, value in line.items() if key in ALLOWED}

    return withhold


def _safe(value: object, secrets: Collection[str]) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        return WITHHELD
    for secret in secrets:
        value = value.replace(secret, "<secret>")
    for token, instead in _TOKENS:
        value = token.sub(instead, value)
    return value if _PLAIN.fullmatch(value) else WITHHELD


def _log_uncaught(
    _kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    structlog.get_logger().critical("uncaught", exc_info=error)
