"""LINE's calls that ask: profiles, content, quota, the bot itself."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.line.people import Person
from tests.fakes.line.state import LineState, refuse
from tests.fakes.platform import Answer, Call

NOT_FOUND = "Not found"
NO_CLIENT = {"error": "invalid_client", "error_description": "invalid client"}


def issue_token(line: LineState, call: Call) -> Answer:
    """A stateless channel access token, for the channel's id and secret."""
    asked = call.fields
    if asked.get("grant_type") != "client_credentials":
        body = {"error": "unsupported_grant_type", "error_description": "unsupported grant type"}
        return line.break_rule(call, "grant_type is not client_credentials", Answer(400, body))
    proof = (asked.get("client_id"), asked.get("client_secret"))
    if proof != (line.channel.channel_id, line.channel.secret):
        return line.break_rule(call, "client_id or client_secret is wrong", Answer(400, NO_CLIENT))
    token = line.numbers.token("access")
    life = line.access_tokens.issue(token, line.clock.now())
    return Answer(200, {"token_type": "Bearer", "access_token": token, "expires_in": life})


def bot_info(line: LineState, call: Call) -> Answer:
    return Answer(
        200,
        {
            "userId": line.bot_id,
            "basicId": "@123abcde",
            "displayName": "Khuepna",
            "chatMode": line.chat_mode,
            "markAsReadMode": "auto" if line.chat_mode == "bot" else "manual",
        },
    )


def profile(line: LineState, call: Call) -> Answer:
    """404 for who blocks the bot, or is neither friend nor ever wrote."""
    person = line.town.people.get(call.parameters["userId"])
    if person is None or person.blocks or not (person.friend or person.wrote_at is not None):
        return refuse(404, NOT_FOUND)
    return Answer(200, {**_named(person), "language": person.language})


def group_member(line: LineState, call: Call) -> Answer:
    """Works for every member, friend or not."""
    group = line.town.groups.get(call.parameters["groupId"])
    user = call.parameters["userId"]
    if group is None or not group.has_bot or user not in group.members:
        return refuse(404, NOT_FOUND)
    return Answer(200, _named(line.town.people[user]))


def _named(person: Person) -> dict[str, str]:
    return {"userId": person.id, "displayName": person.name}


def group_summary(line: LineState, call: Call) -> Answer:
    group = line.town.groups.get(call.parameters["groupId"])
    if group is None or not group.has_bot:
        return refuse(404, NOT_FOUND)
    return Answer(200, {"groupId": group.id, "groupName": group.name})


def group_count(line: LineState, call: Call) -> Answer:
    group = line.town.groups.get(call.parameters["groupId"])
    if group is None or not group.has_bot:
        return refuse(404, NOT_FOUND)
    return Answer(200, {"count": len(group.members)})


def leave_group(line: LineState, call: Call) -> Answer:
    group = line.town.groups.get(call.parameters["groupId"])
    if group is None or not group.has_bot:
        return refuse(404, NOT_FOUND)
    group.has_bot = False
    return Answer(200, {})


def members_only_for_verified(line: LineState, call: Call) -> Answer:
    """Our account is neither verified nor premium."""
    refused = refuse(403, "Access to this API is not available for your account")
    return line.break_rule(call, "is for verified and premium accounts only", refused)


def content(line: LineState, call: Call) -> Answer:
    """The bytes of a picture or file; 410 once it was unsent."""
    message_id = call.parameters["messageId"]
    if message_id in line.town.unsent:
        return refuse(410, "Gone")
    found = line.town.contents.get(message_id)
    if found is None:
        return refuse(404, NOT_FOUND)
    return Answer(200, found.content, {"Content-Type": found.media_type})


def transcoding(line: LineState, call: Call) -> Answer:
    known = call.parameters["messageId"] in line.town.contents
    return Answer(200, {"status": "succeeded"}) if known else refuse(404, NOT_FOUND)


def quota(line: LineState, call: Call) -> Answer:
    if line.quota is None:
        return Answer(200, {"type": "none"})
    return Answer(200, {"type": "limited", "value": line.quota})


def consumption(line: LineState, call: Call) -> Answer:
    return Answer(200, {"totalUsage": sum(line.spent.values())})


def delivered(line: LineState, call: Call) -> Answer:
    """How many were sent, of reply, push, and so on, as the address says."""
    kind = call.path.rsplit("/", 1)[-1]
    return Answer(200, {"status": "ready", "success": line.sent_calls.get(kind, 0)})


def loading(line: LineState, call: Call) -> Answer:
    """The animation that says that an answer is coming; in a person's own chat only."""
    chat, seconds = call.fields["chatId"], call.fields.get("loadingSeconds", 20)
    if chat not in line.town.people:
        return line.break_rule(call, "chatId is no person", refuse(400, "Invalid chatId"))
    if seconds % 5:
        refused = refuse(400, "Invalid loadingSeconds")
        return line.break_rule(call, f"loadingSeconds is {seconds}, no multiple of 5", refused)
    line.loading.append(chat)
    return Answer(202, {})


def link_token(line: LineState, call: Call) -> Answer:
    person = line.town.people.get(call.parameters["userId"])
    if person is None or not person.friend:
        return refuse(404, NOT_FOUND)
    return Answer(200, {"linkToken": line.numbers.token("link")})


def done(line: LineState, call: Call) -> Answer:
    return Answer(200, {})


CALLS: dict[str, Callable[[LineState, Call], Answer]] = {
    "issueStatelessChannelToken": issue_token,
    "getBotInfo": bot_info,
    "getProfile": profile,
    "getGroupMemberProfile": group_member,
    "getGroupSummary": group_summary,
    "getGroupMemberCount": group_count,
    "getGroupMembersIds": members_only_for_verified,
    "leaveGroup": leave_group,
    "getMessageContent": content,
    "getMessageContentPreview": content,
    "getMessageContentTranscodingByMessageId": transcoding,
    "getMessageQuota": quota,
    "getMessageQuotaConsumption": consumption,
    "getNumberOfSentReplyMessages": delivered,
    "getNumberOfSentPushMessages": delivered,
    "getNumberOfSentMulticastMessages": delivered,
    "getNumberOfSentBroadcastMessages": delivered,
    "showLoadingAnimation": loading,
    "issueLinkToken": link_token,
    "markMessagesAsRead": done,
    "markMessagesAsReadByToken": done,
}
