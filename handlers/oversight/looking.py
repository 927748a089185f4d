"""Showing how units, projects and reports stand, to whoever may see it."""

from __future__ import annotations

from handlers.access import Right, units_granted
from handlers.messages import Outgoing
from handlers.oversight.deeds import ShowPart
from handlers.oversight.digest import write_digest
from handlers.oversight.lists import write_part
from handlers.oversight.office import Office
from handlers.oversight.parts import Part
from handlers.oversight.reading import month_looked_after, read_overview, topmost
from handlers.oversight.report_card import write_report
from handlers.oversight.standing import Overview
from storage.acknowledgements import acknowledged_by
from storage.comments import comments_on
from storage.reports import problems_of

MOST_UNITS = 4
"""Digests that one answer holds."""


def show_units(office: Office, part: Part) -> tuple[Outgoing, ...]:
    """Show the digest of each unit of the person's, or a part of it, for the month waited for."""
    units = topmost(office.tx, units_granted(office.person.grants, Right.SEE_DIGEST))
    shown = []
    for unit in units[:MOST_UNITS]:
        period = month_looked_after(office.tx, unit.code, office.today)
        overview = read_overview(office.tx, unit, period, today=office.today)
        shown.append(_write(office, overview, part, 0))
    return tuple(shown) or (office.refusal(),)


def show_part(office: Office, deed: ShowPart) -> Outgoing:
    """Show a page of what stands behind a digest's button."""
    overview = office.overview(Right.SEE_DIGEST, deed.unit_code, deed.period)
    return _write(office, overview, deed.part, deed.page) if overview else office.refusal()


def show_report(office: Office, report_id: int) -> Outgoing:
    """Show a report, what was written on it, and what can be done about it."""
    found = office.report(Right.SEE_DIGEST, report_id)
    if found is None:
        return office.refusal()
    report, place = found
    return write_report(
        report,
        place,
        office.say,
        acknowledged_by=acknowledged_by(office.tx, report_id),
        comments=comments_on(office.tx, report_id),
        locked=office.is_locked(place.project_id, report.period),
    )


def _write(office: Office, overview: Overview, part: Part, page: int) -> Outgoing:
    if part is Part.MONTH:
        return write_digest(overview, office.say)
    problems = {}
    if part is Part.PROBLEMS:
        newest = [one.standing.newest for one in overview.problems]
        problems = problems_of(office.tx, [one.report_id for one in newest if one])
    return write_part(overview, part, page, office.say, problems=problems)
