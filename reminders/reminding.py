"""Reminding officers of what they owe, and of drafts that they left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from handlers.dialogue.codec import NOTHING_KEPT, UnreadableState, drafts_in, load_state
from handlers.dialogue.figure_cursors import Describing, ReviewingResult, Suspecting
from handlers.messages import Codec, Outgoing
from handlers.owing.letter import Owed, OwedMonth, Unfinished, write_letter
from reminders.asked_for import name_askers
from reminders.debts import Debt
from reminders.due import DRAFT, is_left, waits_for_draft
from reminders.reading import Owing, due_for, read_debts, read_owing
from reminders.rules import Rules
from reminders.writing import Letter, send_letters
from storage.first_addresses import first_addresses
from storage.gauges import gauges_of
from storage.occurrences import Fate, note_occurrences
from storage.owed import drafts_of, name_projects, officers, states_without
from storage.periods import Period, Quarter
from storage.records import Occurrence, Worth
from storage.waiting_reminders import let_wait, take_waiting


def remind(
    tx: Connection,
    codecs: Mapping[str, Codec],
    rules: Rules,
    stand_ins: Mapping[int, int | None],
    hearing: Collection[int],
    *,
    now: datetime,
) -> int:
    """Tell these people what is due for them at this very moment; gives how many are told.

    What another clock noted meanwhile is not said again, and who cannot be reached is noted so.
    What is due in the middle of a draft waits for its end; whatever is said waits no longer.
    """
    debts = read_debts(tx, rules, stand_ins, hearing=hearing)
    owing = read_owing(tx, rules, debts, stand_ins, hearing, now=now)
    let_wait(tx, _waiting(owing, rules, now=now), now=now)
    dues = {one.officer.id: due_for(one, rules, now=now) for one in owing}
    take_waiting(tx, [number for number, its in dues.items() if its.say])
    addresses = first_addresses(tx, dues)
    fates: dict[Occurrence, Fate] = {}
    for number, its in dues.items():
        reached = Fate.SAID if addresses[number] else Fate.UNDELIVERABLE
        fates |= dict.fromkeys(its.skip, Fate.SKIPPED) | dict.fromkeys(its.say, reached)
    news: dict[int, list[Occurrence]] = {}
    for new in note_occurrences(tx, fates, now=now):
        if fates[new] is Fate.SAID:
            news.setdefault(new.recipient_id, []).append(new)
    told = [one for one in owing if one.officer.id in news]
    said_to = [new for theirs in news.values() for new in theirs]
    written = name_askers(tx, told, _letters(tx, told, news, rules, now=now), said_to, now=now)
    letters = [
        Letter(at, said, _worth(one, rules))
        for one, said in zip(told, written, strict=True)
        if (at := addresses[one.officer.id]) is not None
    ]
    send_letters(tx, codecs, letters, now=now)
    return len(letters)


def _waiting(owing: Iterable[Owing], rules: Rules, *, now: datetime) -> dict[Occurrence, Fate]:
    fates: dict[Occurrence, Fate] = {}
    for one in owing:
        its = waits_for_draft(rules.policy(one.officer.unit_code), one.facts, now)
        fates |= dict.fromkeys(its.skip, Fate.SKIPPED) | dict.fromkeys(its.say, Fate.SAID)
    return fates


def _worth(one: Owing, rules: Rules) -> Worth:
    pays = rules.policy(one.officer.unit_code).line_pushes
    return Worth.REMINDER if pays else Worth.FREE


def _letters(
    tx: Connection,
    told: Sequence[Owing],
    news: Mapping[int, Sequence[Occurrence]],
    rules: Rules,
    *,
    now: datetime,
) -> list[Outgoing]:
    """Write the message of each; all that they name is read at once."""
    left = [one.officer.id for one in told if is_left(one.facts.drafting_since, now)]
    drafts = {one: _left_in(state) for one, state in drafts_of(tx, left).items()}
    # Who only left a draft is not told of all else as well.
    debts = {
        one.officer.id: one.debts
        for one in told
        if any(new.kind != DRAFT for new in news[one.officer.id])
    }
    named = [*(debt.project_id for theirs in debts.values() for debt in theirs)]
    projects = name_projects(tx, {*named, *(project_id for project_id, *_ in drafts.values())})
    others = [debt for theirs in debts.values() for debt in theirs if not debt.is_own]
    away = officers(tx, {one.reporter_id for one in others if one.reporter_id is not None})
    unmeasured = _count_unmeasured(tx, debts)
    states = states_without(tx, debts, NOTHING_KEPT) if debts else {}
    letters = []
    for one in told:
        number = one.officer.id
        begun = {(one.project_id, one.period) for one in drafts_in(states.get(number, ""))}
        owed = [
            Owed(
                debt.project_id,
                projects[debt.project_id],
                rules.deadlines(debt.unit_code, debt.period),
                away[debt.reporter_id].name if debt.reporter_id in away else None,
                drafted=(debt.project_id, debt.period) in begun,
            )
            for debt in debts.get(number, ())
        ]
        draft = None
        if number in drafts:
            project_id, of, corrects = drafts[number]
            draft = Unfinished(projects.get(project_id), of, corrects)
        letters.append(
            write_letter(
                owed,
                [OwedMonth(month.policy, month.deadlines) for month in one.facts.months],
                draft,
                policy=rules.policy(one.officer.unit_code),
                locale=one.officer.locale,
                now=now,
                indicators=unmeasured.get(number, 0),
            )
        )
    return letters


def _count_unmeasured(tx: Connection, debts: Mapping[int, Sequence[Debt]]) -> dict[int, int]:
    """Count, for each person, the indicators without a result of the projects that they owe.

    Results are wanted with the report of the last month of a quarter.
    """
    ending = {
        number: {
            (debt.project_id, debt.period.quarter) for debt in theirs if debt.period.ends_quarter
        }
        for number, theirs in debts.items()
    }
    wanted = {place for places in ending.values() for place in places}
    without = Counter(
        (gauge.project_id, gauge.quarter)
        for gauge in (gauges_of(tx, wanted) if wanted else ())
        if gauge.result is None
    )
    return {number: sum(without[one] for one in places) for number, places in ending.items()}


def _left_in(state: str) -> tuple[int, Period | Quarter | None, bool]:
    """Give the project of what was left unfinished, of when, and whether it corrects a report.

    The project is 0 where that cannot be read.
    """
    try:
        stored = load_state(state)
    except UnreadableState:
        return 0, None, False
    match stored.cursor:
        case Suspecting(about) | Describing(about) | ReviewingResult(about):
            return about.project_id, about.quarter, False
    if stored.draft is None:
        return 0, None, False
    return stored.draft.project_id, stored.draft.period, bool(stored.draft.revision)
