"""The cells of one row of a table, asked for by field; whatever is wrong with one is noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from handlers.imports.codes import read_project_code, read_unit_code
from handlers.imports.figures import read_number, read_year
from handlers.imports.findings import Findings
from handlers.imports.outcome import CellFault, Field, Place, Reason, Refused, Repaired
from handlers.thai.text import Fault, clean, comparable, digits, repair

T = TypeVar("T")

_LOST_ZERO = re.compile(r"[0-9]{7}(?:-[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Cells:
    """`headings` are the file's own words for the fields; `texts` what the row has in them."""

    place: Place
    headings: Mapping[Field, str]
    texts: Mapping[Field, str]
    found: Findings

    def at(self, field: Field) -> Place:
        return replace(self.place, column=self.headings.get(field))

    def refuse(self, field: Field, reason: Reason, about: str = "") -> None:
        self.found.refused.append(Refused(reason, self.at(field), about))

    def text(self, field: Field) -> str | None:
        """Give the text of a cell, mended; None where it is empty."""
        text, repairs = repair(clean(self.texts.get(field, "")))
        for one in repairs:
            self._repaired(field, one.kind, before=one.before, after=one.after)
        return text or None

    def line(self, field: Field) -> str | None:
        """Give the text of a cell on one line, as names are kept."""
        text = self.text(field)
        return None if text is None else " ".join(text.split())

    def needed(self, field: Field, read: Callable[[Cells, Field], T | None]) -> T | None:
        """Read a cell that must not be empty."""
        if not repair(clean(self.texts.get(field, "")))[0]:
            self.refuse(field, Reason.CELL_EMPTY)
            return None
        return read(self, field)

    def unit_code(self, field: Field) -> str | None:
        return self._read(field, read_unit_code, Reason.BAD_UNIT_CODE, mended=self._with_zero)

    def project_code(self, field: Field) -> str | None:
        return self._read(field, read_project_code, Reason.BAD_PROJECT_CODE, mended=self._with_zero)

    def year(self, field: Field) -> int | None:
        return self._read(field, read_year, Reason.BAD_YEAR)

    def amount(self, field: Field) -> Decimal | None:
        return self._read(field, read_number, Reason.BAD_NUMBER)

    def word(self, field: Field, meanings: Mapping[T, tuple[str, ...]], reason: Reason) -> T | None:
        """Read one of a few words, in any of its spellings."""
        known = {comparable(word): meant for meant, words in meanings.items() for word in words}
        return self._read(field, lambda text: known.get(comparable(text)), reason)

    def _read(
        self,
        field: Field,
        read: Callable[[str], T | None],
        reason: Reason,
        *,
        mended: Callable[[Field, str], str] = lambda _, text: text,
    ) -> T | None:
        text = self.text(field)
        if text is None:
            return None
        value = read(mended(field, text))
        if value is None:
            self.refuse(field, reason, text)
        return value

    def _with_zero(self, field: Field, code: str) -> str:
        """Give back the zero that spreadsheets take off the front of a code."""
        code = digits(code)
        if not _LOST_ZERO.fullmatch(code):
            return code
        self._repaired(field, CellFault.LOST_ZERO, before=code, after=f"0{code}")
        return f"0{code}"

    def _repaired(self, field: Field, kind: Fault | CellFault, *, before: str, after: str) -> None:
        self.found.repaired.append(Repaired(self.at(field), field, kind, before, after))
