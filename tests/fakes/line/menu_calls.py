"""LINE's calls about rich menus."""

from __future__ import annotations

from typing import Any

from tests.fakes.line.menus import MENUS, check_image, check_menu
from tests.fakes.line.state import LineState, refuse
from tests.fakes.platform import Answer, Call

NOT_FOUND = "richmenu not found"
BULK_USERS = 500


def create(line: LineState, call: Call) -> Answer:
    if wrong := line.break_rules(call, check_menu(call.fields)):
        return wrong
    if len(line.menus.menus) >= MENUS:
        refused = refuse(400, "The number of rich menus has reached its limit")
        return line.break_rule(call, f"{MENUS} rich menus are the most", refused)
    menu_id = f"richmenu-{line.numbers.token('menu')}"
    line.menus.create(menu_id, call.fields)
    return Answer(200, {"richMenuId": menu_id})


def validate(line: LineState, call: Call) -> Answer:
    return line.break_rules(call, check_menu(call.fields)) or Answer(200, {})


def upload_image(line: LineState, call: Call) -> Answer:
    """Once for each menu: an image cannot be replaced."""
    menu_id = call.parameters["richMenuId"]
    menu = line.menus.menus.get(menu_id)
    if menu is None:
        return refuse(404, NOT_FOUND)
    if menu_id in line.menus.images:
        refused = refuse(400, "An image has already been uploaded to the richmenu")
        return line.break_rule(call, "the menu has an image already", refused)
    media_type = call.headers.get("content-type", "")
    if wrong := line.break_rules(call, check_image(call.body, media_type, menu["size"])):
        return wrong
    line.menus.images[menu_id] = (call.body, media_type)
    return Answer(200, {})


def download_image(line: LineState, call: Call) -> Answer:
    image = line.menus.images.get(call.parameters["richMenuId"])
    return Answer(200, image[0], {"Content-Type": image[1]}) if image else refuse(404, NOT_FOUND)


def get(line: LineState, call: Call) -> Answer:
    menu_id = call.parameters["richMenuId"]
    menu = line.menus.menus.get(menu_id)
    return Answer(200, {"richMenuId": menu_id, **menu}) if menu else refuse(404, NOT_FOUND)


def get_all(line: LineState, call: Call) -> Answer:
    menus = [{"richMenuId": menu_id, **menu} for menu_id, menu in line.menus.menus.items()]
    return Answer(200, {"richmenus": menus})


def delete(line: LineState, call: Call) -> Answer:
    if call.parameters["richMenuId"] not in line.menus.menus:
        return refuse(404, NOT_FOUND)
    line.menus.delete(call.parameters["richMenuId"])
    return Answer(200, {})


def set_default(line: LineState, call: Call) -> Answer:
    if wrong := _without_image(line, call, call.parameters["richMenuId"]):
        return wrong
    line.menus.default = call.parameters["richMenuId"]
    return Answer(200, {})


def get_default(line: LineState, call: Call) -> Answer:
    if not line.menus.default:
        return refuse(404, "no default richmenu")
    return Answer(200, {"richMenuId": line.menus.default})


def cancel_default(line: LineState, call: Call) -> Answer:
    line.menus.default = ""
    return Answer(200, {})


def link(line: LineState, call: Call) -> Answer:
    if wrong := _without_image(line, call, call.parameters["richMenuId"]):
        return wrong
    return _link([call.parameters["userId"]], call.parameters["richMenuId"], line, call, 200)


def link_many(line: LineState, call: Call) -> Answer:
    if wrong := _without_image(line, call, call.fields["richMenuId"]):
        return wrong
    return _link(call.fields["userIds"], call.fields["richMenuId"], line, call, 202)


def unlink(line: LineState, call: Call) -> Answer:
    return _link([call.parameters["userId"]], "", line, call, 200)


def unlink_many(line: LineState, call: Call) -> Answer:
    return _link(call.fields["userIds"], "", line, call, 202)


def _link(users: list[str], menu_id: str, line: LineState, call: Call, status: int) -> Answer:
    if not 1 <= len(users) <= BULK_USERS or any(user not in line.town.people for user in users):
        refused = refuse(400, "Invalid userIds")
        return line.break_rule(call, "the users are none, too many, or unknown", refused)
    for user in users:
        person = line.town.people[user]
        # Linking to somebody who is no friend succeeds, and does nothing.
        if person.friend and not person.blocks:
            person.menu = menu_id
    return Answer(status, {})


def _without_image(line: LineState, call: Call, menu_id: str) -> Answer | None:
    if menu_id not in line.menus.menus:
        return refuse(404, NOT_FOUND)
    if menu_id not in line.menus.images:
        refused = refuse(400, "must upload richmenu image before applying it to user")
        return line.break_rule(call, "the menu has no image yet", refused)
    return None


def menu_of(line: LineState, call: Call) -> Answer:
    person = line.town.people.get(call.parameters["userId"])
    if person is None or not person.menu:
        return refuse(404, "the user has no richmenu")
    return Answer(200, {"richMenuId": person.menu})


def create_alias(line: LineState, call: Call) -> Answer:
    alias, menu_id = call.fields["richMenuAliasId"], call.fields["richMenuId"]
    if alias in line.menus.aliases:
        return refuse(400, "conflict richmenu alias id")
    return _without_image(line, call, menu_id) or _set_alias(line, alias, menu_id)


def update_alias(line: LineState, call: Call) -> Answer:
    alias = call.parameters["richMenuAliasId"]
    if alias not in line.menus.aliases:
        return refuse(404, "richmenu alias not found")
    menu_id = call.fields["richMenuId"]
    return _without_image(line, call, menu_id) or _set_alias(line, alias, menu_id)


def _set_alias(line: LineState, alias: str, menu_id: str) -> Answer:
    line.menus.aliases[alias] = menu_id
    return Answer(200, {})


def get_alias(line: LineState, call: Call) -> Answer:
    alias = call.parameters["richMenuAliasId"]
    if alias not in line.menus.aliases:
        return refuse(404, "richmenu alias not found")
    return Answer(200, _alias(line, alias))


def get_aliases(line: LineState, call: Call) -> Answer:
    return Answer(200, {"aliases": [_alias(line, alias) for alias in line.menus.aliases]})


def delete_alias(line: LineState, call: Call) -> Answer:
    if call.parameters["richMenuAliasId"] not in line.menus.aliases:
        return refuse(404, "richmenu alias not found")
    del line.menus.aliases[call.parameters["richMenuAliasId"]]
    return Answer(200, {})


def _alias(line: LineState, alias: str) -> dict[str, Any]:
    return {"richMenuAliasId": alias, "richMenuId": line.menus.aliases[alias]}


CALLS = {
    "createRichMenu": create,
    "validateRichMenuObject": validate,
    "setRichMenuImage": upload_image,
    "getRichMenuImage": download_image,
    "getRichMenu": get,
    "getRichMenuList": get_all,
    "deleteRichMenu": delete,
    "setDefaultRichMenu": set_default,
    "getDefaultRichMenuId": get_default,
    "cancelDefaultRichMenu": cancel_default,
    "linkRichMenuIdToUser": link,
    "unlinkRichMenuIdFromUser": unlink,
    "linkRichMenuIdToUsers": link_many,
    "unlinkRichMenuIdFromUsers": unlink_many,
    "getRichMenuIdOfUser": menu_of,
    "createRichMenuAlias": create_alias,
    "updateRichMenuAlias": update_alias,
    "getRichMenuAlias": get_alias,
    "getRichMenuAliasList": get_aliases,
    "deleteRichMenuAlias": delete_alias,
}
