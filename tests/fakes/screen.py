"""What a person sees in a chat: bubbles with buttons, the same for both platforms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

ButtonKind = Literal["postback", "message", "link", "copy", "disabled", "picker", "switch", "ask"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `data` is what it sends, its text, or the link it opens.

    `place` is "inline" (in the bubble), "quick" (LINE's quick reply) or "keyboard" (Telegram's).
    """

    label: str
    data: str
    kind: ButtonKind = "postback"
    place: Literal["inline", "quick", "keyboard"] = "inline"
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A picture or a document as it arrived: from Telegram by its name, else of its kind."""

    content: bytes
    name: str = ""
    media_type: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the screen.

    `text` is as shown, a card's texts line by line; `at` is when it came, by the fake's clock;
    `sound` is "reply" or "push" on LINE; `thread` is a topic's number on Telegram. `file` is what
    a picture or a document is of: Telegram's number of it, or the address where LINE finds it,
    and the small one of it, the `preview`.
    """

    id: str
    by: str
    text: str
    buttons: tuple[Button, ...] = ()
    kind: str = "text"
    edited: bool = False
    at: float = 0.0
    sound: str = ""
    thread: int | None = None
    file: str = ""
    preview: str = ""

    @property
    def by_bot(self) -> bool:
        return self.by == "bot"

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Bubble:
        buttons = tuple(Button(**button) for button in value["buttons"])
        return Bubble(**{**value, "buttons": buttons})
