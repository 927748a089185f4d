"""The digest of a unit's month: one screen of it, the rest behind buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.oversight.shortening import shorten
from handlers.oversight.standing import Group, Overview, group_by_reporters
from handlers.oversight.words import say_reporters, say_risk
from handlers.texts import Phrases
from handlers.timeliness.classes import Class
from handlers.wording import say_day, say_period
from storage.periods import Period

SHOWN = 3
"""People or projects that a row names; the rest is counted."""


def write_digest(overview: Overview, say: Phrases) -> Outgoing:
    """Say how a month stands; where there is nothing to look after, in one line.

    The reports that came can be read, acknowledged and commented on from either.
    """
    month = say_period(overview.period, say.locale)
    count = len(overview.projects)
    if overview.says_nothing:
        choices = tuple(_choices(overview, say)) if overview.reported else ()
        line = say("digest.nothing", month=month, unit=overview.unit.name, count=count)
        return Outgoing(line, ask=STANDING if choices else None, choices=choices)
    return Outgoing(
        text=say("digest.above", date=say_day(overview.day, say.locale), count=count),
        card=Card(
            title=say("digest.title", month=month, unit=shorten(overview.unit.name)),
            rows=tuple(_rows(overview, say)),
        ),
        ask=STANDING,
        choices=tuple(_choices(overview, say)),
    )


def write_news(overview: Overview, count: int, say: Phrases) -> Outgoing:
    """Say in one line that reports came after the digest, and how many are still missing."""
    return Outgoing(
        say(
            "news.late_reports",
            month=say_period(overview.period, say.locale),
            unit=overview.unit.name,
            count=count,
            missing=len(overview.missing),
        )
    )


def part_choice(part: str, overview: Overview, *, page: int = 0) -> str:
    """Name the button that shows a part of a digest."""
    choice = f"digest.{part}.{overview.period}.{overview.unit.code}"
    return f"{choice}.{page}" if page else choice


def remind_choice(overview: Overview) -> str:
    """Name the button that reminds whoever is missing."""
    return remind_choice_of(overview.period, overview.unit.code)


def remind_choice_of(period: Period, unit_code: str) -> str:
    """Name the button that reminds whoever is missing in a unit and in those below it."""
    return f"remind.{period}.{unit_code}"


def _rows(overview: Overview, say: Phrases) -> Iterator[Row]:
    buckets = {bucket.value: count for bucket, count in overview.buckets.items()}
    yield Row(say("digest.status"), say("digest.buckets", **buckets))
    yield Row(say("digest.reports"), _say_classes(overview, say))
    if missing := overview.missing:
        groups = group_by_reporters(missing)
        people = [_say_group(one, say) for one in groups]
        yield Row(say("digest.missing", count=len(missing)), _say_some(people, say))
    if at_risk := overview.at_risk:
        risks = [f"{shorten(one.standing.name)}: {say_risk(one.risks[0], say)}" for one in at_risk]
        yield Row(say("digest.risk", count=len(at_risk)), _say_some(risks, say))
    if problems := overview.problems:
        open_for = [
            say("digest.problem", name=shorten(one.standing.name), days=one.problem_days)
            for one in problems
        ]
        yield Row(say("digest.problems", count=len(problems)), _say_some(open_for, say))


def _choices(overview: Overview, say: Phrases) -> Iterator[Choice]:
    if overview.can_be_reminded:
        yield Choice(remind_choice(overview), say("choice.remind"), Tone.PRIMARY)
    if overview.missing:
        yield Choice(part_choice("missing", overview), say("choice.missing"))
    if overview.at_risk:
        yield Choice(part_choice("risk", overview), say("choice.risk"))
    if overview.problems:
        yield Choice(part_choice("problems", overview), say("choice.problems"))
    if overview.reported:
        yield Choice(part_choice("reports", overview), say("choice.reports"))
    if overview.period.previous.fiscal_year == overview.period.fiscal_year:
        before = f"digest.month.{overview.period.previous}.{overview.unit.code}"
        yield Choice(before, say("choice.last_month"))


def _say_classes(overview: Overview, say: Phrases) -> str:
    shares, change = overview.shares, overview.change
    if shares is None:
        return say("digest.nothing_owed")
    told = {}
    for name in ("on_time", "late", "missing"):
        count, percent = overview.classes[Class(name)], getattr(shares, name)
        gained = None if change is None else getattr(change, name)
        told[name] = (
            say("digest.share", count=count, percent=percent)
            if gained is None
            else say("digest.share_changed", count=count, percent=percent, change=_signed(gained))
        )
    return say("digest.classes", **told)


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "±0"


def _say_group(group: Group, say: Phrases) -> str:
    return say("digest.group", who=say_reporters(group.reporters, say), count=len(group.projects))


def _say_some(told: Sequence[str], say: Phrases) -> str:
    """Say the first of many, each on a line, and how many more there are."""
    lines = list(told[:SHOWN])
    if len(told) > SHOWN:
        lines.append(say("digest.more", count=len(told) - SHOWN))
    return "\n".join(lines)
