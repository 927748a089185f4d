"""What people do on LINE."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import replace
from typing import Any

from tests.fakes.chats import NotOnScreen
from tests.fakes.line.console import LineConsole
from tests.fakes.line.ids import group_id, user_id
from tests.fakes.line.looks import button_of
from tests.fakes.line.people import Content, Group, Person
from tests.fakes.screen import Bubble, Button

PICTURE, PREVIEW = 10 * 1024 * 1024, 1024 * 1024


class LineDeeds(LineConsole):
    """Each deed changes the screen, and makes the event that LINE would send."""

    # --- people ---

    def do_person(self, name: str, language: str, friend: bool) -> str:
        person = user_id(name)
        self.town.people.setdefault(person, Person(person, name, language, friend))
        return person

    def do_follow(self, person: str) -> None:
        who = self.town.people[person]
        again, who.blocks, who.friend = who.blocks, False, True
        self.happen("follow", person, person, token=True, follow={"isUnblocked": again})

    def do_unfollow(self, person: str) -> None:
        who = self.town.people[person]
        who.blocks, who.friend = True, False
        self.happen("unfollow", person, person)

    def do_say(
        self, person: str, chat: str, text: str, mention: bool = False, known: bool = True
    ) -> str:
        message: dict[str, Any] = {"type": "text"}
        if mention:
            name = "@Khuepna"
            text = f"{name} {text}"
            me = {"type": "user", "index": 0, "length": len(name), "userId": self.bot_id}
            message["mention"] = {"mentionees": [me | {"isSelf": True}]}
        return self._send(person, chat, {**message, "text": text}, shown=text, known=known)

    def do_send_files(
        self, person: str, chat: str, kind: str, files: list[dict[str, str]], caption: str
    ) -> list[str]:
        album = self.numbers.token("album")
        sent = []
        for number, file in enumerate(files, 1):
            content = base64.b64decode(file["content"])
            message: dict[str, Any] = {"type": "image", "contentProvider": {"type": "line"}}
            if kind == "picture" and len(files) > 1:
                message["imageSet"] = {"id": album, "index": number, "total": len(files)}
            if kind == "file":
                name = file["name"]
                message = {"type": "file", "fileName": name, "fileSize": len(content)}
            message_id = self._send(person, chat, message, shown=f"[{file['name']}]")
            media = "image/jpeg" if kind == "picture" else "application/octet-stream"
            media = mimetypes.guess_type(file["name"])[0] or media
            self.town.contents[message_id] = Content(content, media)
            sent.append(message_id)
        # LINE has no captions: what is written beside a picture is a message of its own.
        if caption:
            self.do_say(person, chat, caption)
        return sent

    async def do_look(self, file: str, preview: str) -> dict[str, Any]:
        """Fetch a picture and its preview, as LINE does when somebody looks at it."""
        await self._fetch_picture(preview, most=PREVIEW)
        return await self._fetch_picture(file, most=PICTURE)

    async def _fetch_picture(self, url: str, *, most: int) -> dict[str, Any]:
        found = await self.do_open(url)
        size = len(base64.b64decode(found["content"]))
        if found["status"] != 200 or found["media_type"] not in ("image/jpeg", "image/png"):
            self.sin(f"A picture is {found['status']} {found['media_type']}: {url}.")
        if size > most:
            self.sin(f"A picture has {size} bytes, and {most} is the most: {url}.")
        return found

    def do_sticker(self, person: str, chat: str) -> str:
        sticker = {"type": "sticker", "packageId": "1", "stickerId": "2"}
        message = {**sticker, "stickerResourceType": "STATIC"}
        return self._send(person, chat, message, shown="[sticker]")

    def do_press(
        self, person: str, chat: str, label: str, value: str = "", known: bool = True
    ) -> str:
        button = self._button(person, chat, label)
        place = self.chat(chat)
        if button.place == "quick":
            place.drop_buttons("quick")
        match button.kind:
            case "message":
                self.do_say(person, chat, button.data, known=known)
            case "postback" | "picker" | "switch":
                if button.shown:
                    self._show(person, chat, button.shown)
                postback: dict[str, Any] = {"data": button.data}
                if button.kind == "picker":
                    postback["params"] = {"date": value}
                self.happen("postback", person, chat, token=True, known=known, postback=postback)
            case "link" | "copy":
                return button.data
            case _:
                raise NotOnScreen(f"The button {label!r} opens the camera or the like.")
        return ""

    def _button(self, person: str, chat: str, label: str) -> Button:
        menu = self.menus.shown_to(self.town.people[person].menu)
        for area in menu["areas"] if menu and chat == person else []:
            button = button_of(area["action"])
            if button.label == label:
                return button
        return self.chat(chat).newest_button(label)[1]

    def do_menu(self, person: str) -> dict[str, Any] | None:
        return self.menus.shown_to(self.town.people[person].menu)

    def do_unsend(self, person: str, chat: str, message: str) -> None:
        self.town.unsent.add(message)
        place = self.chat(chat)
        place.bubbles = [bubble for bubble in place.bubbles if bubble.id != message]
        self.happen("unsend", person, chat, unsend={"messageId": message})

    def do_edit(self, person: str, chat: str, message: str, text: str) -> None:
        if chat not in self.town.groups:
            raise NotOnScreen("LINE lets people edit messages in groups only.")
        bubble = self.chat(chat).find(message)
        if bubble is None:
            raise NotOnScreen(f"There is no message {message} on the screen.")
        self.chat(chat).change(replace(bubble, text=text, edited=True))
        quote = self.numbers.token("quote")
        edited = {"id": message, "type": "text", "text": text, "quoteToken": quote}
        self.happen("messageEdited", person, chat, token=True, message=edited)

    # --- groups ---

    def do_group(self, name: str, members: list[str]) -> str:
        group = Group(group_id(name), name, list(members), has_bot=True)
        self.town.groups[group.id] = group
        self.happen("join", "", group.id, token=True)
        return group.id

    def do_remove_bot(self, chat: str) -> None:
        self.town.groups[chat].has_bot = False
        self.happen("leave", "", chat)

    def do_enter(self, person: str, chat: str) -> None:
        self.town.groups[chat].members.append(person)
        joined = {"members": [{"type": "user", "userId": person}]}
        self.happen("memberJoined", "", chat, token=True, joined=joined)

    def do_exit(self, person: str, chat: str) -> None:
        self.town.groups[chat].members.remove(person)
        left = {"members": [{"type": "user", "userId": person}]}
        self.happen("memberLeft", "", chat, left=left)

    # --- shared ---

    def _send(
        self, person: str, chat: str, message: dict[str, Any], *, shown: str, known: bool = True
    ) -> str:
        message_id = self._show(person, chat, shown)
        if chat == person:
            self.town.people[person].wrote_at = self.clock.now()
        whole = {"id": message_id, "markAsReadToken": self.numbers.token("read"), **message}
        if message["type"] != "file":
            whole["quoteToken"] = self.numbers.token("quote")
        self.happen("message", person, chat, token=True, known=known, message=whole)
        return message_id

    def _show(self, person: str, chat: str, text: str) -> str:
        message_id = self.numbers.message()
        place = self.chat(chat)
        place.drop_buttons("quick")
        who = self.town.people[person].name
        place.show(Bubble(id=message_id, by=who, text=text, at=self.clock.now()))
        return message_id
