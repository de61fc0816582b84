"""Who and what is in the local workspace?"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

BOT_USER = "U0GUICHET"
"""The bot's user id."""
BOT_TOKEN = "xoxb-local-guichet"  # noqa: S105 -- It opens nothing but the workspace on this machine.
APP_TOKEN = "xapp-local-guichet"  # noqa: S105 -- The same.


@dataclass(frozen=True)
class WorkspaceUser:
    """A person in the workspace."""

    id: str
    """The user id; it must begin with U, or local-slack cannot open a direct message with the person."""
    name: str
    """The short name, without spaces."""
    real_name: str
    """The name that is shown."""
    email: str | None = None
    """The e-mail address, whose domain may belong to an account."""


@dataclass(frozen=True)
class WorkspaceChannel:
    """A channel in the workspace."""

    id: str
    """The channel id."""
    name: str
    """The name, without #."""
    members: tuple[str, ...] = ()
    """The ids of the people in it."""
    is_private: bool = False
    """Whether only its members see it."""
    has_bot: bool = True
    """Whether the bot is in it too; if not, the bot gets none of its messages."""


def configuration(*, users: Iterable[WorkspaceUser], channels: Iterable[WorkspaceChannel]) -> str:
    """Return the configuration that local-slack reads when it starts, as JSON, which is also YAML."""
    app = {"appId": "A0GUICHET", "botUserId": BOT_USER, "botName": "guichet", "mode": "socket"}
    return json.dumps(
        {
            "workspace": {"name": "Guichet demo", "domain": "guichet", "teamId": "T0GUICHET"},
            "apps": [{**app, "botToken": BOT_TOKEN, "appToken": APP_TOKEN}],
            "users": [_user(user) for user in users],
            "channels": [_channel(channel) for channel in channels],
        }
    )


def _channel(channel: WorkspaceChannel) -> dict[str, object]:
    """Return a channel in local-slack's configuration."""
    members = [*channel.members, *([BOT_USER] if channel.has_bot else [])]
    return {"id": channel.id, "name": channel.name, "is_private": channel.is_private, "members": members}


def _user(user: WorkspaceUser) -> dict[str, object]:
    """Return a person in local-slack's configuration, which allows no explicit null."""
    return {key: value for key, value in asdict(user).items() if value is not None} | {"tz": "Europe/Paris"}
