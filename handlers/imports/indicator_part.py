"""An indicator as pages print it: on a project's page, and on a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from handlers.imports.codes import read_indicator_code
from handlers.imports.evaluations import is_score_line
from handlers.imports.figures import read_number
from handlers.imports.findings import Findings
from handlers.imports.outcome import Reason
from handlers.imports.page_marks import Mark, Marked, find_mark
from handlers.imports.page_text import Line, read_value
from handlers.imports.sections import Section, text_of
from handlers.thai import page_words as words
from handlers.thai.text import digits
from storage.records import Indicator, QuarterResult

_LEVELLED = re.compile(rf"(?P<kind>.*?)\s*(?P<level>\(?\s*{words.LEVEL_START}.*)")
_FIGURE = r"(-?[0-9][0-9,.]*|-)"
_ROW = re.compile(rf"\s*([1-4])\s+(?:{_FIGURE}\s+)?(?:{_FIGURE}\s+)?{_FIGURE}\s*/\s*{_FIGURE}")


def read_indicator(parts: Sequence[Section], found: Findings) -> Indicator:
    """Read the sections of one indicator; those of other marks are left to the caller."""
    one = Indicator(name="")
    measure = ""
    quarters: dict[int, QuarterResult] = {}
    for part in parts:
        match part.mark:
            case Mark.INDICATOR | Mark.INDICATOR_NAME:
                one = _named(one, part)
            case Mark.TARGET:
                found.refuse_all(part.body)
                measure, target = _measured(part)
                one = replace(one, measure=read_value(part.line, measure).text, target=target)
            case Mark.ACTUAL:
                found.refuse_all(part.body)
                one = replace(one, actual=_achieved(part, measure))
            case Mark.KIND:
                kind, level = _kind(part, found)
                one = replace(one, kind=kind, level=level)
            case Mark.QUARTER_TABLE:
                _read_rows(part, quarters, found)
            case Mark.QUARTER_REPORT | Mark.SHORT_QUARTER_REPORT:
                _read_report(part, quarters, found)
            case Mark.SUMMARY:
                one = replace(one, summary=text_of(part.body))
            case Mark.DEFINITION:
                one = replace(one, definition=text_of(part.text))
            case _:
                pass
    in_order = tuple(quarters[number] for number in sorted(quarters))
    return replace(one, quarters=in_order)


def _named(one: Indicator, part: Section) -> Indicator:
    coded: Marked | None = part.marked
    if part.mark is Mark.INDICATOR:
        whole = part.rest
        coded = None if whole.quoted else find_mark(whole.text, (Mark.INDICATOR_NAME,))
    if coded is None:
        return replace(one, name=text_of(part.text))
    name = read_value(part.line, coded.fields["name"])
    code = read_indicator_code(coded.fields["code"])
    return replace(one, code=code, name=text_of([name, *part.body]))


def _measured(part: Section) -> tuple[str, str]:
    """Give the measure as it stands, quotes and all, and the target after the last colon."""
    measure, _, target = part.marked.rest.rpartition(":")
    return measure.strip(), read_value(part.line, target.strip()).text


def _achieved(part: Section, measure: str) -> str:
    """Give what follows the measure; a line of another measure is kept whole."""
    rest = part.marked.rest
    after = rest[len(measure) :].lstrip()
    if rest.startswith(measure) and after.startswith(":"):
        rest = after[1:].strip()
    return read_value(part.line, rest).text


def _kind(part: Section, found: Findings) -> tuple[str, str]:
    rest = part.rest
    kind, level = (rest.text, "") if rest.quoted else split_kind(rest.text)
    for line in part.body:
        is_level = line.quoted or words.LEVEL_START in line.text
        if is_level and not level:
            level = line.text if line.quoted else _unwrapped(line.text)
        elif not is_score_line(line):  # the figure of the gauge
            found.refuse_all([line])
    return kind, level


def split_kind(text: str) -> tuple[str, str]:
    """Tell the kind of an indicator from its level, which may stand behind it."""
    levelled = _LEVELLED.fullmatch(text)
    return (levelled["kind"], _unwrapped(levelled["level"])) if levelled else (text, "")


def _unwrapped(text: str) -> str:
    text = text.strip()
    if text.startswith("(") and text.endswith(")") and text.count("(") == text.count(")"):
        return text[1:-1].strip()
    return text


# --- quarters -------------------------------------------------------------------------------


def _read_rows(part: Section, quarters: dict[int, QuarterResult], found: Findings) -> None:
    rows = [line for line in part.body if line.quoted or not _heads_the_table(line.text)]
    text = digits(" ".join(line.text for line in rows))
    at = 0
    while row := _ROW.match(text, at):
        at = row.end()
        number = int(row[1])
        if number in quarters:
            found.refuse(Reason.OUT_OF_PLACE, part.line)
        figures = [_figure(figure, part.line, found) for figure in row.groups()[1:]]
        result, score, first, second = figures
        assessed = None if first is None or second is None else (first, second)
        quarters[number] = QuarterResult(number, result, score, assessed)
    if text[at:].strip():
        found.refuse(Reason.NOT_UNDERSTOOD, part.line, about=text[at:].strip())


def _heads_the_table(text: str) -> bool:
    return text.startswith(("(", "*", words.QUARTER))


def _figure(text: str | None, line: Line, found: Findings) -> Decimal | None:
    if text is None or text == "-":
        return None
    figure = read_number(text)
    if figure is None:
        found.refuse(Reason.BAD_NUMBER, line, about=text)
    return figure


def _read_report(part: Section, quarters: dict[int, QuarterResult], found: Findings) -> None:
    number = int(digits(part.marked.fields["number"]))
    known = quarters.get(number, QuarterResult(number))
    text = part.text
    if not 1 <= number <= 4:
        found.refuse(Reason.BAD_QUARTER, part.line)
    elif known.narrative and text:
        found.refuse(Reason.OUT_OF_PLACE, part.line)
    elif text:
        quarters[number] = replace(known, narrative=text_of(text))


def parts_by_indicator(sections: Iterable[Section]) -> list[list[Section]]:
    """Group the sections of a project's page by the indicator that they belong to."""
    groups: list[list[Section]] = []
    for section in sections:
        if section.mark is Mark.INDICATOR:
            groups.append([section])
        elif groups and section.mark is not Mark.QUARTER_EVALUATIONS:
            groups[-1].append(section)
    return groups
