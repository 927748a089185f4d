"""A long list, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paging:
    """The `number`-th of `count` pages, from 1, of `most` things each; `total` things in all."""

    number: int
    most: int
    total: int

    @property
    def count(self) -> int:
        return max(-(-self.total // self.most), 1)

    @property
    def first(self) -> int:
        """How many things lie before this page."""
        return (self.number - 1) * self.most

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


def turn_to(number: int, *, most: int, total: int) -> Paging:
    """Give that page, or the nearest one that there is."""
    return Paging(min(max(number, 1), Paging(1, most, total).count), most, total)
