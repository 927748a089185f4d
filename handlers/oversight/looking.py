"""Showing how units, projects and reports stand, to whoever may see it."""

from __future__ import annotations

from handlers.access import Right, units_granted
from handlers.dialogue.evidence import say_evidence
from handlers.messages import Outgoing
from handlers.oversight.cost import pushed_seen_by
from handlers.oversight.deeds import ShowPart
from handlers.oversight.digest import write_digest
from handlers.oversight.failing import with_failing
from handlers.oversight.lists import write_part
from handlers.oversight.office import Office
from handlers.oversight.parts import Part
from handlers.oversight.reading import (
    month_looked_after,
    read_digest,
    read_listing,
    topmost,
)
from handlers.oversight.report_card import write_report
from handlers.oversight.rules import read_rules
from handlers.texts import phrases
from storage.acknowledgements import acknowledged_by
from storage.comments import comments_on
from storage.evidence import evidence_of_reports
from storage.periods import Period
from storage.records import Unit
from storage.reports import problems_of
from storage.units import units_below

MOST_UNITS = 4
"""Digests that one answer holds."""


def show_units(office: Office, part: Part) -> tuple[Outgoing, ...]:
    """Show the digest of each unit of the person's, or a part of it, for the month waited for."""
    units = topmost(office.tx, units_granted(office.person.grants, Right.SEE_DIGEST))
    shown = []
    for unit in units[:MOST_UNITS]:
        period = month_looked_after(office.tx, unit.code, office.today)
        shown.append(_show(office, unit, period, part, 0))
    return tuple(shown) or (office.refusal(),)


def show_part(office: Office, deed: ShowPart) -> Outgoing:
    """Show a page of what stands behind a digest's button."""
    unit = office.unit(Right.SEE_DIGEST, deed.unit_code)
    return _show(office, unit, deed.period, deed.part, deed.page) if unit else office.refusal()


def show_report(office: Office, report_id: int) -> Outgoing:
    """Show a report, what was written on it, and what can be done about it."""
    found = office.report(Right.SEE_DIGEST, report_id)
    if found is None:
        return office.refusal()
    report, place = found
    card = write_report(
        report,
        place,
        office.say,
        acknowledged_by=acknowledged_by(office.tx, report_id),
        comments=comments_on(office.tx, report_id),
        sent_along=say_evidence(
            evidence_of_reports(office.tx, [report_id]).get(report_id, ()),
            phrases("dialogue", office.person.locale),
        ),
        locked=office.is_locked(place.project_id, report.period),
    )
    return office.offer(card, unit_code=place.unit_code)


def _show(office: Office, unit: Unit, period: Period, part: Part, page: int) -> Outgoing:
    rules = read_rules(office.tx, period, today=office.today)
    units = units_below(office.tx, unit.code)
    if part is Part.MONTH:
        digest = read_digest(office.tx, rules, unit, units)
        pushed = pushed_seen_by(office.tx, office.person, office.now)
        told = with_failing(
            office.tx,
            write_digest(digest, office.say, pushed),
            office.person,
            office.say,
            now=office.now,
        )
        return office.offer(told, unit_code=unit.code)
    listing = read_listing(office.tx, rules, unit, units, part=part, page=page)
    problems = {}
    if part is Part.PROBLEMS:
        newest = [one.standing.newest for one in listing.listed.shown]
        problems = problems_of(office.tx, [one.report_id for one in newest if one])
    shown = write_part(listing, office.say, problems=problems)
    return office.offer(shown, unit_code=unit.code)
