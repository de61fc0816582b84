"""Which settings are there, and are they right? Read once from the environment and `.env`, checked at start."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.rules.addresses import PostgresAddress, check_web_address, database_address
from bot.rules.escalation import Escalation
from bot.rules.workspace import Desk, Workspace
from bot.setup_error import SetupError
from bot.texts.catalogue import LANGUAGES


class WrongSetting(SetupError):
    """A setting is missing or wrong; the sentence says which, and how to get it."""


SLACK = "https://slack.com/api/"
MOST_WORKERS = 64
"""Maximum delivery workers: each is a thread that takes its turn at the database for every message."""

HOW_TO_GET = {
    "slack_bot_token": 'copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of your Slack app',
    "slack_app_token": "create an App-Level Token (xapp-…) with the scope connections:write under "
    '"Basic Information" of your Slack app',
    "slack_signing_secret": 'copy the Signing Secret from "Basic Information" of your Slack app',
    "slack_api_url": "leave it out, or give the Web API base of a local workspace, ending in /api/",
    "triage_channel": "open the channel's details in Slack and copy the channel ID (C…) at the bottom",
    "managers": 'give Slack member IDs (U…) separated by commas; a profile\'s menu has "Copy member ID"',
    "database_url": "leave it out for sqlite:///guichet.db, or give sqlite:/// and the path of another file, "
    "or postgresql://user:password@host/database",
    "policy_file": "leave it out for the built-in contract, or give the path of a readable TOML file",
    "locale": f"give {' or '.join(LANGUAGES)}",
    "log_level": "give DEBUG, INFO, WARNING or ERROR",
    "fallback": "give true or false: whether Slack itself posts the last warning if Guichet is down",
    "heartbeat_url": "leave it out, or give the http address that your monitoring wants to be called every minute",
    "delivery_workers": f"give a number from 1 to {MOST_WORKERS}, or leave it out",
    "port": "leave it out for Socket Mode, or give a port number from 1 to 65535",
}

NOT_UTF8 = "The file .env cannot be read: save it as UTF-8."

TOKEN = re.compile(r"[!-~]+")
"""What an HTTP header can carry: visible ASCII characters, no space."""
MEMBER_ID = re.compile(r"[UW][A-Z0-9]+")


class Settings(BaseSettings):
    """Every setting of Guichet; frozen, built once at start and passed in."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK
    triage_channel: str = Field(pattern=r"^[CG][A-Z0-9]+$")
    managers: Annotated[tuple[str, ...], NoDecode] = ()
    database_url: str = Field(default="sqlite:///guichet.db", repr=False)
    policy_file: Path | None = None
    locale: str = Field(default="en", pattern=f"^(?:{'|'.join(LANGUAGES)})$")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    fallback: bool = True
    heartbeat_url: str | None = Field(default=None, repr=False)
    delivery_workers: int = Field(default=24, ge=1, le=MOST_WORKERS)
    port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("managers", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return tuple(part for part in value.replace(",", " ").split() if part) if isinstance(value, str) else value

    @field_validator("managers")
    @classmethod
    def _are_member_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, one in enumerate(value, start=1):
            if not MEMBER_ID.fullmatch(one):  # It is not repeated here: somebody may have pasted a token.
                raise ValueError(f"entry {number} is not a Slack member ID")
        return tuple(dict.fromkeys(value))  # Somebody who is named twice is notified once.

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("it contains a space or a letter that no token has")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("slack_bot_token")
    @classmethod
    def _is_bot_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("it does not start with xoxb-")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _is_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("it does not start with xapp-")
        return value

    @field_validator("slack_api_url", "heartbeat_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value:
            check_web_address(value)
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        if "?" in value or "#" in value:
            raise ValueError("it has a ? or a #, and names of methods are to follow it")
        return value.rstrip("/") + "/"

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        address = database_address(value)
        return address.url if isinstance(address, PostgresAddress) else value

    @model_validator(mode="after")
    def _has_a_way_in(self) -> "Settings":
        """Refuse settings with which Slack could reach us neither by Socket Mode nor over HTTP."""
        if self.port is None and self.slack_app_token is None:
            raise ValueError("slack_app_token: is missing")
        if self.port is not None and self.slack_signing_secret is None:
            raise ValueError("slack_signing_secret: is missing")
        return self

    def secrets(self) -> tuple[str, ...]:
        """Return the values that must never be logged or printed."""
        tokens = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        address = database_address(self.database_url)
        of_database = address.secrets if isinstance(address, PostgresAddress) else frozenset()
        return (
            *(one.get_secret_value() for one in tokens if one),
            *of_database,
            *((self.heartbeat_url, urlsplit(self.heartbeat_url).path) if self.heartbeat_url else ()),
        )


def read_settings(**given: Any) -> Settings:
    """Return the settings of the environment and `.env`, or as given; raise `WrongSetting` with one sentence."""
    try:
        return Settings(**given)
    except ValidationError as problem:
        raise WrongSetting(next(iter(_sentences(problem).values()))) from None
    except UnicodeDecodeError:
        raise WrongSetting(NOT_UTF8) from None


def problems_with(**given: Any) -> dict[str, str]:
    """Return one sentence for each setting that is missing or wrong, by its name.

    Whether Slack can reach us is checked only once each setting by itself is right. Raises `WrongSetting` if `.env`
    cannot be read.
    """
    try:
        Settings(**given)
    except ValidationError as problem:
        return _sentences(problem)
    except UnicodeDecodeError:
        raise WrongSetting(NOT_UTF8) from None
    return {}


def problem_with(name: str, value: str) -> str | None:
    """Return in one sentence what is wrong with the value of one setting, None if nothing is."""
    try:
        Settings(**{"_env_file": None, name.lower(): value})  # type: ignore[arg-type]
    except ValidationError as problem:
        found = [one["loc"] for one in problem.errors(include_url=False, include_context=False, include_input=False)]
        return _sentences(problem)[name.lower()] if (name.lower(),) in found else None
    return None


def _sentences(problem: ValidationError) -> dict[str, str]:
    """Return a sentence for each setting, by its name; the first where several things are wrong with one."""
    found: dict[str, str] = {}
    for one in problem.errors(include_url=False, include_context=False, include_input=False):
        name = str(one["loc"][0]) if one["loc"] else one["msg"].removeprefix("Value error, ").split(":")[0]
        found.setdefault(name, _sentence(name, one["type"] if one["loc"] else "missing", one["msg"]))
    return found


def _sentence(name: str, kind: str, message: str) -> str:
    reason = message.removeprefix("Value error, ")
    if kind == "missing":
        what = "is missing"
    elif kind == "value_error":
        what = f"is wrong ({reason})"
    else:  # Pydantic's own words say no more than the advice that follows.
        what = "is wrong"
    return f"{name.upper()} {what}: {HOW_TO_GET[name]}."


def workspace_of(
    settings: Settings, *, escalations: Iterable[Escalation] = (), desks: Iterable[Desk] = ()
) -> Workspace:
    """Return the technicians' side of the workspace as the settings name it, with the policy's escalations and desks.

    Raises `WrongSetting` where a further desk has the channel of the first.
    """
    is_slack, further = settings.slack_api_url == SLACK, tuple(desks)
    for desk in further:
        if desk.triage_channel == settings.triage_channel:
            raise WrongSetting(
                f"TRIAGE_CHANNEL is also the triage channel of desk.{desk.name} in POLICY_FILE: each desk needs a"
                " channel of its own."
            )
    return Workspace(
        triage_channel=settings.triage_channel,
        managers=settings.managers,
        locale=settings.locale,
        slack_dates=is_slack,
        tells_channels=is_slack,
        has_fallback=settings.fallback,
        escalations=tuple(escalations),
        further_desks=further,
    )
