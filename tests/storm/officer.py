"""An officer who reports by phone, and does what somebody does whose phone shows nothing new."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from storage.records import Content
from tests.fakes.chats import NotOnScreen
from tests.fakes.line.fake import LinePhone
from tests.fakes.phone import NoAnswer
from tests.fakes.telegram.fake import TelegramPhone
from tests.turns.office import phrase

Phone = LinePhone | TelegramPhone

PATIENCE = 12.0  # seconds until an officer who sees nothing new asks for help
QUIET = 1.0  # seconds without anything new, until an officer takes what stands there for all
WHOLE = float(os.environ.get("STORM_SECONDS", "480"))  # seconds until it is over, well or not


class Seen(Enum):
    """What stands at the end of the screen, by words that are in no other question."""

    RECEIPT = phrase("card.number")
    OFFER = "มีร่างรายงานค้างอยู่"
    REVIEW = "ตรวจก่อนส่ง"
    OBSTACLES_AGAIN = "อุปสรรคที่ตอบไว้"
    PROBLEMS_AGAIN = "ปัญหาที่ตอบไว้"
    NARRATIVE_AGAIN = "ข้อความเดิม:"
    OBSTACLES = "มีอุปสรรคอะไรไหม"
    PROBLEMS = "มีปัญหาอะไรไหม"
    MORE = "รับข้อความแล้ว รวม"
    NARRATIVE = "ดำเนินการอะไรไปแล้วบ้าง"
    PERCENT = "คืบหน้าสะสมร้อยละเท่าใด"
    WELCOME = "ยินดีต้อนรับ"
    STRANGER = "ขอรหัสเข้าร่วม"


HELP = {
    Seen.OBSTACLES_AGAIN: phrase("say.help_obstacles"),
    Seen.PROBLEMS_AGAIN: phrase("say.help_problems"),
    Seen.NARRATIVE_AGAIN: phrase("say.help_narrative"),
    Seen.PERCENT: phrase("say.help_percent"),
    Seen.NARRATIVE: phrase("say.help_narrative"),
    Seen.MORE: phrase("say.help_narrative"),
    Seen.PROBLEMS: phrase("say.help_problems"),
    Seen.OBSTACLES: phrase("say.help_obstacles"),
    Seen.REVIEW: phrase("say.help", quarter="…").partition("\n")[0],
}


AGAIN = (Seen.NARRATIVE_AGAIN, Seen.PROBLEMS_AGAIN, Seen.OBSTACLES_AGAIN)


@dataclass(slots=True)
class Officer:
    """Who reports what, on which phone, after joining with which code."""

    number: int
    phone: Phone
    code: str
    project_id: int
    content: Content
    said: set[Seen] = field(default_factory=set)
    nudged: bool = False  # the last thing they did was to ask for help

    def report(self) -> None:
        """Join, report, and go on until the receipt stands on the screen."""
        end = time.monotonic() + WHOLE
        self._join()
        while self._look() is not Seen.RECEIPT:
            if time.monotonic() > end:
                texts = [f"{bubble.by}: {bubble.text}" for bubble in self.phone.screen[-6:]]
                raise AssertionError(f"Officer {self.number} has no receipt; they see {texts}")
            self._do_next()

    def _join(self) -> None:
        if isinstance(self.phone, TelegramPhone):
            self._act(lambda: self.phone.say(f"/start {self.code}"))
        else:
            self._act(lambda: self.phone.say(self.code))

    def _do_next(self) -> None:
        seen = self._look()
        if seen in self.said and not self._is_certain(seen):
            # Answered already: the screen is old, or shows the question a second time, as happens
            # on Telegram where it could not be told whether it had arrived.
            self._nudge()
            return
        match seen:
            case Seen.WELCOME:
                self._act(lambda: self.phone.say("/report"))
            case Seen.OFFER:
                self._act(lambda: self._press("continue"))
            case Seen.PERCENT:
                self._answer(seen, lambda: self.phone.say(str(self.content.percent)))
            case Seen.NARRATIVE | Seen.NARRATIVE_AGAIN:
                self._answer(seen, lambda: self.phone.say(self.content.narrative))
            case Seen.MORE:
                self._answer(seen, lambda: self._press("done"))
            case Seen.PROBLEMS | Seen.PROBLEMS_AGAIN:
                self._answer(seen, lambda: self._say_or_press(self.content.problems))
            case Seen.OBSTACLES | Seen.OBSTACLES_AGAIN:
                self._answer(seen, lambda: self._say_or_press(self.content.obstacles))
            case Seen.REVIEW:
                self._answer(seen, lambda: self._press(self._judge()))
            case Seen.STRANGER:
                self._join()
            case _:
                self._nudge()

    def _look(self) -> Seen | None:
        return self._newest()[0]

    def _newest(self) -> tuple[Seen | None, str]:
        """The newest question, and all that was said with it and after it."""
        bubbles = self.phone.seen
        for position in range(len(bubbles) - 1, -1, -1):
            for seen in Seen:
                if seen.value in bubbles[position].text:
                    return seen, "\n".join(bubble.text for bubble in bubbles[position:])
        return None, ""

    def _is_certain(self, seen: Seen) -> bool:
        """Tell whether a question is asked now: it came with the help that was asked for."""
        return self.nudged and HELP[seen] in self._newest()[1]

    def _answer(self, seen: Seen, act: Callable[[], None]) -> None:
        self.said.add(seen)
        self._act(act)

    def _judge(self) -> str:
        """Read the review, as one should: send it, or correct what was answered twice."""
        wrong = self._find_mistake(self._newest()[1])
        if wrong is None:
            return "send"
        self.said -= {Seen.REVIEW, Seen.MORE, *AGAIN}
        return f"edit_{wrong}"

    def _find_mistake(self, shown: str) -> str | None:
        """Give the field of the review that does not stand there word for word, if any."""
        content = self.content
        wanted = {
            "narrative": (content.narrative, rf"\n{phrase('card.problems')}"),
            "problems": (content.problems, rf"\n{phrase('card.obstacles')}"),
            "obstacles": (content.obstacles, "$"),
        }
        for asked, (words, after) in wanted.items():
            label, value = phrase(f"card.{asked}"), re.escape(words or phrase("card.none"))
            if not re.search(rf"^{label}:?\s{value}{after}", shown, re.MULTILINE):
                return asked
        return None

    def _say_or_press(self, words: str | None) -> None:
        if words is None:
            self._press("none")
        else:
            self.phone.say(words)

    def _press(self, choice: str) -> None:
        """Press the button; where the screen has none any more, its words do the same."""
        label = phrase(f"choice.{choice}")
        times = 2 if self.number % 3 == 0 else 1
        try:
            if isinstance(self.phone, TelegramPhone):
                self.phone.press(label, times=times)
            else:
                self.phone.press(label)
        except NotOnScreen:
            self.phone.say(label)

    def _nudge(self) -> None:
        self._act(lambda: self.phone.say("/help"))
        self.nudged = True

    def _act(self, act: Callable[[], None]) -> None:
        """Do something, and read what comes of it until nothing new comes."""
        self.nudged = False
        act()
        if not self._has_answered(PATIENCE):
            self.phone.say("/help")
            self.nudged = True
            self._has_answered(PATIENCE)
        while self._has_answered(QUIET):
            pass

    def _has_answered(self, seconds: float) -> bool:
        try:
            self.phone.answer(seconds)
        except NoAnswer:
            return False
        return True


def content_of(number: int) -> Content:
    """What officer `number` reports: each another text, with all that is easily damaged."""
    return Content(
        Decimal(number) + Decimal("10.25"),
        f"ข้อความที่ {number} \"ในคำพูด\" 'ก็ำ' <b>&amp;\nบรรทัดสอง 👩🏽‍🌾 ๔๕% \\n {{x}} จบ {number}",
        None if number % 2 else f"ปัญหา {number}: ฝนตก\n- น้ำท่วม",
        None if number % 3 else f"อุปสรรค {number}",
    )
