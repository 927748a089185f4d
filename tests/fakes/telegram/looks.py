"""How Telegram's keyboards look on a phone."""

from __future__ import annotations

from typing import Any, Literal

from tests.fakes.screen import Button, ButtonKind

KINDS: dict[str, ButtonKind] = {
    "callback_data": "postback",
    "url": "link",
    "copy_text": "copy",
    "disabled": "disabled",
}


def buttons_of(markup: dict[str, Any]) -> tuple[Button, ...]:
    """The buttons of an inline or a reply keyboard, row by row."""
    if "inline_keyboard" in markup:
        return tuple(_button(button) for row in markup["inline_keyboard"] for button in row)
    place: Literal["keyboard"] = "keyboard"
    return tuple(
        Button(label=button["text"], data=button["text"], kind="message", place=place)
        for row in markup.get("keyboard", [])
        for button in row
    )


def _button(button: dict[str, Any]) -> Button:
    for field, kind in KINDS.items():
        if field in button:
            data = button[field]
            data = data.get("text", "") if isinstance(data, dict) else data
            return Button(label=button["text"], data=data, kind=kind)
    return Button(label=button["text"], data="", kind="ask")
