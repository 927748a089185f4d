"""Telegram's methods that put something on a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram.doors import refuse_chat, refuse_rate, refuse_thread
from tests.fakes.telegram.limits import (
    ACTIONS,
    CAPTION,
    TEXT,
    Broken,
    TooMuch,
    check_markup,
    shown_text,
)
from tests.fakes.telegram.state import File, Json, TelegramState, give, refuse

PNG = b"\x89PNG\r\n\x1a\n"
PICTURES = (b"\xff\xd8", PNG, b"GIF8", b"RIFF")  # how what Telegram takes for one begins
SIDES, RATIO = 10_000, 20  # pixels of both sides together; the longer one by the shorter one
UPLOAD, PHOTO = 50 * 1024 * 1024, 10 * 1024 * 1024
ALBUM = (2, 10)


def send_message(telegram: TelegramState, call: Call) -> Answer:
    asked = call.fields
    text, entities = shown_text(
        asked["text"], asked.get("parse_mode"), asked.get("entities"), most=TEXT
    )
    if refused := _refuse_send(telegram, call):
        return refused
    content = {"text": text} | ({"entities": entities} if entities else {})
    return give(_put(telegram, call, content, kind="text"))


def send_file(telegram: TelegramState, call: Call) -> Answer:
    """A document or a photo, uploaded or known already."""
    kind = "photo" if call.method == "sendPhoto" else "document"
    caption = _caption(call.fields)
    if refused := _refuse_send(telegram, call):
        return refused
    file = _file(telegram, call, call.fields[kind], photo=kind == "photo")
    return give(_put(telegram, call, {kind: file, **caption}, kind=kind))


def send_album(telegram: TelegramState, call: Call) -> Answer:
    """Two to ten pictures or documents as one."""
    media = call.fields["media"]
    if not ALBUM[0] <= len(media) <= ALBUM[1]:
        raise TooMuch(Broken(f"media are {len(media)}, not 2 to 10", "media group is invalid"))
    captions = [_caption(item) for item in media]
    if refused := _refuse_send(telegram, call, messages=len(media)):
        return refused
    sent = []
    for item, caption in zip(media, captions, strict=True):
        file = _file(telegram, call, item["media"], photo=item["type"] == "photo")
        sent.append(_put(telegram, call, {item["type"]: file, **caption}, kind=item["type"]))
    return give(sent)


def _refuse_send(telegram: TelegramState, call: Call, *, messages: int = 1) -> Answer | None:
    refuse_markup(call.fields.get("reply_markup"))
    if refused := refuse_chat(telegram, call) or refuse_thread(telegram, call):
        return refused
    reply = call.fields.get("reply_parameters", {})
    known = (call.chat, reply.get("message_id", 0)) in telegram.messages
    if reply and not known and not reply.get("allow_sending_without_reply"):
        return refuse(400, "Bad Request: message to be replied not found")
    return refuse_rate(telegram, call, messages=messages)


def refuse_markup(markup: Json | None) -> None:
    """TooMuch if a keyboard breaks a limit."""
    for broken in check_markup(markup or {}):
        raise TooMuch(broken)


def _caption(asked: Json) -> Json:
    caption, entities = shown_text(
        asked.get("caption", ""),
        asked.get("parse_mode"),
        asked.get("caption_entities"),
        most=CAPTION,
    )
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})


def _file(telegram: TelegramState, call: Call, asked: str, *, photo: bool) -> Any:
    """What Telegram keeps of an upload, of a file it knows, or of an address."""
    name, content = call.files.get(asked.removeprefix("attach://"), ("", b""))
    if not name and asked in telegram.files:
        name, content = telegram.files[asked].name, telegram.files[asked].content
    elif not name and not asked.startswith("https://"):
        raise TooMuch(Broken(f"{asked!r} is no file", "wrong file identifier/HTTP URL specified"))
    if len(content) > (PHOTO if photo else UPLOAD):
        raise TooMuch(Broken(f"{name} has {len(content)} bytes", "file is too big"))
    if name and not content:
        raise TooMuch(Broken(f"{name} is empty", "file must be non-empty"))
    if "%E0%B8" in name.upper():
        telegram.sin(f"{call.method}: people read the name as {name}.")
    if photo and name:
        _check_picture(name, content)
    return keep_file(telegram, content, name or asked, photo=photo)


def _check_picture(name: str, content: bytes) -> None:
    if not content.startswith(PICTURES):
        raise TooMuch(Broken(f"{name} is no picture", "IMAGE_PROCESS_FAILED"))
    if content.startswith(PNG):
        sides = [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]
        if sum(sides) > SIDES or max(sides) > RATIO * max(min(sides), 1):
            what = f"{name} has {sides[0]} by {sides[1]} pixels"
            raise TooMuch(Broken(what, "PHOTO_INVALID_DIMENSIONS"))


def keep_file(telegram: TelegramState, content: bytes, name: str, *, photo: bool) -> Any:
    """A Document, or the sizes of a photo."""
    number = len(telegram.files) + 1
    file_id = f"File{number:08d}"
    folder = "photos" if photo else "documents"
    ending = name.rpartition(".")[-1]
    telegram.files[file_id] = File(content, name, f"{folder}/file_{number}.{ending}")
    file: Json = {"file_id": file_id, "file_unique_id": f"U{number}", "file_size": len(content)}
    if photo:
        return [file | {"width": 1280, "height": 960}]
    return file | {"file_name": name}


def _put(telegram: TelegramState, call: Call, content: Json, *, kind: str) -> Json:
    chat = telegram.chat(call.chat)
    markup = call.fields.get("reply_markup", {})
    if "keyboard" in markup or markup.get("remove_keyboard"):
        chat.drop_buttons("keyboard")
    # Telegram gives back inline keyboards only.
    inline = {"reply_markup": markup} if "inline_keyboard" in markup else {}
    thread = call.fields.get("message_thread_id")
    message = telegram.new_message(
        call.chat, telegram.as_user(), {**content, **inline}, thread=thread
    )
    chat.show(telegram.bubble({**message, "reply_markup": markup}, by="bot", kind=kind))
    return message


def chat_action(telegram: TelegramState, call: Call) -> Answer:
    if call.fields["action"] not in ACTIONS:
        what = f"action is {call.fields['action']!r}"
        raise TooMuch(Broken(what, "wrong parameter action in request"))
    if refused := refuse_chat(telegram, call) or refuse_thread(telegram, call):
        return refused
    telegram.actions.append(call.chat)
    return give(True)


CALLS: dict[str, Callable[[TelegramState, Call], Answer]] = {
    "sendMessage": send_message,
    "sendDocument": send_file,
    "sendPhoto": send_file,
    "sendMediaGroup": send_album,
    "sendChatAction": chat_action,
}
