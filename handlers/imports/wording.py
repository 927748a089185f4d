"""The outcome of an import in words."""

from __future__ import annotations

from handlers.imports.outcome import Outcome, Place, Refused, Remarked, Repaired, Tally
from handlers.texts import Phrases, phrases

_LONGEST_ABOUT = 120


def tell_outcome(outcome: Outcome, locale: str) -> tuple[str, ...]:
    """Say line by line what came of a file: what was refused, or else what was read.

    Repairs and remarks follow in both cases.
    """
    say = phrases("imports", locale)
    key = "refused" if outcome.refused else "done_code" if outcome.code else "done"
    return (
        say(f"head.{key}", file=outcome.file, code=outcome.code),
        *(_refused(one, say) for one in outcome.refused),
        *(_tally(one, say) for one in outcome.tallies),
        *(_repaired(one, say) for one in outcome.repaired),
        *(_remarked(one, say) for one in outcome.remarks),
    )


def _refused(one: Refused, say: Phrases) -> str:
    reason = say(f"refused.{one.reason}", about=_short(one.about))
    if one.place is None:
        return say("line.refused_file", reason=reason)
    return say("line.refused", place=_place(one.place, say), reason=reason)


def _tally(one: Tally, say: Phrases) -> str:
    return say(
        "line.tally",
        thing=say(f"thing.{one.thing}"),
        new=one.new,
        changed=one.changed,
        unchanged=one.unchanged,
    )


def _repaired(one: Repaired, say: Phrases) -> str:
    return say(
        "line.repaired",
        place=_place(one.place, say),
        field=say(f"field.{one.field}"),
        kind=say(f"repair.{one.kind}"),
        before=one.before,
        after=one.after,
    )


def _remarked(one: Remarked, say: Phrases) -> str:
    remark = say(f"remark.{one.remark}", about=_short(one.about))
    if one.place is None:
        return say("line.remark_file", remark=remark)
    return say("line.remark", place=_place(one.place, say), remark=remark)


def _place(place: Place, say: Phrases) -> str:
    if place.sheet is None:
        return say("place.line", line=place.line)
    key = "row" if place.column is None else "cell"
    cell = say(f"place.{key}", line=place.line, column=place.column)
    return say("place.sheet", sheet=place.sheet, cell=cell) if place.sheet else cell


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_ABOUT else f"{text[:_LONGEST_ABOUT]}…"
