"""What cannot be done, in sentences for whoever asked for it."""

from __future__ import annotations


class Refused(Exception):
    """Ends a command with exit status 1; each of `sentences` says what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class ConfigurationFaults(Refused):
    """The environment cannot be worked with; all that is wrong with it is named at once."""
