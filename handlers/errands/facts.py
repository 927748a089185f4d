"""The facts that only errands need, read in the turns of errands and in no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from handlers.access import Right, may, units_granted
from handlers.commands import Name, command_in
from handlers.dialogue.errand_cursors import AboutLeave, Picking, Restated, Restating
from handlers.dialogue.happenings import Happening
from handlers.dialogue.oversight_cursors import Commenting, Written
from handlers.dialogue.restating import MOST
from handlers.dialogue.standing import ASK
from handlers.dialogue.state import Cursor
from handlers.dialogue.supervising import right_to_write, writing_begun
from handlers.dialogue.world import Assigned, Leave, World
from handlers.messages import Press, Text
from handlers.oversight.reading import path_of
from handlers.thai.text import clean
from handlers.wording import say_period
from storage.absences import absence_of
from storage.colleagues import colleagues_of
from storage.first_addresses import first_addresses
from storage.people import person_by_id
from storage.project_places import place_of_project, report_and_place
from storage.reporters import ListedProject
from storage.supervised import supervised_among, supervised_projects


def with_errand_facts(tx: Connection, world: World, cursor: Cursor, event: Happening) -> World:
    """Add what the errand on screen, and the one that a command begins, may depend on."""
    match cursor:
        case Picking(projects):
            world = _with_some(tx, world, projects)
        case Restating(project_id) | Restated(project_id):
            world = _with_some(tx, world, (project_id,))
    command = command_in(clean(event.text)) if isinstance(event, Text) else None
    if command is not None and command.name is Name.PROJECT:
        world = _with_found(tx, world, command.words)
    if isinstance(cursor, AboutLeave) or (command is not None and command.name is Name.LEAVE):
        world = _with_leave(tx, world)
    return _with_subjects(tx, world, cursor, event)


def _with_subjects(tx: Connection, world: World, cursor: Cursor, event: Happening) -> World:
    """Name what a supervisor is writing about, and what the button begins that was pressed."""
    asked = [cursor] if isinstance(cursor, Written) else []
    match event:
        case Press(ask, choice) if ask == ASK and (begun := writing_begun(choice)):
            asked.append(begun)
    named = {one: subject for one in asked if (subject := _subject(tx, world, one))}
    return replace(world, subjects=named) if named else world


def _subject(tx: Connection, world: World, asked: Written) -> str | None:
    """Name a project, of a report with its month; None for what is not theirs to write about."""
    if isinstance(asked, Commenting):
        found = report_and_place(tx, asked.report_id)
        period, place = (found[0].period, found[1]) if found else (None, None)
    else:
        period, place = None, place_of_project(tx, asked.project_id)
    grants, right = world.person.grants, right_to_write(asked)
    if place is None or not may(right, grants, path=path_of(tx, place.unit_code)):
        return None
    say = world.say
    project = say("header.project", name=place.name, unit=place.unit)
    if period is None:
        return project
    return say("supervise.report_of", project=project, month=say_period(period, say.locale))


def _with_some(tx: Connection, world: World, project_ids: Iterable[int]) -> World:
    units = units_granted(world.person.grants, Right.SET_STATUS)
    others = [one for one in project_ids if world.project(one) is None]
    if not units or not others:
        return world
    return _with_supervised(world, supervised_among(tx, units, others))


def _with_found(tx: Connection, world: World, words: str) -> World:
    units = units_granted(world.person.grants, Right.SET_STATUS)
    if not units:
        return world
    return _with_supervised(world, supervised_projects(tx, units, words=words, most=MOST))


def _with_supervised(world: World, listed: Iterable[ListedProject]) -> World:
    added = (
        Assigned(
            id=one.id,
            code=one.code,
            name=one.name,
            unit=one.unit,
            fiscal_year=one.fiscal_year,
            status=one.status,
            unit_code=one.unit_code,
        )
        for one in listed
        if one.id not in world.managed
    )
    return replace(world, supervised=(*world.supervised, *added))


def _with_leave(tx: Connection, world: World) -> World:
    leave = None
    if absence := absence_of(tx, world.person.id, today=world.today):
        stand_in = person_by_id(tx, absence.stand_in_id) if absence.stand_in_id else None
        ahead = absence.since if absence.since > world.today else None
        leave = Leave(absence.until, stand_in.name if stand_in else None, ahead)
    colleagues = colleagues_of(tx, world.person.id)
    reached = first_addresses(tx, colleagues)
    named = {
        one: name if reached[one] else world.say("leave.no_chat", name=name)
        for one, name in colleagues.items()
    }
    return replace(world, colleagues=named, leave=leave)
