"""An address behind a link, and the ways from it to others."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """An address behind a link: what follows the token, and what follows the question mark."""

    token: str
    rest: str = ""
    page: int = 1
    printing: bool = False
    unit: str | None = None

    @property
    def up(self) -> str:
        """The way from here to where all links begin: pages know no address of their own."""
        return "../" * self.rest.count("/") + ("../" if self.rest else "")

    @property
    def root(self) -> str:
        return f"{self.up}{self.token}"

    @property
    def here(self) -> str:
        last = self.rest.rpartition("/")[2] if self.rest else self.token
        return f"{last}?unit={self.unit}" if self.unit else last

    def with_query(self, query: str) -> str:
        return f"{self.here}{'&' if self.unit else '?'}{query}"

    @property
    def ways(self) -> dict[str, str | bool]:
        """The addresses from here that a page needs, by their names in templates."""
        return {
            "v": self.up,
            "root": self.root,
            "home": self.root,
            "here": self.here,
            "to_print": self.with_query("print=1"),
            "turn": self.with_query("page="),
            "at_home": not self.rest,
            "printing": self.printing,
        }


def is_code(text: str) -> bool:
    """Tell whether a database can be asked for it; not all letters of an address can be."""
    return text.isascii() and text.replace("-", "").isdecimal()


def is_year(text: str) -> bool:
    """Tell whether it may be a Buddhist fiscal year."""
    return re.fullmatch("2[45][0-9]{2}", text) is not None
