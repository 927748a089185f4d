"""LINE's limits of actions: what a button may be called and may send, by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.fakes.shapes import Wrong
from tests.fakes.writing import graphemes, utf16_units

# The longest label, in characters as a reader counts them.
LABELS = {"quick reply": 20, "template": 20, "image carousel": 12, "rich menu": 20, "Flex": 40}
LABEL_NEEDED = {"quick reply", "template"}
QUICK_REPLY_ONLY = {"camera", "cameraRoll", "location"}
# Per kind and field: the most characters, and whether the field must be there.
TEXTS: dict[str, dict[str, tuple[int, bool]]] = {
    "postback": {
        "data": (300, True),
        "displayText": (300, False),
        "text": (300, False),
        "fillInText": (300, False),
    },
    "message": {"text": (300, True)},
    "uri": {"uri": (1000, True)},
    "clipboard": {"clipboardText": (1000, True)},
    "datetimepicker": {"data": (300, True)},
    "richmenuswitch": {"data": (300, True), "richMenuAliasId": (32, True)},
}
COUNTED_IN_UNITS = {"data", "uri", "clipboardText", "richMenuAliasId"}
SCHEMES = ("http://", "https://", "line://", "tel:", "mailto:")


def check_action(action: dict[str, Any], where: str, place: str) -> Iterator[Wrong]:
    """Everything wrong with an action whose shape is right."""
    kind = action["type"]
    yield from _check_label(action, where, place)
    for field, (most, needed) in TEXTS.get(kind, {}).items():
        text = action.get(field)
        if text is None or text == "":
            if needed or text == "":
                yield Wrong(f"{where}.{field}", "may not be empty")
            continue
        size = utf16_units(text) if field in COUNTED_IN_UNITS else graphemes(text)
        if size > most:
            yield Wrong(f"{where}.{field}", f"has {size} characters, and {most} is the most")
    if kind == "uri" and not str(action.get("uri", "")).startswith(SCHEMES):
        yield Wrong(f"{where}.uri", "has no scheme that LINE opens")
    if kind in QUICK_REPLY_ONLY and place != "quick reply":
        yield Wrong(where, f"is a {kind} action, which only quick replies may have")
    if kind == "richmenuswitch" and place != "rich menu":
        yield Wrong(where, "switches rich menus, which only a rich menu may do")
    if "displayText" in action and "text" in action:
        yield Wrong(where, "has both displayText and text")
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        yield Wrong(f"{where}.fillInText", "needs the inputOption openKeyboard")


def _check_label(action: dict[str, Any], where: str, place: str) -> Iterator[Wrong]:
    label = action.get("label")
    if label is None:
        if place in LABEL_NEEDED:
            yield Wrong(f"{where}.label", "is missing")
    elif not label:
        yield Wrong(f"{where}.label", "may not be empty")
    elif graphemes(label) > LABELS[place]:
        yield Wrong(
            f"{where}.label",
            f"has {graphemes(label)} characters, and {LABELS[place]} is the most in a {place}",
        )
