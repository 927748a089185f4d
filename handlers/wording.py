"""Figures and dates as people of a language write them: Buddhist years in Thai."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from handlers.texts import Phrases
from handlers.thai import dates
from storage.periods import BANGKOK, Period


def say_percent(percent: Decimal) -> str:
    """Write a percent without needless zeros, such as 45 or 45.5."""
    return f"{percent:f}".rstrip("0").rstrip(".") if "." in f"{percent:f}" else f"{percent:f}"


def bar_of(percent: Decimal | None, length: int) -> str:
    """Draw a percent as a bar of so many characters; none of it is filled where there is none."""
    filled = 0 if percent is None else int(min(percent, Decimal(100)) * length / 100)
    return "█" * filled + "░" * (length - filled)


def say_figure(figure: Decimal) -> str:
    """Write a figure with commas and without needless zeros, such as 1,407.5."""
    text = f"{figure:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_day(day: date, locale: str) -> str:
    return dates.say_date(day) if locale == "th" else f"{day.day} {day:%b %Y}"


def say_period(period: Period, locale: str) -> str:
    if locale == "th":
        return dates.say_month(period.year, period.month)
    return f"{period.first_day:%B %Y}"


def say_moment(moment: datetime, locale: str) -> str:
    """Write a moment as the clock on a wall in Bangkok shows it."""
    local = moment.astimezone(BANGKOK)
    clock = dates.say_time(local.time()) if locale == "th" else f"{local:%H:%M}"
    return f"{say_day(local.date(), locale)} {clock}"


def say_span(since: date | None, until: date, say: Phrases, *, today: date) -> str:
    """Say from when until when somebody is away; a beginning that is not ahead goes without."""
    last = say_day(until, say.locale)
    if since is None or since <= today:
        return say("leave.until", until=last)
    if since == until:
        return say("leave.on_day", until=last)
    return say("leave.from_until", since=say_day(since, say.locale), until=last)
