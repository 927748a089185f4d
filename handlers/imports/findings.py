"""What the reading of one file comes upon, collected on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.imports.outcome import Field, Place, Reason, Refused, Remark, Remarked, Repaired
from handlers.imports.page_grammar import BODY_FIELDS, FIELDS
from handlers.imports.page_marks import is_ignored
from handlers.imports.page_text import Line
from handlers.imports.sections import Section
from handlers.thai.text import repair


@dataclass(slots=True)
class Findings:
    """Lists that grow while a file is read; with anything in `refused` the file is refused."""

    repaired: list[Repaired] = field(default_factory=list)
    remarks: list[Remarked] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, reason: Reason, line: Line | None = None, *, about: str | None = None) -> None:
        """Refuse the file for a line, or for what `about` says, or for both."""
        place = None if line is None else Place(line.number)
        said = line.text if about is None and line is not None else about or ""
        self.refused.append(Refused(reason, place, said))

    def refuse_all(self, lines: Iterable[Line]) -> None:
        """Refuse lines that nothing is known about, except titles and buttons."""
        for line in lines:
            if line.quoted or not is_ignored(line.text):
                self.refuse(Reason.NOT_UNDERSTOOD, line)

    def remark(self, remark: Remark, line: Line | None = None, *, about: str = "") -> None:
        place = None if line is None else Place(line.number)
        self.remarks.append(Remarked(remark, place, about))

    def note_repairs_of(self, sections: Iterable[Section]) -> None:
        """Tell what was mended anywhere on a page."""
        for section in sections:
            field_above = FIELDS[section.mark]
            self._note_repairs(field_above, section.line)
            for line in section.body:
                # A strategy line begins its section and is its first text.
                if line is not section.line:
                    self._note_repairs(BODY_FIELDS.get(section.mark, field_above), line)

    def _note_repairs(self, of: Field, line: Line) -> None:
        self.repaired.extend(
            Repaired(Place(line.number), of, one.kind, one.before, one.after)
            for one in line.repairs
        )

    def uncut(self, line: Line, of: Field) -> str:
        """Give the text of a line of a field that the page may have cut short."""
        if line.quoted:
            return line.text
        text, repairs = repair(line.text, may_be_cut=True)
        self._note_repairs(of, Line(line.number, text, repairs=repairs))
        return text
