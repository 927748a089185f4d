"""Carrying out what a person asks for about the projects of others, or refusing it politely."""

from __future__ import annotations

from typing import assert_never

from handlers.messages import Outgoing
from handlers.oversight.answering import ask_reopening, decline, reopen, take_note, write_comment
from handlers.oversight.deeds import (
    Acknowledge,
    AskReopening,
    Comment,
    Decline,
    Deed,
    Remind,
    Reopen,
    ShowPart,
    ShowReport,
    ShowUnits,
)
from handlers.oversight.looking import show_part, show_report, show_units
from handlers.oversight.office import Office
from handlers.oversight.reminding import remind


def carry_out(office: Office, deed: Deed) -> tuple[Outgoing, ...]:
    """Do what is asked for in the turn's own transaction, and give what to say about it."""
    match deed:
        case ShowUnits(part):
            return show_units(office, part)
        case ShowPart():
            return (show_part(office, deed),)
        case ShowReport(report_id):
            return (show_report(office, report_id),)
        case Remind():
            return (remind(office, deed),)
        case Acknowledge(report_id):
            return (take_note(office, report_id),)
        case Comment():
            return (write_comment(office, deed),)
        case AskReopening():
            return (ask_reopening(office, deed),)
        case Reopen():
            return (reopen(office, deed),)
        case Decline():
            return (decline(office, deed),)
        case _:
            assert_never(deed)
