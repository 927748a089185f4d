"""A page cut into its parts: each a line that begins it, and the lines of text that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.imports.outcome import Place, Reason, Refused
from handlers.imports.page_marks import Mark, Marked, find_mark
from handlers.imports.page_text import Line, read_value

Grammar = Mapping[Mark, frozenset[Mark]]
"""Which marks may follow in the part that a mark has begun."""

# Lines that officers could well write into their texts, too: only where one of these may follow
# does it begin a part. Anywhere else it is text, whereas any other mark is out of place there.
_WEAK = frozenset(
    {
        Mark.PROJECT_NAME,
        Mark.STATUS,
        Mark.BUDGET,
        Mark.BUDGET_USED,
        Mark.STRATEGY_LINE,
        Mark.INDICATOR_NAME,
        Mark.INDICATOR,
        Mark.TARGET,
        Mark.ACTUAL,
        Mark.KIND,
        Mark.QUARTER_TABLE,
        Mark.QUARTER_REPORT,
        Mark.SHORT_QUARTER_REPORT,
        Mark.SUMMARY,
        Mark.DEFINITION,
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """`line` begins the section; `body` is the text after it."""

    marked: Marked
    line: Line
    body: tuple[Line, ...] = ()

    @property
    def mark(self) -> Mark:
        return self.marked.mark

    @property
    def rest(self) -> Line:
        """The text on the line that begins the section."""
        return read_value(self.line, self.marked.rest)

    @property
    def text(self) -> tuple[Line, ...]:
        """All text of the section, on its first line and after."""
        rest = self.rest
        return (rest, *self.body) if rest.text or rest.quoted else self.body


def cut(lines: Sequence[Line], grammar: Grammar) -> tuple[Section, ...] | Refused:
    """Cut a page into sections; refused at the first mark that may not stand where it does."""
    every = frozenset(grammar) | frozenset().union(*grammar.values())
    sections: list[Section] = []
    marked, begun, body = Marked(Mark.START, {}), Line(0, ""), []
    for line in lines:
        allowed = grammar.get(marked.mark, frozenset())
        found = None if line.quoted else find_mark(line.text, allowed | (every - _WEAK))
        if found is None:
            body.append(line)
            continue
        if found.mark not in allowed:
            return Refused(Reason.OUT_OF_PLACE, Place(line.number), line.text)
        sections.append(Section(marked, begun, tuple(body)))
        marked, begun, body = found, line, []
        if found.mark is Mark.STRATEGY_LINE:
            body.append(line)
    sections.append(Section(marked, begun, tuple(body)))
    return tuple(sections)


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)
