"""The digest of a unit's month: one screen of it, the rest behind buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.oversight.shortening import shorten
from handlers.oversight.standing import Digest
from handlers.oversight.waiting import Group, Waiting
from handlers.oversight.words import say_due, say_reporters, say_risk
from handlers.texts import Phrases
from handlers.timeliness.classes import Class
from handlers.wording import say_day, say_percent, say_period
from storage.periods import Period
from storage.records import MonthOfPushes, Unit


def write_digest(digest: Digest, say: Phrases, pushed: MonthOfPushes | None = None) -> Outgoing:
    """Say how a month stands; where there is nothing to look after, in one line.

    The reports that came can be read, acknowledged and commented on from either. `pushed` is for
    who may see what messages cost.
    """
    month = say_period(digest.period, say.locale)
    count = digest.projects
    if digest.says_nothing:
        choices = tuple(_choices(digest, say)) if digest.reported else ()
        key = "digest.nothing" if count else "digest.no_projects"
        line = say(key, month=month, unit=digest.unit.name, count=count)
        return Outgoing(line, ask=STANDING if choices else None, choices=choices)
    return Outgoing(
        text=_head(digest, say),
        card=Card(
            title=say("digest.title", month=month, unit=shorten(digest.unit.name)),
            rows=(*_rows(digest, say), *_cost(pushed, say)),
        ),
        ask=STANDING,
        choices=tuple(_choices(digest, say)),
    )


def write_news(digest: Digest, count: int, say: Phrases) -> Outgoing:
    """Say in one line that reports came after the digest, and how many are still missing."""
    return Outgoing(
        say(
            "news.late_reports",
            month=say_period(digest.period, say.locale),
            unit=digest.unit.name,
            count=count,
            missing=digest.missing.projects,
        )
    )


def part_choice(part: str, period: Period, unit: Unit, *, page: int = 0) -> str:
    """Name the button that shows a part of a digest."""
    choice = f"digest.{part}.{period}.{unit.code}"
    return f"{choice}.{page}" if page else choice


def remind_choice(period: Period, unit_code: str) -> str:
    """Name the button that reminds whoever is missing in a unit and in those below it."""
    return f"remind.{period}.{unit_code}"


def _head(digest: Digest, say: Phrases) -> str:
    """Say of which day the figures are: of a month that is over reports may have come since."""
    return say(
        "digest.above" if digest.day == digest.today else "digest.above_since",
        date=say_day(digest.day, say.locale),
        today=say_day(digest.today, say.locale),
        count=digest.projects,
    )


def _rows(digest: Digest, say: Phrases) -> Iterator[Row]:
    buckets = {bucket.value: count for bucket, count in digest.buckets.items()}
    yield Row(say("digest.status"), say("digest.buckets", **buckets))
    yield Row(say(_reports_key(digest)), _say_classes(digest, say))
    missing, at_risk, problems = digest.missing, digest.at_risk, digest.problems
    if missing.due:
        people = [_say_group(one, say) for one in missing.first]
        told = _say_some(people, missing.groups, say)
        key, today = _missing_key(missing), missing.due_today
        yield Row(say(key, count=missing.due, today=today), told)
    if missing.not_due:
        count = missing.not_due.count
        yield Row(say("digest.not_due", count=count), say_due(missing.not_due, say))
    if at_risk.count:
        risks = [
            f"{shorten(one.standing.name)}: {say_risk(one.risks[0], say)}" for one in at_risk.shown
        ]
        yield Row(say("digest.risk", count=at_risk.count), _say_some(risks, at_risk.count, say))
    if problems.count:
        open_for = [
            say(
                "digest.problem" if one.problem_days else "digest.problem_new",
                name=shorten(one.standing.name),
                days=one.problem_days,
            )
            for one in problems.shown
        ]
        told = _say_some(open_for, problems.count, say)
        yield Row(say("digest.problems", count=problems.count), told)


def _cost(pushed: MonthOfPushes | None, say: Phrases) -> Iterator[Row]:
    if pushed is not None:
        each = pushed.per_officer
        told = say(
            "digest.pushed",
            count=f"{pushed.pushes:,}",
            officers=f"{pushed.officers:,}",
            each="—" if each is None else say_percent(each),
        )
        yield Row(say("digest.cost"), told)


def _choices(digest: Digest, say: Phrases) -> Iterator[Choice]:
    period, unit = digest.period, digest.unit
    if digest.missing.can_be_reminded:
        yield Choice(remind_choice(period, unit.code), say("choice.remind"), Tone.PRIMARY)
    if digest.missing.projects:
        yield Choice(part_choice("missing", period, unit), say("choice.missing"))
    if digest.at_risk.count:
        yield Choice(part_choice("risk", period, unit), say("choice.risk"))
    if digest.problems.count:
        yield Choice(part_choice("problems", period, unit), say("choice.problems"))
    if digest.reported:
        yield Choice(part_choice("reports", period, unit), say("choice.reports"))
    if period.previous.fiscal_year == period.fiscal_year:
        yield Choice(part_choice("month", period.previous, unit), say("choice.last_month"))


def _missing_key(missing: Waiting) -> str:
    """Name what is missing; on its due day it is not owed yet, for it is in time all day."""
    if not missing.due_today:
        return "digest.missing"
    all_today = missing.due_today == missing.due
    return "digest.missing_today" if all_today else "digest.missing_partly_today"


def _reports_key(digest: Digest) -> str:
    return "digest.reports_so_far" if digest.missing.not_due else "digest.reports"


def _say_classes(digest: Digest, say: Phrases) -> str:
    """Say the classes; before the due day nothing is gained or lost that a month can be held to."""
    coming = digest.missing.not_due
    shares, change = digest.shares, None if coming else digest.change
    if shares is None:
        return say("digest.nothing_owed")
    told = {}
    for name in ("on_time", "late", "missing"):
        count, percent = digest.classes[Class(name)], getattr(shares, name)
        gained = None if change is None else getattr(change, name)
        told[name] = (
            say("digest.share", count=count, percent=percent)
            if gained is None
            else say("digest.share_changed", count=count, percent=percent, change=_signed(gained))
        )
    if coming is None:
        return say("digest.classes", **told)
    key = "digest.classes_partly_due" if digest.missing.due else "digest.classes_not_due"
    return say(key, **told, coming=coming.count, due=say_due(coming, say))


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "±0"


def _say_group(group: Group, say: Phrases) -> str:
    return say("digest.group", who=say_reporters(group.reporters, say), count=group.projects)


def _say_some(told: Sequence[str], count: int, say: Phrases) -> str:
    """Say the first of so many, each on a line, and how many more there are."""
    more = [say("digest.more", count=count - len(told))] if count > len(told) else []
    return "\n".join([*told, *more])
