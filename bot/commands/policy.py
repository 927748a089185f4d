"""`policy`: what is wanted of officers and when, by fiscal year and unit."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import complain, tell
from bot.refusals import Refused
from handlers.texts import phrases
from handlers.timeliness.at_once import over_at_once
from handlers.timeliness.changes import Change, read_changes, read_fiscal_year
from handlers.timeliness.layers import resolve
from handlers.timeliness.policies import change_policies, policy_for
from handlers.timeliness.policy import Deadlines, deadlines_of
from handlers.timeliness.refusals import Impossible, UnknownUnit
from handlers.timeliness.wording import (
    tell_at_once,
    tell_changes,
    tell_moved,
    tell_not_changed,
    tell_policy,
    tell_refusals,
)
from storage.db import reading, transaction
from storage.periods import Period, fiscal_months, local_date, period_of
from storage.policies import layers_for
from storage.units import all_units


def add_to(commands: Commands) -> None:
    """Add the command, its two parts and their options."""
    parser = commands.add_parser("policy", help="show or change due days, reminders and hours")
    parts = parser.add_subparsers(required=True, metavar="PART", title="parts")
    show = parts.add_parser("show", help="every setting, its value and where that comes from")
    _add_place(show)
    show.set_defaults(run=_show)
    change = parts.add_parser(
        "set",
        help="change settings",
        description="All that is given is set, or nothing. It holds from the fiscal year on and "
        "for the units below, until they set something else. KEY=inherit takes a setting back.",
    )
    _add_place(change)
    change.add_argument("--file", type=Path, metavar="policy.toml", help="settings of several")
    change.add_argument("settings", nargs="*", type=_setting, metavar="KEY=VALUE")
    change.set_defaults(run=partial(_set, change))


def _add_place(parser: ArgumentParser) -> None:
    parser.add_argument("--unit", metavar="CODE", help="as 04160200; the whole city by itself")
    parser.add_argument(
        "--year", type=_year, metavar="2569", help="the present fiscal year by itself"
    )


def _show(arguments: Namespace) -> None:
    with start_with_database() as (settings, engine), reading(engine) as tx:
        names = _names(tx)
        if arguments.unit is not None and arguments.unit not in names:
            unknown = Impossible((UnknownUnit(arguments.unit),))
            raise Refused(*tell_refusals(unknown, settings.locale))
        period = _present()
        if arguments.year not in (None, period.fiscal_year):
            period = fiscal_months(arguments.year)[0]
        resolved = resolve(layers_for(tx, arguments.unit, period.fiscal_year))
    tell(
        *tell_policy(
            resolved, whom=arguments.unit, period=period, names=names, locale=settings.locale
        )
    )


def _set(parser: ArgumentParser, arguments: Namespace) -> None:
    if bool(arguments.settings) == bool(arguments.file):
        parser.error("write settings as KEY=VALUE, or name a file of them with --file")
    if arguments.file and arguments.unit:
        parser.error("a file says itself which units it is for: leave --unit out")
    with start_with_database() as (settings, engine):
        year = arguments.year or _present().fiscal_year
        if arguments.file:
            changes = _changes_in(arguments.file, year, settings.locale)
        else:
            changes = (Change(arguments.unit, year, dict(arguments.settings)),)
        with transaction(engine) as tx:
            names = _names(tx)
            before = _days(tx, changes)
            refused = change_policies(tx, changes, set_by=None, now=clock.now())
            after = _days(tx, changes)
    if refused:
        told = [tell_not_changed(one, names=names, locale=settings.locale) for one in refused]
        raise Refused(*(line for lines in told for line in lines))
    tell(*tell_changes(changes, names=names, locale=settings.locale))
    today, previous = local_date(clock.now()), _present().previous
    moved: Counter[str | None] = Counter()
    for (unit, month), days in after.items():
        was = before[unit, month]
        if month < previous:
            moved[unit] += was.due_on != days.due_on
        elif over := over_at_once(was, days, today):
            complain(*tell_at_once(over, unit, names=names, locale=settings.locale))
    for unit, count in (+moved).items():
        complain(tell_moved(count, unit, names=names, locale=settings.locale))


def _days(tx: Connection, changes: Iterable[Change]) -> dict[tuple[str | None, Period], Deadlines]:
    """Give the days until this month for each unit that is changed, two years back at most."""
    present = _present()
    years = range(present.fiscal_year - 2, present.fiscal_year + 1)
    months = [one for year in years for one in fiscal_months(year) if one <= present]
    return {
        (unit, month): deadlines_of(policy_for(tx, unit, month.fiscal_year), month)
        for unit in dict.fromkeys(one.unit_code for one in changes)
        for month in months
    }


def _changes_in(file: Path, fiscal_year: int, locale: str) -> tuple[Change, ...]:
    say = phrases("policy", locale)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(say("say.no_text", file=file)) from error
    changes = read_changes(text, fiscal_year)
    if isinstance(changes, Impossible):
        raise Refused(say("say.not_read", file=file), *tell_refusals(changes, locale))
    return changes


def _names(tx: Connection) -> dict[str, str]:
    return {unit.code: unit.name for unit in all_units(tx)}


def _present() -> Period:
    return period_of(local_date(clock.now()))


def _year(written: str) -> int:
    year = read_fiscal_year(written)
    if year is None:
        raise ArgumentTypeError("write the fiscal year in the Buddhist era, as 2569")
    return year


def _setting(written: str) -> tuple[str, str]:
    key, equals, value = written.partition("=")
    if not equals:
        raise ArgumentTypeError("write a setting as KEY=VALUE, such as due_day=20")
    return key.strip(), value.strip()
