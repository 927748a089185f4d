"""A year of an office, written as a text: what people do, and beneath it what the clock says.

Lines that begin with a time are what somebody does; those with ">" are what the clock says, and
"  " continues them. Everything else is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from storage.periods import Period
from storage.records import ProjectStatus, Role
from tests.reminders.office import Heard, Office, at

DAY = timedelta(days=1)
LOOKS = (time(9, 0), time(14, 0), time(17, 0), time(20, 0))
"""When the clock of the story ticks, every day: in the hours of the office, and after them."""

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}) \w+$")
_DEED = re.compile(r"(\d{2}:\d{2}) (\w+) (\S+)((?: \S+)*)$")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, as a line of the story has it."""

    at: datetime
    line: str
    verb: str
    who: str
    rest: tuple[str, ...]


def read_deeds(story: str) -> Iterator[Deed]:
    day: date | None = None
    for line in story.splitlines():
        if found := _DATE.match(line):
            day = date.fromisoformat(found[1])
        elif found := _DEED.match(line):
            assert day is not None
            moment = datetime.combine(day, time.fromisoformat(found[1]), at(day, 0).tzinfo)
            yield Deed(moment, line, found[2], found[3], tuple(found[4].split()))


def head_of(story: str) -> str:
    """What stands before the first day: who is who, for the reader."""
    first = re.search(r"^\d{4}-", story, re.MULTILINE)
    assert first is not None
    return story[: first.start()]


def play(
    story: str,
    office: Office,
    *,
    first: date,
    last: date,
    tick: Callable[[Office, datetime], list[Heard]] = Office.tick_all,
) -> str:
    """Live through the days, and give the story as it went."""
    deeds = sorted(read_deeds(story), key=lambda one: one.at)
    told = head_of(story)
    day = first
    while day <= last:
        lines: list[str] = []
        of_day = [one for one in deeds if one.at.date() == day]
        for look in LOOKS:
            moment = datetime.combine(day, look, at(day, 0).tzinfo)
            while of_day and of_day[0].at <= moment:
                lines.append(_do(office, of_day.pop(0)))
            for heard in tick(office, moment):
                lines += _written(heard, look)
        lines += [_do(office, one) for one in of_day]
        if lines:
            told += "\n".join([f"{day} {day:%a}", *lines, "", ""])
        day += DAY
    return told.rstrip("\n") + "\n"


def _do(office: Office, deed: Deed) -> str:
    now, who, rest = deed.at, deed.who, deed.rest
    match deed.verb:
        case "report":
            period = Period.parse(rest[1]) if len(rest) > 1 else None
            office.report(who, rest[0], now=now, period=period)
        case "draft":
            office.draft(who, rest[0] if rest else None, now=now)
        case "snooze":
            office.snooze(who, at(date.fromisoformat(rest[0]), *_hours(rest[1])), now=now)
        case "leave":
            since, until = map(date.fromisoformat, rest[:2])
            office.leave(who, since, until, rest[2] if len(rest) > 2 else None, now=now)
        case "stand":
            office.stand(who, ProjectStatus(rest[0]), now=now)
        case "block":
            office.block(who, now=now)
        case unknown:
            raise ValueError(f"nobody can {unknown}: {deed.line}")
    return deed.line


def _hours(written: str) -> tuple[int, int]:
    moment = time.fromisoformat(written)
    return moment.hour, moment.minute


def _written(heard: Heard, look: time) -> list[str]:
    buttons = "".join(f" [{one}]" for one in heard.buttons if not one[0].isdigit())
    first = f"> {look:%H:%M} {heard.who}: {heard.head}"
    return [first, *(f"  {one}" for one in heard.lines), *([f" {buttons}"] if buttons else [])]


STORY = Path(__file__).parent / "year.txt"
FIRST, LAST = date(2026, 10, 1), date(2027, 10, 15)


def settle(office: Office) -> None:
    """Make the office of the story."""
    office.open()
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ")
    office.hire("สมชาย", "04010000", "ตัดแต่งกิ่ง")
    office.hire("วิภา", "04020000", "ทางเท้าหน้าตลาด", "ทางลาด")
    office.hire("เกรียงไกร", "04020000", "ป้ายบอกทาง", linked=False)
    office.hire("อารี", "04020000", "สะพานลอย")
    office.hire("หัวหน้าต้นไม้", "04010000", role=Role.SUPERVISOR)
    office.hire("ผอ.สำนัก", "04000000", role=Role.SUPERVISOR)
    office.set_policy("04020000", due_day=31, lock_day=15, own_days=["2027-04-16"])
