"""Whole conversations played inside a fake, for crowds: a benchmark's or a fault test's."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from tests.fakes.chats import Chat, NotOnScreen


@dataclass(frozen=True, slots=True)
class Step:
    """A deed, and what the bot must show after it: a text, or a button of that label.

    With no `until` anything new will do.
    """

    deed: Literal["say", "press"]
    text: str
    until: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def shows(chat: Chat, until: str, *, before: dict[str, float]) -> bool:
    """Whether the bot showed or changed a bubble with this text or button since `before`."""
    return any(
        bubble.by_bot
        and before.get(bubble.id) != bubble.at
        and (until in bubble.text or until in bubble.labels)
        for bubble in chat.bubbles
    )


async def walk(
    chat: Chat,
    steps: list[Step],
    *,
    act: Callable[[Step], Any],
    seconds: float,
) -> list[float]:
    """Do one step after the other, each when the last was answered; the seconds of each.

    NotOnScreen if an answer takes longer than `seconds`.
    """
    took = []
    for step in steps:
        before = {bubble.id: bubble.at for bubble in chat.bubbles}
        began = time.monotonic()
        done = act(step)
        if inspect.isawaitable(done):
            await done
        try:
            async with asyncio.timeout(seconds):
                while not shows(chat, step.until, before=before):
                    await chat.wait_beyond(chat.changes, seconds)
        except TimeoutError:
            texts = [f"{bubble.by}: {bubble.text}" for bubble in chat.bubbles[-5:]]
            raise NotOnScreen(
                f"After {step.deed} {step.text!r} there is no {step.until!r} within {seconds} s; "
                f"the screen ends with {texts}."
            ) from None
        took.append(time.monotonic() - began)
    return took
