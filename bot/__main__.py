"""The command line. What goes wrong ends in a sentence on standard error, and in one log line."""

from __future__ import annotations

import os
import sqlite3
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import (
    backup,
    chat,
    check,
    export,
    importing,
    invite,
    migrate,
    policy,
    restore,
    sample,
    serve,
    summary,
    tick,
)
from bot.commands.voice import complain
from bot.database_faults import sentence_about
from bot.log import configure_logging
from bot.refusals import Refused

COMMANDS = (
    serve,
    migrate,
    importing,
    invite,
    policy,
    chat,
    summary,
    export,
    check,
    backup,
    restore,
    sample,
    tick,
)

DONE, REFUSED, INTERRUPTED = 0, 1, 130

log = structlog.get_logger()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; wrong usage ends the process with status 2."""
    for stream in (sys.stdout, sys.stderr):
        # Thai has to come out whatever the terminal claims to be.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    configure_logging()
    given = _parser().parse_args(arguments)
    try:
        given.run(given)
    except Refused as refused:
        complain(*refused.sentences)
    except (SQLAlchemyError, sqlite3.Error) as error:
        log.error("database_failed", exc_info=error)
        complain(sentence_about(error))
    except UnicodeEncodeError as error:
        log.error("argument_unreadable", error=error.reason)
        complain("What was typed is no UTF-8: set the terminal to UTF-8, and type it again.")
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return DONE
    except OSError as error:
        _give_up_output()
        log.error("command_failed", exc_info=error)
        complain(f"The command could not read or write what it had to: {error.strerror}.")
    except Exception as error:
        # No traceback reaches whoever gave a command.
        log.error("command_failed", exc_info=error)
        complain(
            "The command failed by a mistake of the program. What was not finished did not "
            "happen; the log line above says where it was."
        )
    else:
        return DONE
    return REFUSED


def _give_up_output() -> None:
    """Let what could not be written go: at its end, Python would try once more and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> ArgumentParser:
    called = "khuepna" if Path(sys.argv[0]).name == "khuepna" else "python -m bot"
    parser = ArgumentParser(called, description="Progress reports of government projects, in chat")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
