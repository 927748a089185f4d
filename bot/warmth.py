"""Doing, before anybody waits for it, what is slow only the first time."""

from __future__ import annotations

from handlers.commands import worded_command
from handlers.texts import LOCALES, phrases
from handlers.thai.numbers import load_number_words
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import Period

SUBJECTS = ("commands", "dialogue", "joining", "status", "digest", "summary")


def warm_up(period: Period) -> None:
    """Load the wording, the holidays of `period`'s year and the dictionary of number words."""
    for subject in SUBJECTS:
        for locale in LOCALES:
            phrases(subject, locale)
    worded_command("")
    deadlines_of(Policy(), period)
    load_number_words()
