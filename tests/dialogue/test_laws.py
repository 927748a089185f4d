"""What must hold in the conversation whatever people do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handlers.access import Right, units_granted
from handlers.dialogue.choices import choices
from handlers.dialogue.codec import dump_state, load_state
from handlers.dialogue.effects import (
    Attach,
    EndLeave,
    Erase,
    File,
    Forget,
    Look,
    Oversee,
    Say,
    SetStatus,
    Snooze,
    TakeLeave,
    TellHistory,
    TellStored,
    Turn,
)
from handlers.dialogue.errand_cursors import Away, Errand, LeaveGiven, Restated
from handlers.dialogue.figure_cursors import (
    AboutScore,
    ChoosingGauge,
    Describing,
    Justifying,
    Measured,
    Measuring,
    Noting,
    ReviewingResult,
    Scoring,
    Suspecting,
    is_unsent,
)
from handlers.dialogue.figure_effects import FileResult, FileScore
from handlers.dialogue.gauges import open_quarters
from handlers.dialogue.happenings import Happening, Settled, TakenBack
from handlers.dialogue.kept_drafts import is_locked
from handlers.dialogue.lost_errands import lost_errand
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason, Locked, Written
from handlers.dialogue.rounds import Brief, Round
from handlers.dialogue.state import (
    SENDABLE,
    Answering,
    Asked,
    Choosing,
    Confirming,
    Detaching,
    Draft,
    Filed,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.step import step
from handlers.dialogue.walking import scoring_of
from handlers.dialogue.world import Assigned, Leave, World, by_urgency
from handlers.messages import (
    Attachment,
    Greeting,
    Press,
    Text,
    Unread,
    Unreadable,
    button_data,
)
from handlers.months import wants_months
from handlers.oversight.deeds import AskReopening, Comment, Decline, Deed, Reopen
from handlers.summaries.report import previous_quarter
from handlers.texts import LOCALES, phrases
from handlers.thai.text import clean
from storage.periods import Period, Quarter, local_date, period_of
from storage.records import (
    Content,
    Evidence,
    EvidenceKind,
    Gauge,
    Grant,
    Person,
    ProjectStatus,
    Refusal,
    Report,
    Role,
)

TYPED = [
    "45", "๖๐%", "+5", "100", "ครึ่งหนึ่ง", "ประชุม 3 ครั้ง", "-", "เท่าเดิม", "ไม่มี", "ไม่มีงบประมาณ",
    "อยู่ระหว่างก่อสร้าง", "ขุดคลองแล้ว", "ครบแล้ว", "เสร็จแล้ว", "ใช่", "ไม่ใช่", "1", "2", "3", "9",
    "รายงาน", "/report", "ยกเลิก", "/cancel", "ย้อนกลับ", "/back", "/help", "สถานะ", "/last", "/me",
    "/lang en", "/lang th", "/erase", "ส่งรายงาน", "Send report", "x" * 10_001,
    "โครงการ", "/project 0003", "/project", "ชะลอ", "แล้วเสร็จ", "ลา", "/leave", "พรุ่งนี้",
    "27 พ.ย. 2569", "สมพร", "ตัวชี้วัด", "/indicator", "ให้คะแนน", "/score", "ร้อยละ 100", "1,200",
    "๓ แห่ง", "ข้าม", "95", "สวน",
    "/digest", "/late", "ค้าง", "ขอภาพเพิ่ม", "y" * 2_001,
    "เริ่มลาวันอื่น", "5 ธ.ค. 2569",
    "\u200b", "😀", "\x00",
]  # fmt: skip


STANDING = [
    *(f"open.{number}" for number in range(1, 13)),
    *("continue", "snooze.afternoon", "snooze.tomorrow", "snooze.week", "snooze.year", "open.x"),
    *("others.2026-11.3", "others.2026-10.12", "others.2026-13.3", "others.2026-11.x", "others.3"),
    *("indicators", "score.2570Q1", "score.2570Q1.21", "score.x"),
    *("ack.1", "remind.2026-11.04160200", "unknown"),
    *("report.1", "digest.missing.2026-11.04160200", "digest.risk.2026-11.04160200.1"),
    *("report.x", "report.99999999999", "digest.all.2026-11.04160200", "remind.2026-13.04160200"),
]
ASKING = ["comment.1", "comment.7", "reopen.1.2026-10", "reopen.11.2026-11", "decline.2.2026-10"]
"""Buttons of supervisors that put a question."""

LATER = ["snooze.afternoon", "snooze.week"]
PEOPLE = {2: "สมพร", 3: "สมหมาย", 4: "สมพงษ์"}
TELLING = Say | TellHistory | TellStored | Snooze | TakeLeave | EndLeave | Oversee | Look
"""What says something, at once or when it is carried out."""


TO_SCORE = (21, 22, 23, 24)
EVALUATOR = frozenset({Grant(Role.EVALUATOR, "04000000")})
SUPERVISOR = Grant(Role.SUPERVISOR, "04160200")
MEASURES = (("แห่ง", "4"), ("ร้อยละ", "80"), ("1,200 ชุมชน", ""), ("", "ผลลัพธ์"))


class Conversation(RuleBasedStateMachine):
    """One person, up to ten projects, and somebody else who now and then reports as well.

    The person evaluates other projects, too, and so does somebody else.
    """

    @initialize(
        count=st.integers(0, 10),
        locale=st.sampled_from(LOCALES),
        days=st.sampled_from([0, 34]),
        supervises=st.booleans(),
    )
    def begin(self, count: int, locale: str, days: int, supervises: bool) -> None:
        self.state = State()
        self.grants = EVALUATOR | ({SUPERVISOR} if supervises else set())
        self.locked: set[tuple[int, Period]] = set()
        self.reopened: set[tuple[int, Period]] = set()
        self.now = datetime(2026, 11, 20, 2, tzinfo=UTC) + timedelta(days=days)
        self.results: dict[tuple[int, Quarter], tuple[Decimal, str, int]] = {}
        self.scores: dict[tuple[int, Quarter], tuple[Decimal, str, int]] = {}
        self.found: tuple[int, ...] | None = None
        self.locale = locale
        self.event = 0
        self.reports: list[Report] = []
        self.shown: list[tuple[int, str]] = []
        self.filed_events: set[int] = set()
        self.gone: set[int] = set()
        self.evidence: dict[int, Evidence] = {}
        self.untold: set[int] = set()
        self.typed: dict[int, str] = {}
        self.filed_evidence: dict[int, tuple[int, ...]] = {}
        self.statuses: dict[int, ProjectStatus] = {}
        self.colleagues = dict(PEOPLE)
        self.leave: Leave | None = None
        self.projects = [
            Assigned(
                id=number,
                code=f"04160200-{number:04d}",
                name=f"โครงการที่ {number}",
                unit="กองทดลองใช้",
                fiscal_year=2570 if number % 4 else 2569,
                status=ProjectStatus.SUSPENDED if number == 5 else ProjectStatus.IN_PROGRESS,
            )
            for number in range(1, count + 1)
        ]

    @property
    def world(self) -> World:
        return self._world(months=True)

    def _world(self, *, months: bool) -> World:
        listed = [
            replace(
                project,
                last=last,
                evidence=self._evidence_of(last),
                status=self.statuses.get(project.id, project.status),
                **(self._months_of(project) if months else {}),
            )
            for project in self.projects
            for last in [self._last(project.id)]
            if project.id not in self.gone
        ]
        world = World(
            now=self.now,
            event=self.event,
            person=Person(1, "มาลี", "04160200", self.locale, self.grants),
            projects=tuple(sorted(listed, key=by_urgency)),
            say=phrases("dialogue", self.locale),
            evidence=self.evidence,
            supervised=self.supervised,
            colleagues=self.colleagues,
            leave=self.leave if self.leave and self.leave.until >= local_date(self.now) else None,
            round=self.round,
        )
        return replace(world, gauges=self._gauges(world))

    def _gauges(self, world: World) -> tuple[Gauge, ...]:
        """One indicator for each of some projects, several of which belong to the third."""
        found = []
        for project in world.projects:
            for number in range({1: 1, 2: 2, 3: 10}.get(project.id, 0)):
                for quarter in open_quarters(project, world):
                    place = (100 * project.id + number, quarter)
                    measure, target = MEASURES[number % len(MEASURES)]
                    result, narrative, revision = self.results.get(place, (None, "", 0))
                    gauge = Gauge(place[0], project.id, quarter, f"สวนที่ {number}", measure, target)
                    earlier = ((1, Decimal(3)),) if number == 1 else ()
                    found.append(
                        replace(
                            gauge,
                            earlier=earlier,
                            result=result,
                            narrative=narrative,
                            revision=revision,
                        )
                    )
        return tuple(found)

    @property
    def round(self) -> Round:
        cursor, walk = self.state.cursor, self.state.walk
        scoring = scoring_of(cursor) if isinstance(cursor, AboutScore) else None
        latest = previous_quarter(period_of(local_date(self.now)).quarter)
        quarter = scoring.quarter if scoring else walk.quarter if walk else latest
        there = [one for one in TO_SCORE if one not in self.gone]
        unscored = [one for one in there if (one, quarter) not in self.scores]
        following = [one for one in unscored if scoring and one > scoring.project_id]
        resume = [one for one in unscored if walk and one >= walk.project_id] or unscored
        briefs = {}
        for one in there:
            score, note, revision = self.scores.get((one, quarter), (None, "", 0))
            briefs[one] = Brief(f"โครงการที่ {one}", f"งาน {one}", score, note, revision)
        return Round(
            quarter,
            briefs=briefs,
            left=len(unscored),
            next=next(iter(following), None),
            resume=next(iter(resume), None),
            found=None if self.found is None else tuple(one for one in self.found if one in there),
        )

    @property
    def supervised(self) -> tuple[Assigned, ...]:
        """Two more whose status the person may change, without reporting on them."""
        return tuple(
            Assigned(
                id=number,
                code=f"04160201-{number:04d}",
                name=f"งานของหน่วยงาน {number}",
                unit="กองอื่น",
                fiscal_year=2570,
                status=self.statuses.get(number, ProjectStatus.DELAYED),
            )
            for number in (11, 12)
            if number not in self.gone
        )

    def _months_of(self, project: Assigned) -> dict[str, Any]:
        locked = frozenset(month for number, month in self.locked if number == project.id)
        reported = {one.period for one in self.reports if one.project_id == project.id}
        late = {month for number, month in self.reopened if number == project.id}
        return {"late": tuple(sorted(late - locked - reported)), "locked": locked}

    def _evidence_of(self, report: Report | None) -> tuple[Evidence, ...]:
        theirs = self.filed_evidence.get(report.id, ()) if report else ()
        return tuple(self.evidence[one] for one in theirs if self.evidence[one].refusal is None)

    def _last(self, project_id: int) -> Report | None:
        theirs = [one for one in self.reports if one.project_id == project_id]
        return max(theirs, key=lambda one: (one.period, one.entry, one.revision), default=None)

    def _step(self, event: Happening) -> Turn:
        self.event += 1
        before, world = self.state, self._world(months=wants_months(self.state, event))
        turn = step(before, event, world)
        said = any(isinstance(one, TELLING) for one in turn.effects)
        # What was sent along is told of when it is fetched, and what was taken back and is in no
        # report changes nothing.
        assert said or isinstance(event, Attachment | TakenBack)
        assert turn.state.ask >= before.ask
        assert turn.state.ask > before.ask or turn.state.cursor == before.cursor
        if not isinstance(event, Settled | TakenBack) and not self._erases(turn):
            assert all(draft in turn.state.drafts for draft in before.kept)
            if undo := self._kept_unless_thrown_away(before, event, world):
                assert undo in turn.state.drafts
        for effect in turn.effects:
            self._apply(effect, before)
        self.state = load_state(dump_state(turn.state))
        assert self.state == turn.state
        return turn

    def _kept_unless_thrown_away(
        self, before: State, event: Happening, world: World
    ) -> Draft | None:
        """Give the draft just cancelled, if it has words and its button was not used."""
        begin = choices(before, world)[1:2] if isinstance(before.cursor, Idle) else ()
        match event, before.cursor:
            case Press(ask, "begin"), _ if ask == before.ask:
                return None
            case Text(text), _ if any(clean(text) in {one.label, "2"} for one in begin):
                return None
            case _, Idle(Draft() as undo) if undo.has_words and undo.project_id not in self.gone:
                return undo
            case _:
                return None

    def _erases(self, turn: Turn) -> bool:
        return any(isinstance(one, Erase) for one in turn.effects)

    def _apply(self, effect: Any, before: State) -> None:
        match effect:
            case Say(message):
                assert message.text.strip()
                assert message.text.isprintable() or "\n" in message.text
                labels = [choice.label for choice in message.choices]
                assert len(set(labels)) == len(labels)
                for choice in message.choices:
                    assert message.ask is not None
                    assert len(button_data(message.ask, choice.id)) <= 64
                    self.shown.append((message.ask, choice.id))
            case File():
                self._file(effect, before)
            case Attach(attachment, refusal):
                self.evidence[self.event] = Evidence(self.event, attachment.name, refusal=refusal)
                self.untold.add(self.event)
            case Forget(numbers):
                for number in numbers:
                    if not self.evidence[number].filed:
                        del self.evidence[number]
                        self.untold.discard(number)
            case SetStatus(project_id, status):
                match before.cursor:
                    case Restated(confirmed, wanted):
                        assert (project_id, status) == (confirmed, wanted)
                    case Filed(filed):
                        assert (project_id, status) == (filed, ProjectStatus.DONE)
                    case other:
                        raise AssertionError(f"{other} asks for no status")
                assert project_id in self.world.managed
                self.statuses[project_id] = status
            case FileResult() | FileScore():
                self._apply_figure(effect, before)
            case TakeLeave(until, stand_in, since):
                assert isinstance(before.cursor, LeaveGiven)
                assert (until, stand_in) == (before.cursor.until, before.cursor.stand_in)
                assert self.world.today <= since <= until
                assert since == max(before.cursor.since or since, self.world.today)
                who = None if stand_in is None else self.colleagues[stand_in]
                self.leave = Leave(until, who, since if since > self.world.today else None)
            case EndLeave():
                assert self.leave is not None
                self.leave = None
            case Oversee(deed):
                self._oversee(deed, before)
            case Erase():
                self.gone = {project.id for project in self.projects}
            case _:
                if locale := getattr(effect, "locale", None):
                    self.locale = locale

    def _apply_figure(self, effect: FileResult | FileScore, before: State) -> None:
        match effect:
            case FileResult(about):
                assert before.cursor == ReviewingResult(about)
                assert about.result is not None
                assert about.result >= 0
                assert about.narrative is not None
                known = self.results.get(about.place, (None, "", 0))
                assert known[2] == about.seen
                assert known[:2] != (about.result, about.narrative)
                self.results[about.place] = (about.result, about.narrative, about.seen + 1)
            case FileScore(about, score, note, reason):
                assert isinstance(before.cursor, Noting | Justifying)
                assert before.cursor.about == about
                assert 0 <= score <= 100
                place = (about.project_id, about.quarter)
                assert self.scores.get(place, (None, "", 0))[2] == about.seen
                assert bool(reason) == (place in self.scores)
                self.scores[place] = (score, note, about.seen + 1)

    def _file(self, filed: File, before: State) -> None:
        assert before.draft is not None
        assert isinstance(before.cursor, SENDABLE)
        assert filed.content == before.draft.content
        assert (filed.project_id, filed.period) not in self.locked
        assert 0 <= filed.content.percent <= 100
        assert filed.content.narrative.strip()
        assert filed.evidence == before.draft.evidence
        self._report(
            filed.project_id,
            filed.period,
            filed.content,
            entry=filed.entry,
            revision=filed.revision + 1,
        )
        self.filed_evidence[len(self.reports)] = filed.evidence
        for number in filed.evidence:
            self.evidence[number] = replace(self.evidence[number], filed=True)

    def _oversee(self, deed: Deed, before: State) -> None:
        match deed:
            case Comment(report_id, text):
                assert before.cursor == Commenting(report_id)
                assert units_granted(self.grants, Right.COMMENT)
                assert 0 < len(text) <= 2_000
            case Reopen(project_id, period, reason):
                assert before.cursor == GivingReason(project_id, period)
                assert units_granted(self.grants, Right.REOPEN)
                assert 0 < len(reason) <= 2_000
            case Decline(project_id, period, reason):
                assert before.cursor == Declining(project_id, period)
                assert units_granted(self.grants, Right.REOPEN)
                assert 0 < len(reason) <= 2_000
            case AskReopening(project_id, period):
                draft = before.draft
                mine = draft and Locked(draft.project_id, draft.period)
                assert Locked(project_id, period) == (mine or before.cursor)
                assert self.world.project(project_id) is not None

    def _report(
        self, project_id: int, period: Period, content: Content, *, entry: int, revision: int
    ) -> None:
        month = [o for o in self.reports if (o.project_id, o.period) == (project_id, period)]
        place = entry or max((one.entry for one in month), default=0) + 1
        assert (place, revision) not in {(one.entry, one.revision) for one in month}
        assert revision == 1 + max((o.revision for o in month if o.entry == place), default=0)
        self.reports.append(
            Report(
                id=len(self.reports) + 1,
                project_id=project_id,
                period=period,
                entry=place,
                revision=revision,
                content=content,
                reported_on=self.world.today,
            )
        )

    # --- what people do ---

    @rule(text=st.one_of(st.sampled_from(TYPED), st.text(min_size=1, max_size=12)))
    def type_something(self, text: str) -> None:
        self._step(Text(text))
        self.typed[self.event] = text

    @rule(data=st.data())
    def press_a_button_on_screen(self, data: st.DataObject) -> None:
        offered = choices(self.state, self.world)
        if offered:
            choice = data.draw(st.sampled_from(offered))
            self._step(Press(self.state.ask, choice.id))

    @rule(data=st.data())
    def type_a_label_instead(self, data: st.DataObject) -> None:
        offered = choices(self.state, self.world)
        if not offered or isinstance(self.state.cursor, Idle | Filed):
            return
        choice = data.draw(st.sampled_from(offered))
        world = self.world
        pressed = step(self.state, Press(self.state.ask, choice.id), world)
        typed = step(self.state, Text(choice.label), world)
        assert replace(typed.state, misses=0) == replace(pressed.state, misses=0)

    @rule(data=st.data())
    def press_an_older_button(self, data: st.DataObject) -> None:
        older = [press for press in self.shown if press[0] not in {0, self.state.ask}]
        if older:
            before, lost = self.state, self._is_lost(self.state)
            ask, choice = data.draw(st.sampled_from(older))
            turn = self._step(Press(ask, choice))
            if not lost:
                assert replace(turn.state, misses=before.misses) == before
                assert not any(isinstance(one, File | Erase) for one in turn.effects)

    @rule(choice=st.sampled_from(STANDING))
    def press_a_standing_button(self, choice: str) -> None:
        before = self.state
        turn = self._step(Press(0, choice))
        if self.gone:
            return
        assert turn.state.draft == (before.draft or turn.state.draft)
        assert not any(isinstance(one, File | Erase | SetStatus) for one in turn.effects)
        again = step(turn.state, Press(0, choice), self.world)
        assert replace(again.state, misses=0) == replace(turn.state, misses=0)

    @rule(month=st.sampled_from([10, 11, 12]), behind=st.integers(0, 12))
    def ask_for_the_projects_without_a_button(self, month: int, behind: int) -> None:
        """All that is owed is listed, what stands behind the last one with a button first."""
        self.gone.clear()
        before, lost = self.state, self._is_lost(self.state)
        self._step(Press(0, f"others.2026-{month}.{behind}"))
        after, world = self.state, self.world
        assert before.draft is None or after.draft == before.draft
        if before.draft is None and world.owed and not lost:
            assert isinstance(after.cursor, Choosing)
            places = [(world.known(one).wanted(world.period), one) for one in after.cursor.projects]
            assert sorted(places) == sorted(
                (one.wanted(world.period), one.id) for one in world.owed
            )
            is_before = [place <= (Period(2026, month), behind) for place in places]
            assert is_before == sorted(is_before)

    @rule(choice=st.sampled_from(ASKING))
    def press_what_asks_a_supervisor(self, choice: str) -> None:
        before = self.state
        self._step(Press(0, choice))
        if self.gone:
            return
        assert self.state.draft == before.draft
        right = Right.COMMENT if choice.startswith("comment") else Right.REOPEN
        if units_granted(self.grants, right):
            assert isinstance(self.state.cursor, Written)
        else:
            assert self.state.cursor == before.cursor

    @precondition(lambda self: isinstance(self.state.cursor, Written))
    @rule(text=st.sampled_from(["ขอภาพเพิ่ม", "5", "ไม่มี", "z" * 2_000, "z" * 2_001]))
    def what_a_supervisor_writes_is_kept_word_for_word(self, text: str) -> None:
        self.gone.clear()
        before = self.state
        turn = self._step(Text(text))
        deeds = [one.deed for one in turn.effects if isinstance(one, Oversee)]
        if len(text) > 2_000:
            assert not deeds
            assert turn.state.cursor == before.cursor
            return
        assert turn.state.draft == before.draft
        assert not isinstance(turn.state.cursor, Errand)
        match deeds, before.cursor:
            case [Comment(report_id, said)], Commenting(asked):
                assert (report_id, said) == (asked, text)
            case [Reopen(project_id, period, said)], GivingReason(asked, month):
                assert (project_id, period, said) == (asked, month, text)
            case [Decline(project_id, period, said)], Declining(asked, month):
                assert (project_id, period, said) == (asked, month, text)
            case other:
                raise AssertionError(f"{other} is no answer to that")

    @precondition(lambda self: self.projects)
    @rule(data=st.data(), month=st.sampled_from(["last", "this"]))
    def a_month_is_locked(self, data: st.DataObject, month: str) -> None:
        period = self.world.period if month == "this" else self.world.period.previous
        self.locked.add((data.draw(st.sampled_from(self.projects)).id, period))

    @precondition(lambda self: self.projects)
    @rule(data=st.data())
    def a_month_is_opened_again(self, data: st.DataObject) -> None:
        project = data.draw(st.sampled_from(self.projects)).id
        months = {self.world.period.previous}
        months |= {month for number, month in self.locked if number == project}
        month = data.draw(st.sampled_from(sorted(months)))
        self.locked.discard((project, month))
        if month < self.world.period:
            self.reopened.add((project, month))

    @precondition(lambda self: self.projects)
    @rule(data=st.data(), asks=st.booleans())
    def a_report_that_is_locked_meanwhile_waits_until_it_is_opened(
        self, data: st.DataObject, asks: bool
    ) -> None:
        self.gone.clear()
        self.lose_patience_and_review()
        reviewed = self.state
        draft = reviewed.draft
        if draft is None or not isinstance(reviewed.cursor, Reviewing):
            return
        month = (draft.project_id, draft.period)
        self.locked.add(month)
        self._step(Press(self.state.ask, "send"))
        assert replace(self.state, misses=0) == replace(reviewed, misses=0)
        assert "send" not in {one.id for one in choices(self.state, self.world)}
        if asks:
            self._step(Press(self.state.ask, "ask_reopening"))
            assert replace(self.state, ask=0) == State(
                walk=reviewed.walk, kept=(*reviewed.kept, draft)
            )
            self.lose_patience_and_review()
            assert draft in self.state.kept
            self._step(Text("/cancel"))
            self._step(Text("/cancel"))
        self.locked.discard(month)
        self._step(Press(0, f"open.{draft.project_id}"))
        assert self.state.draft is not None
        if asks and self.state.draft != draft:  # an older one of that project comes first
            return
        assert isinstance(self.state.cursor, Reviewing)
        self._step(Press(self.state.ask, "send"))
        assert isinstance(self.state.cursor, Filed | Overtaken) or draft.revision

    def lose_patience_and_review(self) -> None:
        """Walk the shortest way to the review from wherever the conversation stands."""
        for _turn in range(12):
            match self.state.cursor:
                case Reviewing():
                    return
                case Answering(Asked.PERCENT):
                    self._step(Text("50"))
                case Answering(Asked.NARRATIVE):
                    self._step(Text("ทำแล้ว"))
                    self._step(Press(self.state.ask, "done"))
                case Answering():
                    self._step(Press(self.state.ask, "none"))
                case Confirming() | Overtaken():
                    self._step(Press(self.state.ask, "yes"))
                case Offering():
                    self._step(Press(self.state.ask, "continue"))
                case Detaching():
                    self._step(Press(self.state.ask, "back"))
                case Choosing() | Reopening():
                    offered = [one.id for one in choices(self.state, self.world)]
                    self._step(Press(self.state.ask, offered[0]))
                case errand if isinstance(errand, Errand):
                    self._step(Text("/cancel"))
                case _:
                    self._step(Text("/report"))

    @precondition(lambda self: self.state.draft)
    @rule(by=st.sampled_from(["continue", "open"]))
    def a_draft_goes_on_where_it_stopped(self, by: str) -> None:
        self.gone.clear()
        before = self.state
        assert before.draft is not None
        self._step(Press(0, by if by == "continue" else f"open.{before.draft.project_id}"))
        if is_locked(before.draft, self.world):
            assert isinstance(self.state.cursor, Offering)
            self._step(Press(self.state.ask, "continue"))
        match before.cursor:
            case Answering() | Confirming() | Reviewing() | Overtaken():
                assert self.state.cursor == before.cursor
            case Offering(paused):
                assert self.state.cursor == paused
            case result if by == "continue" and is_unsent(result):
                assert self.state == replace(before, misses=0)
            case _:
                assert isinstance(self.state.cursor, Answering | Reviewing)

    @rule(choice=st.sampled_from([f"open.{number}" for number in range(1, 11)]))
    def a_button_of_a_reminder_leads_into_its_report(self, choice: str) -> None:
        before = self.state.draft
        number = int(choice.removeprefix("open."))
        self._step(Press(0, choice))
        project = self.world.project(number)
        if self.gone or project is None:
            return
        draft = self.state.draft
        if draft is None:
            assert self.state.cursor == Reopening(number) or (
                isinstance(self.state.cursor, Locked) and self.state.cursor.project_id == number
            )
        elif before is None or before.project_id == number:
            assert draft.project_id == number
            if is_locked(draft, self.world):
                assert isinstance(self.state.cursor, Offering)
            else:
                assert isinstance(self.state.cursor, Answering | Confirming | Reviewing | Overtaken)
        else:
            assert isinstance(self.state.cursor, Offering)

    def _is_lost(self, state: State) -> bool:
        """Tell whether what stands on screen is about something that is no longer so."""
        return bool(self.gone) or lost_errand(state, self.world) is not None

    @precondition(lambda self: self.colleagues)
    @rule(data=st.data())
    def a_colleague_leaves_the_unit(self, data: st.DataObject) -> None:
        del self.colleagues[data.draw(st.sampled_from(sorted(self.colleagues)))]

    @rule()
    def the_colleagues_come_back(self) -> None:
        self.colleagues = dict(PEOPLE)

    @precondition(lambda self: self.projects)
    @rule(data=st.data())
    def an_errand_in_the_middle_of_a_report_costs_nothing(self, data: st.DataObject) -> None:
        """Unless the draft's project goes meanwhile, it is there when the errand is over."""
        self.gone.clear()
        draft = self.state.draft
        begins: list[Text | Press] = [
            *(Text(one) for one in ("/project", "/leave", "/indicator", "/score")),
            *(Press(0, one) for one in (*ASKING, *LATER)),
        ]
        self._step(data.draw(st.sampled_from(begins)))
        for _step in range(data.draw(st.integers(0, 4))):
            offered = [one.id for one in choices(self.state, self.world) if one.id != "cancel"]
            if not isinstance(self.state.cursor, Errand) or not offered:
                break
            self._step(Press(self.state.ask, data.draw(st.sampled_from(offered))))
        if isinstance(self.state.cursor, Errand):
            self._step(Text("/cancel"))
        assert not isinstance(self.state.cursor, Errand)
        assert self.state.draft == draft

    @rule(event=st.sampled_from([Attachment("reference"), Press(0, "continue"), Text("/status")]))
    def a_question_that_makes_no_sense_any_more_stands_in_nobodys_way(
        self, event: Attachment | Press | Text
    ) -> None:
        self.gone.clear()
        self.leave = Leave(self.world.today, None)
        self._step(Text("/leave"))
        self.leave = None
        assert isinstance(self.state.cursor, Away)
        draft = self.state.draft
        after = self._step(event).state
        assert not isinstance(after.cursor, Away)
        if draft is None or not isinstance(event, Attachment):
            assert after.draft == draft
        else:
            assert after.draft is not None
            assert after.draft.answers == draft.answers

    @rule(kind=st.sampled_from(Unread))
    def send_what_cannot_be_read(self, kind: Unread) -> None:
        before, lost = self.state, self._is_lost(self.state)
        turn = self._step(Unreadable(kind))
        if not lost:
            assert replace(turn.state, misses=before.misses) == before

    @rule(
        name=st.sampled_from(["", "แผน.pdf", "a\nb\u200b.jpg", "x" * 300]),
        caption=st.sampled_from(["", "", "ก่อนเริ่มงาน", "45", "รายงาน", "ครบแล้ว"]),
        size=st.sampled_from([None, 1000, 20 * 1024**2 + 1]),
    )
    def send_something_along(self, name: str, caption: str, size: int | None) -> None:
        before, lost = self.state, self._is_lost(self.state)
        turn = self._step(Attachment("reference", name, size=size, caption=caption))
        if before.draft is None or lost:
            return
        held = turn.state.held
        assert len(held) <= 10
        assert held >= before.held
        if not caption:
            assert turn.state == replace(before, draft=turn.state.draft)
            assert not any(isinstance(one, Say) for one in turn.effects)

    @precondition(lambda self: self.projects)
    @rule(pictures=st.integers(1, 12), kinds=st.lists(st.integers(0, 4), min_size=12, max_size=12))
    def send_an_album(self, pictures: int, kinds: list[int]) -> None:
        """Several at once, of which some may be the same."""
        self.gone.clear()
        for event in (Text("/report"), Press(self.state.ask, "continue"), Text("1"), Text("2")):
            if self.state.draft is None or event == Press(self.state.ask, "continue"):
                self._step(event)
        if self.state.draft is None:
            return
        sent = []
        for kind in kinds[:pictures]:
            self._step(Attachment("reference"))
            assert len(self.state.held) <= 10
            number = self.event
            if self.evidence[number].refusal is None:
                self.evidence[number] = replace(
                    self.evidence[number], kind=EvidenceKind.PICTURE, sha256="abcde"[kind] * 64
                )
            sent.append(number)
        self._settle(sent)
        assert len(self.state.held) <= 10

    @precondition(lambda self: self.untold)
    @rule(data=st.data())
    def something_sent_along_is_settled(self, data: st.DataObject) -> None:
        some = data.draw(st.sets(st.sampled_from(sorted(self.untold)), min_size=1))
        for number in sorted(some):
            if self.evidence[number].refusal is None:
                self.evidence[number] = data.draw(st.sampled_from(_outcomes(self.evidence[number])))
        self._settle(sorted(some))

    def _settle(self, numbers: list[int]) -> None:
        self.untold -= set(numbers)
        before, lost = self.state, self._is_lost(self.state)
        turn = self._step(Settled(tuple(self.evidence[number] for number in numbers)))
        if not lost:
            assert turn.state.held <= before.held
            if not isinstance(before.cursor, Detaching):
                assert replace(turn.state, misses=0, draft=None, kept=()) == replace(
                    before, misses=0, draft=None, kept=()
                )
        for draft in filter(None, (self.state.draft, *self.state.kept)):
            contents = [self.evidence[number] for number in draft.evidence]
            hashes = [one.sha256 for one in contents if one.sha256]
            assert len(set(hashes)) == len(hashes)
            assert not any(one.refusal for one in contents)

    @precondition(lambda self: self.typed)
    @rule(data=st.data())
    def take_something_back(self, data: st.DataObject) -> None:
        numbers = sorted(self.evidence)
        some = data.draw(st.sets(st.sampled_from(numbers), max_size=2)) if numbers else set()
        filed = {number: one for number, one in self.evidence.items() if one.filed}
        event = data.draw(st.sampled_from(sorted(self.typed)))
        text = self.typed.pop(event)
        before, reports = self.state, list(self.reports)
        lost = self._is_lost(before)
        taken = TakenBack({event: text}, tuple(self.evidence[number] for number in some))
        turn = self._step(taken)
        assert self.reports == reports
        assert filed.items() <= self.evidence.items()
        assert not turn.state.held & some or self.gone
        if turn.state.draft is not None and not self.gone:
            _assert_only_that_is_gone(before.draft, turn.state.draft, event, clean(text))
        said = [one for one in turn.effects if isinstance(one, Say)]
        assert said or lost or turn.state == before

    @rule()
    def arrive(self) -> None:
        self._step(Greeting())

    @rule()
    def cancel(self) -> None:
        """One question beside the report is put down alone; then the report is."""
        before, lost = self.state, self._is_lost(self.state)
        self._step(Text("/cancel"))
        if isinstance(before.cursor, Errand) and not lost:
            assert self.state.draft == before.draft
            assert not isinstance(self.state.cursor, Errand)
        if isinstance(before.cursor, Errand):
            self._step(Text("/cancel"))
        assert self.state.draft is None
        assert isinstance(self.state.cursor, Idle | Filed)

    @rule()
    def lose_patience_and_send(self) -> None:
        """Walk the shortest way to the end from wherever the conversation stands."""
        for event in (Text("/report"), Press(self.state.ask, "continue")):
            self._step(event)
        for _turn in range(8):
            match self.state.cursor:
                case Answering(Asked.PERCENT):
                    self._step(Text("50"))
                case Answering(Asked.NARRATIVE):
                    self._step(Text("ทำแล้ว"))
                    self._step(Press(self.state.ask, "done"))
                case Answering():
                    self._step(Press(self.state.ask, "none"))
                case Reviewing():
                    self._step(Press(self.state.ask, "send"))
                case _:
                    self._step(Press(self.state.ask, "yes"))

    @rule(data=st.data())
    def edit_one_field(self, data: st.DataObject) -> None:
        """Changing one field at the review leaves all the others alone."""
        draft = self.state.draft
        if not isinstance(self.state.cursor, Reviewing) or draft is None or self.gone:
            return
        asked = data.draw(st.sampled_from(list(Asked)))
        self._step(Press(self.state.ask, f"edit.{asked}"))
        self._step(Text("51" if asked is Asked.PERCENT else "ข้อความใหม่"))
        if asked is Asked.NARRATIVE:
            self._step(Press(self.state.ask, "done"))
        if isinstance(self.state.cursor, Confirming):
            self._step(Press(self.state.ask, "yes"))
        after = self.state.draft
        assert isinstance(self.state.cursor, Reviewing)
        assert after is not None
        assert {**after.answers, asked: None} == {**draft.answers, asked: None}
        assert (
            after.answers[asked] != draft.answers[asked]
            or asked is Asked.PERCENT
            or (after.answers[asked] == "ข้อความใหม่")
        )

    @rule(found=st.sets(st.sampled_from(TO_SCORE)))
    def look_for_projects_to_score(self, found: set[int]) -> None:
        self.found = tuple(sorted(found))
        self._step(Text("/score งาน"))
        self.found = None

    @precondition(lambda self: self.projects)
    @rule(data=st.data())
    def send_a_result_with_patience(self, data: st.DataObject) -> None:
        """Walk the shortest way to a receipt; whoever presses twice files once."""
        self.gone.clear()
        draft = self.state.draft
        self._step(Press(0, "indicators"))
        for _turn in range(8):
            match self.state.cursor:
                case ChoosingGauge():
                    self._step(Press(self.state.ask, "p.1"))
                case Measuring():
                    self._step(Text(str(data.draw(st.integers(0, 2000)))))
                case Suspecting():
                    self._step(Press(self.state.ask, "yes"))
                case Describing():
                    self._step(Press(self.state.ask, "skip"))
                case ReviewingResult(about) if data.draw(st.booleans()):
                    # Somebody else was quicker: nothing is filed unseen.
                    revision = self.results.get(about.place, (None, "", 0))[2]
                    self.results[about.place] = (Decimal(7), "ของเพื่อน", revision + 1)
                    filed = dict(self.results)
                    self._step(Press(self.state.ask, "send"))
                    assert self.results == filed
                    assert isinstance(self.state.cursor, ReviewingResult)
                case ReviewingResult():
                    ask, filed = self.state.ask, dict(self.results)
                    self._step(Press(ask, "send"))
                    if self.results == filed:  # it was sent before, just so
                        break
                    filed = dict(self.results)
                    self._step(Press(ask, "send"))
                    assert self.results == filed
                case _:
                    break
        assert self.state.draft == draft
        if isinstance(self.state.cursor, Measured):
            assert self.state.cursor.about.place in self.results

    @rule(data=st.data())
    def score_with_patience(self, data: st.DataObject) -> None:
        """Walk through the quarter; whoever was overtaken files nothing unseen."""
        self.gone.clear()
        self._step(Press(0, "score.2570Q1"))
        for _turn in range(20):
            match self.state.cursor:
                case Scoring():
                    choice = data.draw(st.sampled_from(["score.95", "skip"]))
                    self._step(Press(self.state.ask, choice))
                case Noting(about) if data.draw(st.booleans()):
                    place = (about.project_id, about.quarter)
                    revision = self.scores.get(place, (None, "", 0))[2]
                    self.scores[place] = (Decimal(7), "ของเพื่อน", revision + 1)
                    filed = dict(self.scores)
                    self._step(Press(self.state.ask, "none"))
                    assert self.scores == filed
                case Noting():
                    self._step(Press(self.state.ask, "none"))
                case Justifying():
                    self._step(Text("แก้"))
                case _:
                    break

    # --- what happens around them ---

    @precondition(lambda self: self.world.gauges)
    @rule(data=st.data(), figure=st.integers(0, 9))
    def somebody_else_sends_a_result(self, data: st.DataObject, figure: int) -> None:
        one = data.draw(st.sampled_from(self.world.gauges))
        place = (one.indicator_id, one.quarter)
        self.results[place] = (Decimal(figure), "ของเพื่อน", one.revision + 1)

    @rule(project_id=st.sampled_from(TO_SCORE), score=st.integers(0, 100))
    def somebody_else_scores(self, project_id: int, score: int) -> None:
        place = (project_id, self.round.quarter)
        revision = self.scores.get(place, (None, "", 0))[2]
        self.scores[place] = (Decimal(score), "ของเพื่อน", revision + 1)

    @rule(project_id=st.sampled_from(TO_SCORE))
    def a_project_to_score_is_taken_away(self, project_id: int) -> None:
        self.gone.add(project_id)

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.projects)
    @rule(data=st.data())
    def somebody_else_reports(self, data: st.DataObject) -> None:
        project = data.draw(st.sampled_from(self.projects))
        content = Content(Decimal(data.draw(st.integers(0, 100))), "งานของเพื่อน", None, "ฝนตก")
        self._report(project.id, self.world.period, content, entry=0, revision=1)

    @precondition(lambda self: self.projects)
    @rule(data=st.data())
    def a_project_is_taken_away(self, data: st.DataObject) -> None:
        self.gone.add(data.draw(st.sampled_from(self.projects)).id)

    @rule()
    def the_projects_come_back(self) -> None:
        self.gone.clear()

    @invariant()
    def a_question_about_a_draft_has_one(self) -> None:
        if hasattr(self, "state"):
            questions = Answering | Confirming | Reviewing | Detaching
            about_a_draft = isinstance(self.state.cursor, questions)
            assert not about_a_draft or isinstance(self.state.draft, Draft)
            assert not isinstance(self.state.cursor, Locked) or self.state.draft is None


def _assert_only_that_is_gone(before: Draft | None, after: Draft, event: int, text: str) -> None:
    """Nothing is left that came in that event, and all is left that came in others."""
    assert before is not None
    assert event not in after.gathered_by
    assert not any(event in by for by in after.given.values())
    for asked, answer in before.answers.items():
        if event not in before.given.get(asked, ()):
            assert after.answers[asked] == answer
    if event in before.gathered_by or after.answers.keys() == before.answers.keys():
        lost = len(text) + 1 if event in before.gathered_by else 0
        assert len(after.gathered) == max(len(before.gathered) - lost, 0)


def _outcomes(one: Evidence) -> list[Evidence]:
    return [
        *(replace(one, kind=EvidenceKind.PICTURE, sha256=content * 64) for content in "abcde"),
        replace(one, kind=EvidenceKind.DOCUMENT, sha256="f" * 64),
        replace(one, refusal=Refusal.WRONG_KIND),
        replace(one, refusal=Refusal.GONE),
        replace(one, delayed=True),
    ]


Conversation.TestCase.settings = settings(
    max_examples=200, stateful_step_count=40, deadline=None, derandomize=True
)
TestConversation = Conversation.TestCase
