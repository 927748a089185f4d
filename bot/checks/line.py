"""What is to be said about that which LINE tells of the channel."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.findings import Failure, Finding, Refusal, Silence, good, note, unanswered, wrong
from bot.checks.line_facts import Endpoint, Info, LineFacts, Quota, Trial

APPLY = "run `python -m bot check --apply`"
CONSOLE = "LINE Developers Console"
OFFICIAL = "LINE Official Account Manager"
FEW = 5  # one of so many messages left


def judge_line(
    facts: LineFacts, *, webhook_url: str | None, channel_id: str | None
) -> tuple[Finding, ...]:
    """Say what is right and wrong; `webhook_url` is where events should go, None without one."""
    found = list(_credentials(facts, channel_id))
    if not isinstance(facts.info, Info):
        return tuple(found)
    return (
        *found,
        *_answering(facts.info),
        *_webhook(facts, webhook_url),
        *_quota(facts.quota),
        *_menus(facts.stale_menus),
    )


def _credentials(facts: LineFacts, channel_id: str | None) -> Iterator[Finding]:
    match facts.proof:
        case Refusal(400 | 401 | 403):
            yield wrong(
                "LINE secret",
                "LINE does not take LINE_CHANNEL_ID with LINE_CHANNEL_SECRET: copy both from the "
                f"tab Basic settings of the same channel in the {CONSOLE}.",
            )
        case Refusal() | Silence() as unknown:
            yield unanswered("LINE secret", unknown, "LINE")
        case True:
            yield good("LINE secret", "The channel's ID and secret belong together.")
    match facts.info:
        case Refusal(401):
            yield wrong(
                "LINE token",
                "LINE does not take LINE_CHANNEL_ACCESS_TOKEN: issue one anew in the tab "
                f"Messaging API of the {CONSOLE}, or set LINE_CHANNEL_ID instead.",
            )
        case Refusal() | Silence() as failure if facts.proof in (None, True):
            yield unanswered("LINE", failure, "LINE")
        case Info() as info:
            yield good("LINE token", f"The account is {info.basic_id}.")
    if isinstance(facts.owner, str) and facts.owner != channel_id:
        yield wrong(
            "LINE channel",
            f"LINE_CHANNEL_ACCESS_TOKEN is of the channel {facts.owner}, and LINE_CHANNEL_ID is "
            f"{channel_id}: take all values from one channel.",
        )


def _answering(info: Info) -> Iterator[Finding]:
    if info.chats:
        yield note(
            "LINE chat",
            "Staff can answer people by hand, and an auto-reply may answer them too: switch Chat "
            f"and Auto-response messages off in {OFFICIAL}, Settings, Response settings.",
        )
    else:
        yield note(
            "LINE auto-reply",
            "Chat by hand is off. LINE does not tell whether Auto-response messages are: if people "
            f"get two answers, switch them off in {OFFICIAL}, Settings, Response settings.",
        )


def _webhook(facts: LineFacts, wanted: str | None) -> Iterator[Finding]:
    subject = "LINE webhook"
    if wanted is None:
        yield wrong(subject, "PUBLIC_URL is not set, and without it LINE stays off: set it.")
        return
    match facts.endpoint:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "LINE")
        case Endpoint(url=url) if url != wanted:
            yield wrong(subject, f"It is {url or 'not set'} and should be {wanted}: {APPLY}.")
        case Endpoint(active=False):
            yield wrong(
                subject,
                f"It is switched off: switch on Use webhook in the tab Messaging API of the "
                f"{CONSOLE}, and Webhook redelivery below it.",
            )
        case Endpoint():
            yield good(subject, f"Events are sent to {wanted}.")
            yield from _trial(facts.trial)


def _trial(trial: Trial | Failure | None) -> Iterator[Finding]:
    subject = "LINE webhook test"
    match trial:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "LINE")
        case Trial(success=True):
            yield good(subject, "LINE called the bot, and the bot answered.")
        case Trial(status=401):
            yield wrong(
                subject,
                "LINE called the bot, which did not take the signature: copy LINE_CHANNEL_SECRET "
                f"anew from the tab Basic settings of the {CONSOLE}.",
            )
        case Trial(status=status) if status > 0:
            yield wrong(
                subject,
                f"LINE called the bot and was answered with status {status}: see that PUBLIC_URL "
                "leads to the web part, and what its /healthz says.",
            )
        case Trial(reason=reason):
            yield wrong(
                subject,
                f'LINE could not call the bot and says "{reason}": see that the web part runs and '
                "that PUBLIC_URL leads to it from the internet, with a certificate that is good.",
            )


def _quota(quota: Quota | Failure) -> Iterator[Finding]:
    subject = "LINE messages"
    match quota:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "LINE")
        case Quota(limit=None, used=used):
            yield good(subject, f"{used} were sent this month, and there is no limit.")
        case Quota(limit=int(limit), used=used) if used >= limit:
            yield wrong(
                subject,
                f"All {limit} of this month are spent: replies go on, reminders wait. Choose a "
                f"larger plan in {OFFICIAL}, or let people join on Telegram too.",
            )
        case Quota(limit=int(limit), used=used):
            say = note if (limit - used) * FEW <= limit else good
            yield say(subject, f"{limit - used} of {limit} are left this month; replies are free.")


def _menus(stale: int | Failure) -> Iterator[Finding]:
    subject = "LINE menus"
    match stale:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "LINE")
        case 0:
            yield good(subject, "The menus below the chats are as they should be.")
        case int():
            yield note(subject, f"{stale} menus are missing or old: {APPLY}.")
