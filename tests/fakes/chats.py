"""One chat as a fake keeps it: its screen, and who waits for something new on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from tests.fakes.screen import Bubble, Button


class NotOnScreen(LookupError):
    """A person wants to touch what is not there. The sentence says what is."""


@dataclass(slots=True, eq=False)
class Chat:
    """`changes` counts what the bot did to this screen: new bubbles, edits, removals."""

    id: str
    bubbles: list[Bubble] = field(default_factory=list)
    changes: int = 0
    _holders: dict[str, str] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, bubble: Bubble) -> None:
        self.bubbles.append(bubble)
        for button in bubble.buttons:
            self._holders[button.place] = bubble.id
        if bubble.by_bot:
            self._changed()

    def find(self, bubble_id: str) -> Bubble | None:
        return next((bubble for bubble in reversed(self.bubbles) if bubble.id == bubble_id), None)

    def change(self, bubble: Bubble) -> None:
        """Put a bubble in the place of the one with its id."""
        self._put(bubble)
        if bubble.by_bot:
            self._changed()

    def remove(self, bubble_id: str) -> None:
        self.bubbles = [bubble for bubble in self.bubbles if bubble.id != bubble_id]
        self._changed()

    def drop_buttons(self, place: str) -> None:
        """Take away the buttons of a place, of which only the newest are ever shown."""
        bubble = self.find(self._holders.pop(place, ""))
        if bubble is not None:
            left = tuple(button for button in bubble.buttons if button.place != place)
            self._put(replace(bubble, buttons=left))

    def _put(self, bubble: Bubble) -> None:
        for number in range(len(self.bubbles) - 1, -1, -1):
            if self.bubbles[number].id == bubble.id:
                self.bubbles[number] = bubble
                return

    def newest_button(self, label: str) -> tuple[Bubble, Button]:
        """The newest button of a label, and the bubble it is in."""
        for bubble in reversed(self.bubbles):
            for button in bubble.buttons:
                if button.label == label:
                    return bubble, button
        there = [button.label for bubble in self.bubbles for button in bubble.buttons]
        raise NotOnScreen(f"There is no button {label!r} on the screen, only {there}.")

    async def wait_beyond(self, changes: int, seconds: float) -> bool:
        """Wait until the bot changed the screen more often than that; False if it did not."""
        try:
            async with asyncio.timeout(seconds):
                while self.changes <= changes:
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _changed(self) -> None:
        self.changes += 1
        self._news.set()
        self._news = asyncio.Event()
