"""What a message holds: words, a picture or a file, or something that is no answer."""

from __future__ import annotations

from bot.channels.telegram.fields import Json, is_group, storable
from handlers.commands import addressed_command
from handlers.messages import Attachment, Event, Text, Unread, Unreadable, UnreadablePayload

# In this order: an animation comes with a document beside it, and a venue with a location.
_UNREAD = {
    "sticker": Unread.STICKER,
    "voice": Unread.VOICE,
    "audio": Unread.VOICE,
    "video_note": Unread.VOICE,
    "venue": Unread.LOCATION,
    "location": Unread.LOCATION,
    "animation": Unread.PICTURE,
    "video": Unread.FILE,
}

# What Telegram itself writes into a chat. Anything else that is new to us was sent by somebody.
_SERVICE = frozenset(
    (
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
        *("delete_chat_photo", "group_chat_created", "supergroup_chat_created"),
        *("channel_chat_created", "message_auto_delete_timer_changed", "migrate_from_chat_id"),
        *("pinned_message", "successful_payment", "refunded_payment", "users_shared"),
        *("chat_shared", "gift", "unique_gift", "connected_website", "write_access_allowed"),
        *("passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed"),
        *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden"),
        *("giveaway_created", "giveaway", "giveaway_winners", "giveaway_completed"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        *("video_chat_participants_invited", "web_app_data"),
    )
)


def is_of_telegram_itself(message: Json) -> bool:
    """Tell whether Telegram itself wrote a message, of something that befell the chat."""
    return any(kind in message for kind in _SERVICE)


def event_of(message: Json) -> Event:
    """Read what somebody sent; raises UnreadablePayload where it has not its form."""
    match message:
        case {"text": str(text)}:
            return Text(storable(_without_mention(message, text)))
        case {"photo": [*_, {"file_id": str(reference), **photo}]}:
            return _attachment(message, photo, reference)
    for kind, unread in _UNREAD.items():
        if kind in message:
            return Unreadable(unread)
    match message:
        case {"document": {"file_id": str(reference), **document}}:
            return _attachment(message, document, reference)
    if any(kind in message for kind in ("text", "photo", "document")):
        raise UnreadablePayload("not a message")
    return Unreadable(Unread.OTHER)


def _without_mention(message: Json, text: str) -> str:
    """Give what is said in a group without the name at its head that tells to whom."""
    match message:
        case {"entities": [{"type": "mention", "offset": 0, "length": int(length)}, *_]}:
            words = text[length:].strip()
            return (is_group(message) and (addressed_command(words) or words)) or text
    return text


def _attachment(message: Json, file: Json, reference: str) -> Attachment:
    name, album, size = file.get("file_name"), message.get("media_group_id"), file.get("file_size")
    caption = message.get("caption")
    return Attachment(
        storable(reference),
        storable(name) if isinstance(name, str) else "",
        storable(album) if isinstance(album, str) else None,
        size if type(size) is int else None,
        caption=storable(caption) if isinstance(caption, str) else "",
    )
