"""What the bot says in groups: commands only, and nothing to anybody else."""

from __future__ import annotations

from handlers.commands import Name, slash_command
from handlers.messages import Event, Greeting, Outgoing, Press, Text
from handlers.texts import phrases


def answer_in_group(event: Event, locale: str) -> tuple[Outgoing, ...]:
    """Answer a command, a press, and being added; give nothing where people talk to each other."""
    command = slash_command(event.text) if isinstance(event, Text) else None
    if command is None and not isinstance(event, Greeting | Press):
        return ()
    if command is not None and command.name is Name.EXPORT:
        return (Outgoing(phrases("handout", locale)("refused.in_group")),)
    return (Outgoing(phrases("dialogue", locale)("say.group_help")),)
