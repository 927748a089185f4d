"""What the bot says in groups: commands only, and nothing to anybody else."""

from __future__ import annotations

from handlers.commands import Name, slash_command
from handlers.messages import Event, Outgoing, Text
from handlers.texts import phrases


def answer_in_group(event: Event, locale: str) -> tuple[Outgoing, ...]:
    """Answer a command that a group can use; give nothing where people talk to each other."""
    command = slash_command(event.text) if isinstance(event, Text) else None
    if command is None:
        return ()
    match command.name:
        case Name.HELP | Name.START | Name.REPORT:
            return (Outgoing(phrases("dialogue", locale)("say.group_help")),)
        case _:
            return ()
