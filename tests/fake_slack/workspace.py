"""A Slack workspace in memory: its people, channels, messages, views, and who may see what."""

import itertools
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fake_slack.connect import Connect
from tests.fake_slack.errors import SlackError
from tests.fake_slack.faults import Fault, Faults
from tests.fake_slack.inspection import Inspection
from tests.fake_slack.narrow import Narrow
from tests.fake_slack.things import Call, Channel, Hook, Message, Trigger, User

FIRST_TS = 1_700_000_000_000_000  # In microseconds.
STEP = 100
TOKEN, APP_TOKEN = "xoxb-fake", "xapp-fake"
ALL_SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
]


class Workspace(Inspection):
    """All that Slack knows. It knows nothing of how it is served, but for its own address.

    With `follow_clock`, a message's ts is never earlier than the time of day (as datetime.now says, which
    freezegun freezes in every thread); without, it only counts up from 1700000000.000100.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        app_token: str = APP_TOKEN,
        scopes: Collection[str] = ALL_SCOPES,
        follow_clock: bool = False,
        socket_url: str | None = None,
    ) -> None:
        self.token, self.app_token, self.scopes = token, app_token, list(scopes)
        self.follow_clock, self.socket_url = follow_clock, socket_url
        self.root = ""
        self.lock = threading.RLock()
        self.team_id, self.team_domain, self.app_id = "T0TEAM", "fake", "A0GUICHET"
        self.bot_id, self.bot_user = "B0GUICHET", "U0GUICHET"
        self.clock: Callable[[], float] = lambda: datetime.now(UTC).timestamp()
        self._last_ts = FIRST_TS
        self._numbers = itertools.count(1)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.typed: defaultdict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        self.stacks: defaultdict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self.scheduled: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        """What `files.info` tells of each file; of any other one it tells nothing."""
        self._ephemerals: list[tuple[str, Message]] = []
        self._calls: list[Call] = []
        self._calls_of: defaultdict[str, list[Call]] = defaultdict(list)
        self._next_trigger_expired = False
        self.lag = 0.0
        """Seconds until a message can be read back."""
        self.hides_metadata = False
        """Whether what is read back lacks its metadata, whatever was asked for."""
        self.narrow: Narrow | None = None
        """How little may be read of channels and threads; None where as much as an internal app may."""
        self.connect: Connect | None = None
        """What works for people of other organisations; None where everything does."""
        self.faults = Faults()
        self.warnings: list[str] = []
        self.broadcasts: list[str] = []
        self.crashes: list[BaseException] = []
        self.add_user(self.bot_user, name="guichet", real_name="Guichet", is_bot=True)

    # Set-up

    def narrow_history(self, every: timedelta, *, page: int, monotonic: Callable[[], float]) -> None:
        """Let channels and threads be read only once in so long, and so many messages at a time."""
        self.narrow = Narrow(every, page, monotonic)

    def add_user(self, id: str, *, name: str, real_name: str = "", **details: Any) -> User:  # noqa: A002 - Slack's word
        """Add a person; details are fields of User (tz, locale, email, is_restricted, is_stranger, team_id)."""
        defaults = {"email": f"{name}@example.com", "team_id": self.team_id}
        self.users[id] = User(id, name, real_name or name.title(), **{**defaults, **details})
        return self.users[id]

    def team_of(self, user: str) -> str:
        """Return the workspace of whoever writes: that of a person of another organisation is theirs."""
        return self.users[user].team_id if user in self.users else self.team_id

    def connect_for(self, user: str) -> Connect | None:
        """Return what works for a person of another organisation; None for whom everything works."""
        there = self.users.get(user)
        return self.connect if there is not None and there.team_id != self.team_id else None

    def add_channel(
        self,
        id: str,  # noqa: A002 - Slack's word
        *,
        name: str,
        members: Iterable[str] = (),
        bot: bool = True,
        private: bool = False,
    ) -> Channel:
        """Add a channel with these people in it, and the bot unless told otherwise."""
        people = [*members, *([self.bot_user] if bot else [])]
        if strangers := [person for person in people if person not in self.users]:
            raise AssertionError(f"add these users first: {strangers}")
        self.channels[id] = Channel(id, name, people, is_private=private)
        return self.channels[id]

    def add_member(self, channel: str, user: str) -> None:
        """Put a person into a channel."""
        if user not in self.channels[channel].members:
            self.channels[channel].members.append(user)

    def remove_member(self, channel: str, user: str) -> None:
        """Take a person out of a channel."""
        self.channels[channel].members.remove(user)

    def add_bot(self, channel: str) -> None:
        """Invite the bot."""
        self.add_member(channel, self.bot_user)

    def remove_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self.remove_member(channel, self.bot_user)

    def archive(self, channel: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        self.channels[channel].is_archived = archived

    # Faults

    def fail(self, method: str, **fault: Any) -> None:
        """Let the next calls of a method (`*`: of any) go wrong; the rest are the fields of Fault."""
        self.faults.order(Fault(method, **fault))

    def down(self) -> None:
        """Close every connection at once until `up`."""
        self.faults.is_down = True

    def up(self) -> None:
        """Answer again."""
        self.faults.is_down = False

    @property
    def faults_hit(self) -> int:
        """Return how many faults really happened."""
        return len(self.faults.happened)

    # Time and ids

    def next_ts(self) -> str:
        """Return a ts that no other message has and that is later than all before."""
        with self.lock:
            now = int(self.clock() * 1_000_000) if self.follow_clock else 0
            self._last_ts = max(self._last_ts + STEP, now)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """Return an id that is not used yet."""
        return f"{prefix}{next(self._numbers):08d}"

    def new_trigger(self, user: str, *, view_id: str = "") -> str:
        """Return a trigger_id, as every gesture of a person carries one."""
        trigger_id = f"{next(self._numbers)}.{next(self._numbers)}.fake"
        self.triggers[trigger_id] = Trigger(user, view_id, expired=self._next_trigger_expired)
        self._next_trigger_expired = False
        return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Use up a trigger (interactivity/handling-user-interaction)."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.expired:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def expire(self, trigger_or_url: str) -> None:
        """Let a trigger_id or a response_url run out."""
        known: dict[str, Any] = {**self.triggers, **self.hooks}
        known[trigger_or_url.rpartition("/")[2]].expired = True

    def expire_next_trigger(self) -> None:
        """Let the trigger of the next gesture arrive when its 3 seconds are over."""
        self._next_trigger_expired = True

    def new_hook(self, user: str, channel: str, **of: Any) -> str:
        """Return a response_url."""
        hook_id = self.next_id("hook")
        self.hooks[hook_id] = Hook(user, channel, **of)
        return f"{self.root}/_hooks/response/{hook_id}"

    # Channels and messages

    def direct_message(self, user: str) -> Channel:
        """Return the direct message between a person and the bot, opened if need be."""
        channel_id = f"D0{user.removeprefix('U0')}"
        with self.lock:
            if channel_id not in self.channels:
                people = [user, self.bot_user]
                self.channels[channel_id] = Channel(channel_id, "directmessage", people, user=user)
            return self.channels[channel_id]

    def seen_by_bot(self, channel_id: str) -> Channel:
        """Return a channel, unless to the bot it does not exist."""
        channel = self.channels.get(channel_id)
        if channel is None or (channel.is_private and self.bot_user not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def readable_by_bot(self, channel_id: str) -> Channel:
        """Return a channel whose messages the bot may read."""
        channel = self.seen_by_bot(channel_id)
        if self.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def writable_by_bot(self, channel_id: str) -> Channel:
        """Return a channel the bot may post to."""
        channel = self.seen_by_bot(channel_id)
        if channel.is_archived:
            raise SlackError("is_archived")
        if self.bot_user not in channel.members and "chat:write.public" not in self.scopes:
            raise SlackError("not_in_channel")
        return channel

    def add_message(self, channel: Channel, user: str, **parts: Any) -> Message:
        """Put a message into a channel; the thread's parent counts its replies."""
        with self.lock:
            message = {"type": "message", "user": user, "team": self.team_of(user), "ts": self.next_ts(), **parts}
            channel.messages[message["ts"]] = message
            self._count_reply(channel, message)
            return message

    def _count_reply(self, channel: Channel, message: Message) -> None:
        if "thread_ts" not in message:
            return
        parent = channel.messages[message["thread_ts"]]
        parent["thread_ts"] = parent["ts"]
        parent["reply_count"] = parent.get("reply_count", 0) + 1
        parent["reply_users"] = sorted({*parent.get("reply_users", []), message["user"]})
        parent["latest_reply"] = message["ts"]
        message["parent_user_id"] = parent["user"]

    def add_ephemeral(self, user: str, channel: str, **parts: Any) -> Message:
        """Show a message to one person only."""
        message = {"type": "message", "user": self.bot_user, "channel": channel, "ts": self.next_ts(), **parts}
        with self.lock:
            self._ephemerals.append((user, message))
        return message

    def remove_message(self, channel: Channel, message: Message) -> None:
        """Delete a message; the parent of a thread leaves a tombstone."""
        if message.get("reply_count"):
            message.pop("blocks", None)
            message |= {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
            return
        del channel.messages[message["ts"]]
        if message.get("thread_ts"):
            channel.messages[message["thread_ts"]]["reply_count"] -= 1

    def remove_ephemeral(self, ts: str) -> None:
        """Take a message off the one screen it is on."""
        with self.lock:
            self._ephemerals = [pair for pair in self._ephemerals if pair[1]["ts"] != ts]

    def ephemeral(self, ts: str) -> Message | None:
        """Return the message itself, to be changed in place."""
        return next((message for _, message in self._ephemerals if message["ts"] == ts), None)

    def record(self, call: Call) -> None:
        """Keep a call for `calls`."""
        with self.lock:
            self._calls.append(call)
            self._calls_of[call.method].append(call)
