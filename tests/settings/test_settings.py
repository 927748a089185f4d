from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.refusals import ConfigurationFaults
from bot.settings import OUR_PREFIXES, Settings, load_settings

OURS = {name.upper() for name in Settings.model_fields}
TELEGRAM_TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SHAPE = "DATABASE_URL must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
NO_LINE_TOKEN = (
    "LINE_CHANNEL_SECRET is set, but neither LINE_CHANNEL_ACCESS_TOKEN nor LINE_CHANNEL_ID."
)
OTHER_KIND = (
    "DATABASE_URL names a database of the kind mysql: "
    "it must begin with sqlite:/// or postgresql://."
)
NAME_A_FILE = "DATABASE_URL must name a file, such as sqlite:///data/khuepna.db."


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of ours is set but an embedded database."""
    for name in list(os.environ):
        if name.upper() in OURS or name.upper().startswith(OUR_PREFIXES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'khuepna.db'}")


def faults() -> tuple[str, ...]:
    """What is wrong with the environment; none if nothing is."""
    try:
        load_settings()
    except ConfigurationFaults as error:
        return error.sentences
    return ()


# --- what is given ----------------------------------------------------------------------------


def test_an_empty_environment_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///data/khuepna.db"
    assert (settings.host, settings.port, settings.locale) == ("127.0.0.1", 8080, "th")
    assert settings.port_of({"worker"}) is None
    assert settings.public_url is None
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.line_channel_secret is None
    assert settings.line_api_url == "https://api.line.me"
    assert settings.line_data_api_url == "https://api-data.line.me"


def test_every_name_of_the_contract_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "PORT": "8081",
        "METRICS_PORT": "9091",
        "HOST": "::1",
        "PUBLIC_URL": "https://khuepna.example/",
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": "a_b-C1",
        "TELEGRAM_API_URL": "http://127.0.0.1:8082/",
        "LINE_CHANNEL_SECRET": "s3cret",
        "LINE_CHANNEL_ACCESS_TOKEN": "t0ken+/=",
        "LINE_CHANNEL_ID": "1650000001",
        "LINE_API_URL": "http://127.0.0.1:8083",
        "LINE_DATA_API_URL": "http://127.0.0.1:8084",
        "EVIDENCE_URL": "file:///srv/khuepna/evidence",
        "SECRET_KEY": "k" * 32,
        "LOCALE": "en",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert {*given, "DATABASE_URL"} == OURS
    settings = load_settings()
    for name, value in given.items():
        read = getattr(settings, name.lower())
        plain = read.get_secret_value() if isinstance(read, SecretStr) else str(read)
        assert plain == value.rstrip("/"), name


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LINE_CHANNEL_SECRET", "PUBLIC_URL", "PORT", "SECRET_KEY", "LOCALE"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert settings.line_channel_secret is None
    assert settings.port == 8080


def test_spaces_around_a_copied_value_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f" {TELEGRAM_TOKEN}\n")
    token = load_settings().telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == TELEGRAM_TOKEN


@pytest.mark.parametrize(
    ("parts", "port"),
    [({"web"}, 1), ({"web", "worker", "clock"}, 1), ({"worker"}, 2), ({"clock"}, 2)],
)
def test_a_process_listens_at_one_port(parts: set[str], port: int) -> None:
    assert Settings(secret_key=SecretStr("k"), port=1, metrics_port=2).port_of(parts) == port


# --- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"PORT": "eighty"}, "PORT must be a whole number from 0 to 65535."),
        ({"PORT": "-1"}, "PORT must be a whole number from 0 to 65535."),
        ({"PORT": "65536"}, "PORT must be a whole number from 0 to 65535."),
        ({"METRICS_PORT": "many"}, "METRICS_PORT must be a whole number from 0 to 65535."),
        ({"METRICS_PORT": "65536"}, "METRICS_PORT must be a whole number from 0 to 65535."),
        ({"LOCALE": "fr"}, "LOCALE must be th or en."),
        (
            {"PUBLIC_URL": "http://khuepna.example"},
            "PUBLIC_URL must be an https address, such as https://khuepna.example.",
        ),
        (
            {"PUBLIC_URL": "khuepna.example"},
            "PUBLIC_URL must be an https address, such as https://khuepna.example.",
        ),
        (
            {"PUBLIC_URL": "https://khuepna.example:port"},
            "PUBLIC_URL must be an https address, such as https://khuepna.example.",
        ),
        ({"TELEGRAM_API_URL": "ftp://x"}, "TELEGRAM_API_URL must be an https address."),
        ({"LINE_API_URL": "api.line.me"}, "LINE_API_URL must be an https address."),
        ({"LINE_DATA_API_URL": "https://"}, "LINE_DATA_API_URL must be an https address."),
        (
            {"TELEGRAM_BOT_TOKEN": "โทเคน"},
            "TELEGRAM_BOT_TOKEN holds spaces or letters that no token has: copy it anew.",
        ),
        (
            {"TELEGRAM_WEBHOOK_SECRET": "a"},
            "TELEGRAM_WEBHOOK_SECRET is set, but not TELEGRAM_BOT_TOKEN.",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "TELEGRAM_WEBHOOK_SECRET": "a b"},
            "TELEGRAM_WEBHOOK_SECRET may only hold letters, digits, _ and -, at most 256.",
        ),
        (
            {"LINE_CHANNEL_SECRET": "s"},
            NO_LINE_TOKEN,
        ),
        (
            {"LINE_CHANNEL_ACCESS_TOKEN": "t"},
            "LINE_CHANNEL_ACCESS_TOKEN is set, but not LINE_CHANNEL_SECRET.",
        ),
        ({"LINE_CHANNEL_ID": "1"}, "LINE_CHANNEL_ID is set, but not LINE_CHANNEL_SECRET."),
        (
            {"TELEGRAM_TOKEN": "x"},
            "TELEGRAM_TOKEN is no setting; TELEGRAM_BOT_TOKEN may be meant.",
        ),
        (
            {"LINE_CHANNEL_SECRT": "x"},
            "LINE_CHANNEL_SECRT is no setting; LINE_CHANNEL_SECRET may be meant.",
        ),
        ({"DATABASE_URL": "khuepna.db"}, SHAPE),
        ({"DATABASE_URL": "postgresql://host:port/khuepna"}, SHAPE),
        (
            {"DATABASE_URL": "mysql://host/khuepna"},
            OTHER_KIND,
        ),
        ({"DATABASE_URL": "sqlite://"}, NAME_A_FILE),
        ({"DATABASE_URL": "sqlite:///:memory:"}, NAME_A_FILE),
    ],
)
def test_each_fault_is_a_sentence_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], fault: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert faults() == (fault,)


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "khuepna.db").write_text("this is no database")
    for name, value in {
        "PORT": "eighty",
        "LOCALE": "fr",
        "LINE_CHANNEL_SECRET": "s",
        "TELEGRAM_TOKEN": "x",
    }.items():
        monkeypatch.setenv(name, value)
    found = " ".join(faults())
    for name in ("PORT", "LOCALE", "LINE_CHANNEL_SECRET", "TELEGRAM_TOKEN", "DATABASE_URL"):
        assert name in found
    assert len(faults()) == 5


def test_postgresql_needs_a_secret_key(
    monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    (fault,) = faults()
    assert fault.startswith("SECRET_KEY is needed on PostgreSQL")
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    assert faults() == ()


def test_the_way_hosting_platforms_write_postgresql_is_understood(
    monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url.replace("postgresql://", "postgres://", 1))
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    assert faults() == ()


def test_an_unreachable_postgresql_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://mali:hunter2@127.0.0.1:{port}/khuepna")
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    (fault,) = faults()
    assert fault.startswith("PostgreSQL cannot be reached")
    assert str(port) in fault
    assert "hunter2" not in fault


def test_a_postgresql_that_never_answers_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.database.SECONDS_TO_CONNECT", "2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://mali@127.0.0.1:{port}/khuepna")
        monkeypatch.setenv("SECRET_KEY", "k" * 32)
        (fault,) = faults()
    assert fault.startswith("PostgreSQL cannot be reached")


def test_a_database_can_be_left_unasked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "khuepna.db").write_text("this is no database")
    assert faults() != ()
    assert load_settings(check_database=False).port == 8080


# --- secrets ----------------------------------------------------------------------------------


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TELEGRAM_TOKEN)
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    settings = load_settings()
    assert TELEGRAM_TOKEN not in f"{settings!r} {settings}"
    assert "k" * 32 not in f"{settings!r} {settings}"


def test_all_that_is_secret_is_known_to_be(
    monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    with_password = postgresql_url.replace("postgres@", "postgres:hunter2@", 1)
    monkeypatch.setenv("DATABASE_URL", with_password)
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    monkeypatch.setenv("LINE_CHANNEL_SECRET", "s3cret")
    monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", "t0ken")
    monkeypatch.setenv("EVIDENCE_URL", "file:///srv/khuepna/evidence")
    assert load_settings().secrets == {with_password, "hunter2", "k" * 32, "s3cret", "t0ken"}


def test_a_key_is_made_once_beside_an_embedded_database_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    first, second = load_settings().secret_key, load_settings().secret_key
    assert first is not None
    assert first == second
    assert len(first.get_secret_value()) >= 32
    kept = tmp_path / "khuepna.key"
    assert kept.read_text() == first.get_secret_value()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"khuepna.db", "khuepna.key"}


def test_two_databases_have_two_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = load_settings().secret_key
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert load_settings().secret_key != one


def test_a_given_key_is_used_and_none_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    assert load_settings().secret_key == SecretStr("k" * 32)
    assert not (tmp_path / "khuepna.key").exists()
