"""LINE as a process takes part in it."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.channels.line.intake import LineIntake
from bot.channels.platform import Platform
from bot.ground import Ground
from bot.receive import Letterbox
from bot.settings import Settings
from handlers.timeliness.policies import policy_for
from storage.periods import local_date, period_of


def start(settings: Settings, ground: Ground, _letterbox: Letterbox) -> Platform | None:
    """Give LINE with its client, or None where it is not configured; inside the event loop.

    What speaks to LINE is imported here, for nobody else must wait for it; the SDK, which takes a
    second and 70 MB, only where tokens are issued or menus are set up.
    """
    if settings.line_channel_secret is None or "line" not in settings.channels:
        return None
    # The SDK writes what LINE answers, tokens included, into the log of whoever debugs.
    logging.getLogger("linebot").setLevel(logging.WARNING)
    # For the reason in the docstring.
    from bot.channels.line.budget import Budget  # noqa: PLC0415
    from bot.channels.line.channel import LineChannel  # noqa: PLC0415
    from bot.channels.line.client import LineClient  # noqa: PLC0415
    from bot.channels.line.files import LineSource  # noqa: PLC0415
    from bot.channels.line.loading import Loading  # noqa: PLC0415
    from bot.channels.line.menus.following import MenuFollower  # noqa: PLC0415
    from bot.channels.line.tokens import tokens_of  # noqa: PLC0415

    client = LineClient(
        tokens_of(settings, ground.clock),
        api_url=settings.line_api_url,
        data_url=settings.line_data_api_url,
    )
    loading = Loading(client, ground.metrics.registry)
    menus = MenuFollower(client)
    budget = Budget(ground, client, _reserve)
    return Platform(
        channel=LineChannel(client, budget, ground.clock),
        intake=LineIntake(settings.line_channel_secret.get_secret_value()),
        close=client.close,
        beside_worker=(
            partial(loading.watch, ground),
            partial(menus.watch, ground),
            budget.watch,
        ),
        source=LineSource(client),
    )


def _reserve(tx: Connection, now: datetime) -> int:
    """Give the percent of the quota that the city keeps for what is urgent."""
    return policy_for(tx, None, period_of(local_date(now)).fiscal_year).reserve
