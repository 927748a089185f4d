"""What stands on screen about a whole draft: before it is sent, and when it was left."""

from __future__ import annotations

from handlers.dialogue.kept_drafts import is_locked
from handlers.dialogue.state import Asked, Draft
from handlers.dialogue.world import World
from handlers.wording import say_period


def review_text(draft: Draft, world: World) -> str:
    """Ask whether a report is right, or say that its month is locked and what can be done."""
    say = world.say
    if is_locked(draft, world):
        month = say_period(draft.period, say.locale)
        ask, cancel = say("choice.ask_reopening"), say("choice.cancel")
        return say("ask.review_locked", month=month, ask=ask, cancel=cancel)
    key = "ask.review_change" if draft.revision else "ask.review"
    return say(key, send=say("choice.send"))


def offer_text(draft: Draft, world: World) -> str:
    """Ask whether to go on with a draft, saying at once where its month is locked.

    Of a correction it says that the report was sent: else its officer would think it had not been.
    """
    key = "ask.offer_change" if draft.revision else "ask.offer"
    return world.say(
        f"{key}_locked" if is_locked(draft, world) else key,
        project=world.known(draft.project_id).name,
        month=say_period(draft.period, world.say.locale),
        answered=len(draft.answers),
        total=len(Asked),
        ask=world.say("choice.ask_reopening"),
    )
