"""Telegram's methods that ask and set: the bot, its commands, files and chats."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram.doors import refuse_chat
from tests.fakes.telegram.limits import Broken, TooMuch, check_commands
from tests.fakes.telegram.people import as_member
from tests.fakes.telegram.state import TelegramState, as_key, give, refuse

DOWNLOAD = 20 * 1024 * 1024
LINK_LIFE = 60 * 60.0


def get_me(telegram: TelegramState, call: Call) -> Answer:
    return give(
        {
            **telegram.as_user(),
            "can_join_groups": True,
            "can_read_all_group_messages": not telegram.bot.privacy,
            "supports_inline_queries": False,
        }
    )


def set_commands(telegram: TelegramState, call: Call) -> Answer:
    language = call.fields.get("language_code", "")
    for broken in check_commands(call.fields["commands"], language):
        raise TooMuch(broken)
    telegram.commands[as_key(call.fields.get("scope")), language] = call.fields["commands"]
    return give(True)


def get_commands(telegram: TelegramState, call: Call) -> Answer:
    key = as_key(call.fields.get("scope")), call.fields.get("language_code", "")
    return give(telegram.commands.get(key, []))


def delete_commands(telegram: TelegramState, call: Call) -> Answer:
    key = as_key(call.fields.get("scope")), call.fields.get("language_code", "")
    telegram.commands.pop(key, None)
    return give(True)


def get_file(telegram: TelegramState, call: Call) -> Answer:
    """Where to download a file, for an hour."""
    file_id = call.fields["file_id"]
    file = telegram.files.get(file_id)
    if file is None:
        raise TooMuch(Broken(f"{file_id!r} is no file", "invalid file_id"))
    if len(file.content) > DOWNLOAD:
        return refuse(400, "Bad Request: file is too big")
    file.asked_at = telegram.clock.now()
    unique = f"U{int(file_id.removeprefix('File'))}"
    return give(
        {
            "file_id": file_id,
            "file_unique_id": unique,
            "file_size": len(file.content),
            "file_path": file.path,
        }
    )


def download(telegram: TelegramState, call: Call) -> Answer:
    """The bytes of a file, by the path that getFile gave."""
    path = call.fields["path"]
    for file in telegram.files.values():
        fresh = file.asked_at is not None and telegram.clock.now() - file.asked_at <= LINK_LIFE
        if file.path == path and fresh:
            return Answer(200, file.content, {"Content-Type": "application/octet-stream"})
    return refuse(404, "Not Found")


def get_chat(telegram: TelegramState, call: Call) -> Answer:
    if refused := refuse_chat(telegram, call):
        return refused
    return give({**telegram.as_chat(call.chat), "accent_color_id": 0, "max_reaction_count": 11})


def get_member(telegram: TelegramState, call: Call) -> Answer:
    """Whether somebody is in a chat."""
    if refused := refuse_chat(telegram, call):
        return refused
    user = call.fields["user_id"]
    group = telegram.groups.get(int(call.chat))
    if user == telegram.bot.id:
        admin = group is not None and group.bot_is_admin
        return give(as_member(telegram.as_user(), "administrator" if admin else "member"))
    if user not in telegram.people:
        return refuse(400, "Bad Request: PARTICIPANT_ID_INVALID")
    inside = group is None or user in group.members
    return give(as_member(telegram.people[user].as_user(), "member" if inside else "left"))


def leave_chat(telegram: TelegramState, call: Call) -> Answer:
    if refused := refuse_chat(telegram, call):
        return refused
    if group := telegram.groups.get(int(call.chat)):
        group.refuses = f"bot is not a member of the {group.kind} chat"
    return give(True)


def done(telegram: TelegramState, call: Call) -> Answer:
    return give(True)


CALLS: dict[str, Callable[[TelegramState, Call], Answer]] = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "getFile": get_file,
    "download": download,
    "getChat": get_chat,
    "getChatMember": get_member,
    "leaveChat": leave_chat,
    "setMyDescription": done,
    "setMyShortDescription": done,
}
