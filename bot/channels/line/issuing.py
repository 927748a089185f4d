"""Having short-lived tokens issued for the ID and the secret of a channel."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
from linebot.v3 import oauth
from linebot.v3.oauth.exceptions import ApiException
from pydantic import SecretStr

from bot.channels.line.tokens import Issue, Issued, NoToken
from bot.settings import Settings

PATIENCE = 5  # seconds


def issue_for(settings: Settings) -> Issue:
    """Give the way to have a token issued for the ID and the secret of the settings."""
    assert settings.line_channel_secret is not None
    assert settings.line_channel_id is not None
    return issue_by_secret(
        settings.line_api_url,
        channel_id=settings.line_channel_id,
        channel_secret=settings.line_channel_secret,
    )


def issue_by_secret(api_url: str, *, channel_id: str, channel_secret: SecretStr) -> Issue:
    """Give the way to have a stateless token issued for the channel's ID and secret."""

    async def issue() -> Issued:
        async with oauth.AsyncApiClient(oauth.Configuration(host=api_url)) as client:
            asked = oauth.AsyncChannelAccessToken(
                client
            ).issue_stateless_channel_token_by_client_secret(
                client_id=channel_id,
                client_secret=channel_secret.get_secret_value(),
                _request_timeout=PATIENCE,
            )
            try:
                issued = await asked
                return Issued(SecretStr(issued.access_token), timedelta(seconds=issued.expires_in))
            except ApiException as error:
                raise NoToken(f"status {error.status}", status=error.status) from None
            except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
                # The words of these errors may quote what was sent, the secret included.
                raise NoToken(type(error).__name__) from None

    return issue
