"""What the bot says in groups: commands only, and nothing to anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.binding import Binder, bind, unbind
from handlers.commands import Command, Name, slash_command
from handlers.messages import STANDING, Greeting, Inbound, Outgoing, Press, Text
from handlers.status.answering import answer
from handlers.status.asker import Asker, asking_group, having_pressed
from handlers.status.questions import (
    Question,
    ReadQuarter,
    projects_asked,
    question_pressed,
)
from handlers.texts import Phrases, phrases
from storage.group_bindings import find_binding
from storage.people import person_at
from storage.periods import period_of
from storage.project_months import Wanted
from storage.records import Claimed, Person

WANTED = {Name.STATUS: Wanted.ALL, Name.LATE: Wanted.LATE, Name.RISK: Wanted.RISK}


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat in which something was said to the bot."""

    tx: Connection
    claimed: Claimed
    account: str | None
    locale: str
    now: datetime

    @property
    def speaker(self) -> Person | None:
        """Who speaks, where the platform tells and they have joined."""
        if self.account is None:
            return None
        return person_at(self.tx, channel=self.claimed.channel, account=self.account)

    def asker(self) -> Asker | None:
        """Let anybody here ask about the unit that the group is bound to; None where it is not."""
        found = find_binding(self.tx, channel=self.claimed.channel, lane=self.claimed.lane)
        if found is None:
            return None
        return asking_group(self.tx, found, locale=self.locale, now=self.now)


def answer_in_group(
    tx: Connection, claimed: Claimed, inbound: Inbound, *, locale: str, now: datetime
) -> tuple[Outgoing, ...]:
    """Answer a command, a press, and being added; give nothing where people talk to each other."""
    group = Group(tx, claimed, inbound.account, locale, now)
    match inbound.event:
        case Text(text) if command := slash_command(text):
            return _obey(group, command)
        case Press(ask, choice):
            question = question_pressed(choice) if ask == STANDING else None
            if question is None:
                return (Outgoing(phrases("status", locale)("group.stale")),)
            return _ask(group, question, pressed=True)
        case Greeting():
            return (_greet(group),)
        case _:
            return ()


def _obey(group: Group, command: Command) -> tuple[Outgoing, ...]:
    match command.name:
        case Name.STATUS | Name.LATE | Name.RISK:
            return _ask(group, projects_asked(WANTED[command.name], command.words))
        case Name.SUMMARY:
            return _ask(group, ReadQuarter(command.words))
        case Name.BIND:
            return (bind(_binder(group), command.words),)
        case Name.UNBIND:
            return (unbind(_binder(group)),)
        case Name.EXPORT:
            return (Outgoing(phrases("handout", group.locale)("refused.in_group")),)
        case Name.PAGE:
            return (Outgoing(phrases("pages", group.locale)("give.in_group")),)
        case Name.HELP:
            return (_help(group),)
        case _:
            return (Outgoing(phrases("dialogue", group.locale)("say.group_help")),)


def _ask(group: Group, question: Question, *, pressed: bool = False) -> tuple[Outgoing, ...]:
    asker = group.asker()
    if asker is None:
        return (Outgoing(phrases("status", group.locale)("group.not_bound")),)
    return answer(having_pressed(asker) if pressed else asker, question)


def _greet(group: Group) -> Outgoing:
    asker = group.asker()
    say = phrases("status", group.locale)
    if asker is None:
        return Outgoing(say("group.hello"))
    return _say_help(asker, say)


def _help(group: Group) -> Outgoing:
    asker = group.asker()
    say = phrases("status", group.locale)
    if asker is None:
        return Outgoing(say("group.not_bound"))
    return _say_help(asker, say)


def _say_help(asker: Asker, say: Phrases) -> Outgoing:
    present = period_of(asker.today).quarter
    return Outgoing(say("group.help", unit=asker.roots[0].name, quarter=present))


def _binder(group: Group) -> Binder:
    return Binder(
        tx=group.tx,
        channel=group.claimed.channel,
        lane=group.claimed.lane,
        person=group.speaker,
        hidden=group.account is None,
        say=phrases("status", group.locale),
        now=group.now,
    )
