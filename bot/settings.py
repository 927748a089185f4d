"""What the environment says, checked whole before anything starts."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from bot.database import embedded_file, fault_in_url, fault_of_database, is_embedded
from bot.evidence.place import evidence_folder, fault_of_place
from bot.refusals import ConfigurationFaults
from bot.secret_key import key_beside

DEFAULT_DATABASE = "sqlite:///data/khuepna.db"
OUR_PREFIXES = ("TELEGRAM_", "LINE_")

_EXPECTED = {
    "port": "PORT must be a whole number from 0 to 65535.",
    "metrics_port": "METRICS_PORT must be a whole number from 0 to 65535.",
    "locale": "LOCALE must be th or en.",
}


class Settings(BaseSettings):
    """The variables of the environment, by their names in small letters; an empty one is none."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, validate_default=True)

    database_url: SecretStr = SecretStr(DEFAULT_DATABASE)  # it may hold a password
    secret_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)  # 0 is any that is free
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    public_url: str | None = None
    telegram_bot_token: SecretStr | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    line_channel_secret: SecretStr | None = None
    line_channel_access_token: SecretStr | None = None
    line_channel_id: str | None = None
    line_api_url: str = "https://api.line.me"
    line_data_api_url: str = "https://api-data.line.me"
    evidence_url: str | None = None
    locale: Literal["th", "en"] = "th"

    # Checks of two variables stand with the later one, for each sees those before it.

    @field_validator("*", mode="before")
    @classmethod
    def _trim(cls, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, value: SecretStr) -> SecretStr:
        if fault := fault_in_url(value.get_secret_value()):
            raise ValueError(fault)
        return value

    @field_validator("secret_key")
    @classmethod
    def _require_key(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        database = info.data.get("database_url")
        if value is None and database and not is_embedded(database.get_secret_value()):
            raise ValueError(
                "SECRET_KEY is needed on PostgreSQL, so that all processes sign alike: "
                "set it to a long random text."
            )
        return value

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value, schemes=("https",)):
            raise ValueError(
                "PUBLIC_URL must be an https address, such as https://khuepna.example."
            )
        return value and value.rstrip("/")

    @field_validator("telegram_api_url", "line_api_url", "line_data_api_url")
    @classmethod
    def _check_api_url(cls, value: str, info: ValidationInfo) -> str:
        if not _is_address(value, schemes=("https", "http")):
            raise ValueError(f"{_name(info)} must be an https address.")
        return value.rstrip("/")

    @field_validator("telegram_bot_token", "line_channel_secret", "line_channel_access_token")
    @classmethod
    def _check_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError(
                f"{_name(info)} holds spaces or letters that no token has: copy it anew."
            )
        is_telegram = info.field_name == "telegram_bot_token"
        if is_telegram and value and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
            raise ValueError(
                "TELEGRAM_BOT_TOKEN is not of the form 123456789:AA… that BotFather gives: "
                "copy it anew."
            )
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _check_webhook_secret(
        cls, value: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        if value is None:
            return None
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError(
                "TELEGRAM_WEBHOOK_SECRET may only hold letters, digits, _ and -, at most 256."
            )
        if info.data.get("telegram_bot_token", value) is None:
            raise ValueError("TELEGRAM_WEBHOOK_SECRET is set, but not TELEGRAM_BOT_TOKEN.")
        return value

    @field_validator("line_channel_id")
    @classmethod
    def _check_line(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "line_channel_secret" not in info.data or "line_channel_access_token" not in info.data:
            return value
        secret, token = info.data["line_channel_secret"], info.data["line_channel_access_token"]
        if secret is None and (token or value):
            given = "LINE_CHANNEL_ACCESS_TOKEN" if token else "LINE_CHANNEL_ID"
            raise ValueError(f"{given} is set, but not LINE_CHANNEL_SECRET.")
        if secret is not None and not (token or value):
            raise ValueError(
                "LINE_CHANNEL_SECRET is set, but neither LINE_CHANNEL_ACCESS_TOKEN "
                "nor LINE_CHANNEL_ID."
            )
        return value

    @field_validator("evidence_url")
    @classmethod
    def _check_evidence_url(cls, value: str | None) -> str | None:
        if value is not None and (fault := fault_of_place(value)):
            raise ValueError(fault)
        return value

    @property
    def channels(self) -> frozenset[str]:
        """The channels that the service sends for, in whichever of its processes."""
        found = {"webchat"}
        if self.telegram_bot_token:
            found.add("telegram")
        if self.line_channel_secret and self.public_url:
            found.add("line")
        return frozenset(found)

    @property
    def evidence_folder(self) -> Path:
        """The folder of all that people send along, which all machines share."""
        return evidence_folder(self.evidence_url, database_url=self.database_url.get_secret_value())

    def port_of(self, parts: Collection[str]) -> int | None:
        """The port where a process of these parts listens, None where it does not."""
        return self.port if "web" in parts else self.metrics_port

    @property
    def secrets(self) -> frozenset[str]:
        """Everything that must appear in no log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        hidden = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
        password = make_url(self.database_url.get_secret_value()).password
        return frozenset(hidden | ({password} if password else set()))


def load_settings(*, check_database: bool = True) -> Settings:
    """Read the environment; raises ConfigurationFaults with everything that is wrong with it.

    A database that cannot be reached is among the faults. On SQLite a missing SECRET_KEY is
    taken from beside the database, where it is made once.
    """
    faults = list(_misspelled(os.environ))
    database_url = os.environ.get("DATABASE_URL", "").strip() or DEFAULT_DATABASE
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [_sentence(one) for one in error.errors()]
    if check_database and fault_in_url(database_url) is None:
        faults += filter(None, [fault_of_database(database_url)])
    if faults:
        raise ConfigurationFaults(*faults)
    if settings.secret_key is not None:
        return settings
    key = key_beside(embedded_file(database_url))
    return settings.model_copy(update={"secret_key": SecretStr(key)})


def _misspelled(environment: Mapping[str, str]) -> Iterator[str]:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(OUR_PREFIXES) and name.upper() not in known:
            meant = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0)
            yield f"{name} is no setting; {meant[0]} may be meant."


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _EXPECTED[str(error["loc"][0])]


def _name(info: ValidationInfo) -> str:
    return str(info.field_name).upper()


def _is_address(value: str, *, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        _port_in_range = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not (parts.query or parts.fragment)
