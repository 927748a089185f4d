"""Answering what is asked about how projects stand."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from handlers.messages import Outgoing
from handlers.status.asker import Asker
from handlers.status.quarters import show_quarter
from handlers.status.questions import (
    Find,
    Question,
    ReadQuarter,
    ShowProject,
    ShowProjects,
    ShowQuarter,
)
from handlers.status.searching import show_found
from handlers.status.showing import show_project, show_projects
from handlers.status.summarising import summarise_words


def answer(asker: Asker, question: Question) -> tuple[Outgoing, ...]:
    """Answer a question, or say politely what would work instead."""
    match question:
        case ShowProjects():
            said = tuple(show_projects(asker, question))
        case Find():
            said = show_found(asker, question)
        case ShowProject(project_id):
            said = show_project(asker, project_id)
        case ShowQuarter():
            said = tuple(show_quarter(asker, question))
        case ReadQuarter(words):
            said = summarise_words(asker, words)
        case _:
            assert_never(question)
    if len(said) > 1:  # they cannot all take the place of one message
        said = tuple(replace(one, instead=False) for one in said)
    return said or (Outgoing(asker.say(f"refused.not_here_{asker.place}")),)
