"""What a test may ask of a workspace; all answers are copies, as things are now."""

import threading
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from tests.fake_slack.copies import copied
from tests.fake_slack.reading import buttons, displayed, text_of
from tests.fake_slack.things import Call, Channel, Message, User, is_top_level


class Inspection:
    """The questions of a test."""

    lock: threading.RLock
    users: dict[str, User]
    channels: dict[str, Channel]
    views: dict[str, dict[str, Any]]
    stacks: defaultdict[str, list[str]]
    homes: dict[str, str]
    broadcasts: list[str]
    warnings: list[str]
    _ephemerals: list[tuple[str, Message]]
    _calls: list[Call]
    _calls_of: defaultdict[str, list[Call]]

    def messages(self, channel: str) -> list[Message]:
        """Return what a channel shows: no thread replies but those also sent to the channel."""
        with self.lock:
            return [copied(m) for m in self.channels[channel].messages.values() if is_top_level(m)]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return the replies of a thread, without its parent."""
        with self.lock:
            everything = self.channels[channel].messages.values()
            return [copied(m) for m in everything if m.get("thread_ts") == ts and m["ts"] != ts]

    def message(self, channel: str, ts: str) -> Message:
        """Return one message of a channel, top-level or reply."""
        with self.lock:
            return copied(self.channels[channel].messages[ts])

    def dms(self, user: str) -> list[Message]:
        """Return what the direct message between a person and the bot shows."""
        return [
            message for key in [*self.channels] if self.channels[key].user == user for message in self.messages(key)
        ]

    def ephemerals(self, user: str) -> list[Message]:
        """Return what only this person was shown; each message names its `channel`."""
        with self.lock:
            return [copied(message) for shown_to, message in self._ephemerals if shown_to == user]

    def unread(self, user: str, read: Collection[str]) -> list[Message]:
        """Return what only this person was shown, then their direct messages, but for those of these ts."""
        with self.lock:
            mine = [message for shown_to, message in self._ephemerals if shown_to == user]
            direct = (channel for channel in self.channels.values() if channel.user == user)
            mine += [one for channel in direct for one in channel.messages.values() if is_top_level(one)]
            return copied([one for one in mine if one["ts"] not in read])

    def open_view(self, user: str) -> dict[str, Any] | None:
        """Return the modal this person has in front of them, or None."""
        with self.lock:
            stack = self.stacks[user]
            return copied(self.views[stack[-1]]) if stack else None

    def home(self, user: str) -> dict[str, Any] | None:
        """Return this person's App Home, or None when nothing was published."""
        with self.lock:
            return copied(self.views[self.homes[user]]) if user in self.homes else None

    def calls(self, method: str = "") -> list[Call]:
        """Return the calls of a method (or all), in the order in which they were carried out."""
        with self.lock:
            return [*(self._calls_of[method] if method else self._calls)]

    @property
    def refused(self) -> list[Call]:
        """Return the calls that the fake itself refused; ordered faults are not among them."""
        return [call for call in self.calls() if call.error]

    @property
    def names(self) -> dict[str, str]:
        """Return the names that mentions show, by id."""
        return {thing.id: thing.name for thing in (*self.users.values(), *self.channels.values())}

    def displayed(self, words: str) -> str:
        """Return what a reader sees of mrkdwn; an active broadcast raises."""
        return displayed(words, names=self.names)

    def text_of(self, thing: dict[str, Any]) -> str:
        """Return all readable text of a message or a view; an active broadcast raises."""
        return text_of(thing, names=self.names)

    def buttons(self, thing: dict[str, Any]) -> list[str]:
        """Return the button texts of a message or a view."""
        return buttons(thing)

    def note_broadcasts(self, thing: dict[str, Any]) -> None:
        """Record active broadcasts in `broadcasts`; if the text cannot be read, record why in `warnings`."""
        try:
            text_of(thing, names=self.names, broadcasts=self.broadcasts)
        except AssertionError as unreadable:
            self.warnings.append(str(unreadable))
