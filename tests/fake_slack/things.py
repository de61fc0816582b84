"""What a workspace consists of: people, channels, triggers, response_urls, calls."""

import json
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass
class User:
    """A person or a bot of the workspace."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Paris"
    locale: str = "en-US"
    email: str = ""
    team_id: str = ""
    is_email_confirmed: bool = True
    is_bot: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A channel, or a direct message with the bot when `user` is set."""

    id: str
    name: str
    members: list[str]
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    user: str = ""
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Return whether this is a direct message with the bot."""
        return bool(self.user)

    @property
    def kind(self) -> str:
        """Return the `channel_type` of events."""
        return "im" if self.is_im else "group" if self.is_private else "channel"


@dataclass
class Trigger:
    """A right to open one view: single use, and gone when expired."""

    user: str
    view_id: str = ""
    used: bool = False
    expired: bool = False


@dataclass
class Hook:
    """What a response_url stands for."""

    user: str
    channel: str
    message_ts: str = ""
    is_ephemeral: bool = False
    uses: int = 0
    expired: bool = False


@dataclass(frozen=True)
class Call:
    """One call of the Web API as it arrived, and what was answered."""

    method: str
    args: dict[str, Any]
    answer: str
    """As JSON."""
    at: float

    @property
    def error(self) -> str | None:
        """Return Slack's error, or None."""
        return json.loads(self.answer).get("error")


def is_top_level(message: Message) -> bool:
    """Return whether a message is shown in the channel itself."""
    reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not reply or message.get("subtype") == "thread_broadcast"
