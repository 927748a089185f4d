"""Telegram's limits, each with the words in which Telegram refuses what is beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.markup import CannotParse, parse_html
from tests.fakes.writing import utf16_units

TEXT = 4096  # UTF-16 units after parsing
CAPTION = 1024
ENTITIES = 100
BUTTONS, ROW = 100, 8
CALLBACK_BYTES = 64
COPY_TEXT = 256
PLACEHOLDER = 64
TOAST = 200
COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION = 256
STYLES = {"danger", "success", "primary"}
DOES = {
    "callback_data",
    "url",
    "copy_text",
    "disabled",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "pay",
    "callback_game",
}
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that was broken: our sentence, and Telegram's words after "Bad Request: "."""

    what: str
    said: str


class TooMuch(ValueError):
    """Carries what was broken."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.what)
        self.broken = broken


def shown_text(
    text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None, *, most: int
) -> tuple[str, list[dict[str, Any]]]:
    """A text as a person sees it, and its entities. TooMuch if Telegram refuses it."""
    caption = most == CAPTION
    if parse_mode is None:
        shown, found = text.strip(), entities or []
    elif parse_mode.lower() == "html":
        try:
            shown, found = parse_html(text)
        except CannotParse as wrong:
            raise TooMuch(Broken(str(wrong), f"can't parse entities: {wrong}")) from wrong
    else:
        what = f"parse_mode is {parse_mode!r}, and this fake reads HTML only"
        raise TooMuch(Broken(what, "unsupported parse_mode"))
    size = utf16_units(shown)
    if not shown and not caption:
        raise TooMuch(Broken("text is empty", "message text is empty"))
    if size > most:
        said = "message caption is too long" if caption else "message is too long"
        what = f"{'caption' if caption else 'text'} has {size} UTF-16 units, and {most} is the most"
        raise TooMuch(Broken(what, said))
    if len(found) > ENTITIES:
        what = f"there are {len(found)} entities, and {ENTITIES} are the most"
        raise TooMuch(Broken(what, "too many entities"))
    for entity in found:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > size:
            said = f"can't parse entities: entity beyond end of text at {entity['offset']}"
            raise TooMuch(Broken("an entity reaches beyond the text", said))
    return shown, found


def check_markup(markup: dict[str, Any]) -> Iterator[Broken]:
    """Everything wrong with a keyboard whose shape is right."""
    rows = markup.get("inline_keyboard", markup.get("keyboard", []))
    inline = "inline_keyboard" in markup
    if sum(len(row) for row in rows) > BUTTONS:
        yield Broken(f"there are more than {BUTTONS} buttons", "reply markup is too long")
    if utf16_units(markup.get("input_field_placeholder", "")) > PLACEHOLDER:
        yield Broken("the placeholder is too long", "input field placeholder is too long")
    for number, row in enumerate(rows):
        if not 1 <= len(row) <= ROW:
            yield Broken(f"row {number} has {len(row)} buttons, not 1 to {ROW}", "row is invalid")
        for button in row:
            yield from _check_button(button, inline=inline)


def _check_button(button: dict[str, Any], *, inline: bool) -> Iterator[Broken]:
    name = f"button {button['text']!r}"
    if not button["text"].strip():
        yield Broken("a button has no text", "can't parse keyboard button: text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        yield Broken(f"{name} has the style {button['style']!r}", "BUTTON_STYLE_INVALID")
    if not inline:
        return
    does = DOES.intersection(button)
    if len(does) != 1:
        said = "can't parse inline keyboard button: Text buttons are not allowed"
        yield Broken(f"{name} does {sorted(does) or 'nothing'}, not one thing", said)
    size = len(button.get("callback_data", "-").encode())
    if not 1 <= size <= CALLBACK_BYTES:
        what = f"{name} has callback_data of {size} bytes, not 1 to {CALLBACK_BYTES}"
        yield Broken(what, "BUTTON_DATA_INVALID")
    if not 1 <= utf16_units(button.get("copy_text", {}).get("text", "-")) <= COPY_TEXT:
        yield Broken(f"{name} copies too much or nothing", "BUTTON_COPY_TEXT_INVALID")
    if not button.get("url", "https://").startswith(("https://", "http://", "tg://")):
        yield Broken(f"{name} opens {button['url']!r}", "BUTTON_URL_INVALID")


def check_commands(commands: list[dict[str, Any]], language: str) -> Iterator[Broken]:
    """Everything wrong with a list of commands whose shape is right."""
    if len(commands) > COMMANDS:
        yield Broken(f"there are more than {COMMANDS} commands", "BOT_COMMANDS_TOO_MUCH")
    if not re.fullmatch(r"([a-z]{2})?", language):
        yield Broken(f"{language!r} is no language of two letters", "BOT_COMMAND_LANGUAGE_INVALID")
    for command in commands:
        name = command["command"]
        if not COMMAND.fullmatch(name):
            yield Broken(f"{name!r} is no command", "BOT_COMMAND_INVALID")
        if not 1 <= utf16_units(command["description"]) <= DESCRIPTION:
            what = f"the description of {name!r} is empty or too long"
            yield Broken(what, "BOT_COMMAND_DESCRIPTION_INVALID")
