"""The commands, one a file: `add_to` tells the parser of one, and which function runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Protocol


class Commands(Protocol):
    """The part of the parser that takes commands."""

    def add_parser(self, name: str, **words: Any) -> ArgumentParser: ...
