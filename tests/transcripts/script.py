"""Reading a transcript: a conversation as an officer would tell it, one line an event.

# a comment
@ now 2026-11-25 09:00                       the clock, in Bangkok
@ project 04160200-0001 "ชื่อโครงการ"           a project of fiscal year 2570
@ person มาลี 04160200-0001 04160200-0002      a person, and the projects they report on
@ supervisor สมศรี                             a supervisor of the unit, who reports on nothing
@ evaluator สมชาย                              an evaluator of the unit
@ indicator 04160200-0001 "ชื่อตัวชี้วัด" ชุมชน 12 3  an indicator of a project: its measure, its target
                                              and the results of the first quarters
@ last 04160200-0001 60 2026-10-23            an earlier report of a project; then, optionally,
                                              "narrative" "problems" "obstacles"
มาลี: ๔๕%                                     what a person types
มาลี: [ใช่]                                   a press of the newest button of that label
มาลี: [ใช่]-1                                 a press of the one before it
มาลี: <standing snooze.week>                   a press of a reminder's button, of no question
มาลี: <standing open 04160200-0001>            a press of that which opens a project's report
มาลี: <sticker>                               something that is no text
มาลี: <photo a> เทคอนกรีต                      a picture, the same for the same letter, and a caption
มาลี: <file แผนงาน.pdf>                        a file; "<file แผนงาน.pdf 30>" has so many megabytes
มาลี: <unsend เทคอนกรีตแล้ว>                    the newest message of these words, or that file, is
                                              taken back; "<unsend …>-1" the one before it
มาลี (line): …                                from another chat of the same person
บอต:  … ครั้งก่อน 60 …                          what the bot says; … stands for anything
       [เท่าเดิม] [ยกเลิก]                     further lines of the same message
@ fetched                                     what was sent along is fetched, and the chat told
@ again                                       the last event arrives once more
@ restart                                     every process ends and another begins
@ filed 04160200-0001 45 "เทคอนกรีตแล้ว"        the newest report, then "problems" "obstacles"
@ status 04160200-0001 done                   how the project stands in the register
@ result 04160200-0001 "ชื่อตัวชี้วัด" 2 12 "คำ"   the result of an indicator in a quarter, and its text
@ score 04160200-0001 2570Q1 95 "หมายเหตุ"      the score of a project in a quarter, and its note
@ only database                               it cannot be played without one
@ reports 04160200-0001 2                     how many reports were filed, revisions included
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

BOT = "บอต"


@dataclass(frozen=True)
class Directive:
    line: int
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """What was sent along: `reference` names its content."""

    reference: str
    name: str = ""
    size: int | None = None


@dataclass(frozen=True)
class Said:
    """An event: `text` typed, or `label` pressed (`back` buttons of that label ago), or `kind`.

    Or `standing`, the choice of a button of no question, perhaps with a project's code behind it.
    Or something sent along with `text` as its caption, or the message `unsent` (`back` messages of
    these words ago).
    """

    line: int
    who: str
    chat: str
    text: str | None = None
    label: str | None = None
    back: int = 0
    kind: str | None = None
    sent: Sent | None = None
    unsent: str | None = None
    standing: str | None = None


@dataclass(frozen=True)
class Heard:
    """A message that the bot must have sent, in the order of the transcript."""

    line: int
    pattern: str


Item = Directive | Said | Heard


def read_script(path: Path) -> list[Item]:
    items: list[Item] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        line = raw.rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@ "):
            name, *words = shlex.split(line[2:])
            items.append(Directive(number, name, tuple(words)))
        elif line.startswith(" "):
            last = items[-1]
            if not isinstance(last, Heard):
                raise ValueError(f"{path.name}:{number}: nobody said the line before")
            items[-1] = Heard(last.line, f"{last.pattern}\n{line.strip()}")
        else:
            items.append(_utterance(number, line, path))
    return items


def _utterance(number: int, line: str, path: Path) -> Item:
    match = re.fullmatch(r"([^:()]+?)(?: \((\w+)\))?:\s*(.*)", line)
    if match is None:
        raise ValueError(f"{path.name}:{number}: not a line of a transcript: {line}")
    who, chat, words = match[1], match[2] or "first", match[3]
    if who == BOT:
        return Heard(number, words.strip())
    if pressed := re.fullmatch(r"\[(.+)\](?:-(\d))?", words):
        return Said(number, who, chat, label=pressed[1], back=int(pressed[2] or 0))
    if sent := re.fullmatch(r"<photo (\w+)>\s*(.*)", words):
        return Said(number, who, chat, text=sent[2], sent=Sent(f"{sent[1]}.jpg"))
    if sent := re.fullmatch(r"<file (\S+?)(?: (\d+))?>", words):
        size = int(sent[2]) * 1024**2 if sent[2] else None
        return Said(number, who, chat, text="", sent=Sent(sent[1], sent[1], size))
    if unsent := re.fullmatch(r"<unsend (.+)>(?:-(\d))?", words):
        return Said(number, who, chat, unsent=unsent[1], back=int(unsent[2] or 0))
    if standing := re.fullmatch(r"<standing (.+)>", words):
        return Said(number, who, chat, standing=standing[1])
    if kind := re.fullmatch(r"<(\w+)>", words):
        return Said(number, who, chat, kind=kind[1])
    return Said(number, who, chat, text=words.replace("\\n", "\n"))


def matches(pattern: str, lines: str) -> bool:
    """Tell whether a message is as written; "…" stands for anything, and white space is free."""
    parts = [re.escape(" ".join(part.split())) for part in pattern.split("…")]
    return re.fullmatch(".*".join(parts), " ".join(lines.split()), re.DOTALL) is not None
