"""How a LINE message looks on a phone: its texts, and its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.fakes.screen import Button, ButtonKind

KINDS: dict[str, ButtonKind] = {
    "postback": "postback",
    "message": "message",
    "uri": "link",
    "clipboard": "copy",
    "datetimepicker": "picker",
    "richmenuswitch": "switch",
}
SENT = {
    "postback": "data",
    "message": "text",
    "uri": "uri",
    "clipboard": "clipboardText",
    "datetimepicker": "data",
    "richmenuswitch": "data",
}


def text_of(message: dict[str, Any]) -> str:
    """What can be read in it, line by line."""
    match message["type"]:
        case "text":
            return str(message["text"])
        case "textV2":
            return str(message["text"]).replace("{{", "{").replace("}}", "}")
        case "flex":
            return "\n".join(_texts(message["contents"]))
        case "template":
            panels = message["template"].get("columns", [message["template"]])
            return "\n".join(
                panel[name] for panel in panels for name in ("title", "text") if panel.get(name)
            )
    return f"[{message['type']}]"


def _texts(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] in ("text", "span"):
        inner = "".join(span.get("text", "") for span in part.get("contents", []))
        yield inner or part.get("text", "")
        return
    for name in ("header", "hero", "body", "footer"):
        if name in part:
            yield from _texts(part[name])
    for inner_part in part.get("contents", []):
        yield from _texts(inner_part)


def buttons_of(message: dict[str, Any], *, last: bool) -> tuple[Button, ...]:
    """Its buttons from top to bottom; quick replies only if it is the last of its call."""
    found = [button_of(action) for action in _actions(message)]
    if last:
        items = message.get("quickReply", {}).get("items", [])
        found += [button_of(item["action"], place="quick") for item in items]
    return tuple(button for button in found if button.label)


def button_of(action: dict[str, Any], *, place: Any = "inline") -> Button:
    """An action as a button."""
    kind = action["type"]
    return Button(
        label=action.get("label", ""),
        data=action.get(SENT.get(kind, ""), ""),
        kind=KINDS.get(kind, "ask"),
        place=place,
        shown=action.get("displayText", action.get("text", "")) if kind == "postback" else "",
    )


def _actions(part: Any) -> Iterator[dict[str, Any]]:
    """Every action in it but the quick replies', in the order of the message."""
    match part:
        case dict():
            for name, inner in part.items():
                if name in ("action", "defaultAction"):
                    yield inner
                elif name == "actions":
                    yield from inner
                elif name != "quickReply":
                    yield from _actions(inner)
        case list():
            for inner in part:
                yield from _actions(inner)
