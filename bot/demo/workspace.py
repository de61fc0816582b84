"""A Slack workspace on this machine: started, watched, waited for, and stopped."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from bot.demo.control import Control
from bot.demo.description import APP_TOKEN, BOT_TOKEN, BOT_USER, WorkspaceChannel, WorkspaceUser, configuration
from bot.demo.errors import CannotPlay, NeverSeen
from bot.demo.reading import Payload, caption, elements, transcript, visible_text
from bot.demo.running.start import start
from bot.demo.visitor import Visitor

Found = TypeVar("Found")
LOOKS_PER_SECOND = 10
"""Minimum looks that a quick machine takes in a second."""
PAUSE_S = 0.05
"""Seconds between two looks."""


class LocalWorkspace:
    """A workspace that runs while the `with` block does; `port` 0 picks a free one."""

    bot_user = BOT_USER
    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    url: str
    """The page for the browser."""
    api_url: str
    """The base of the Web API; it ends with /api/."""

    def __init__(
        self, *, program: Path, users: Sequence[WorkspaceUser], channels: Sequence[WorkspaceChannel], port: int = 0
    ) -> None:
        self.users = users
        self._executable = program
        self._port = port
        self._configuration = configuration(users=users, channels=channels)

    def __enter__(self) -> Self:
        """Start the workspace; raise CannotStart."""
        self._program, self.url = start(self._executable, configuration=self._configuration, port=self._port)
        self.api_url = f"{self.url}/api/"
        self._control = Control(self.url)
        self._visitors = [Visitor(user, control=self._control) for user in self.users]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the workspace, and leave nothing running."""
        self._program.stop()

    @property
    def process_group(self) -> int:
        """Return the id of the process group that the workspace runs in."""
        return self._program.group

    def visitor(self, name: str) -> Visitor:
        """Return the person with that short name, real name or id, to act for them; raise CannotPlay if nobody is."""
        for visitor in self._visitors:
            if name in {visitor.user.id, visitor.user.name, visitor.user.real_name}:
                return visitor
        raise CannotPlay(f"There is nobody called {name!r}, only {', '.join(user.name for user in self.users)}.")

    def messages(self, channel: str) -> list[Payload]:
        """Return a channel's messages, oldest first, with all replies and ephemeral messages."""
        return self._control.messages(self._control.channel(channel))

    def thread(self, channel: str, ts: str) -> list[Payload]:
        """Return a message and its replies, oldest first."""
        return [message for message in self.messages(channel) if ts in {message["ts"], message.get("thread_ts")}]

    def direct_messages(self, person: str) -> list[Payload]:
        """Return the direct messages between the bot and a person, given by short name, real name or id."""
        user = self.visitor(person).user.id
        direct = [one["id"] for one in self._control.state()["channels"] if one["is_im"] and user in one["members"]]
        return [message for channel in direct for message in self._control.messages(channel)]

    def wait_for_bot(self, timeout: float = 20) -> None:
        """Wait until the bot is connected; raise NeverSeen."""
        what = f"a bot that is connected to {self.api_url}"
        self.wait_for(lambda: self._control.screen()["apps"][0]["connected"], timeout, what=what)

    def wait_for(
        self, look: Callable[[], Found | None], timeout: float = 10, *, what: str = "what was expected"
    ) -> Found:
        """Return what `look` returns once that is truthy; raise NeverSeen with what was there instead.

        It looks for at least `timeout` seconds, and at least as often as a quick machine would in that time: on a busy
        machine, both a look and what is waited for take longer.
        """
        give_up, looks = time.monotonic() + timeout, timeout * LOOKS_PER_SECOND
        while not (found := look()):
            looks -= 1
            if time.monotonic() > give_up and looks < 0:
                raise NeverSeen(f"Not seen within {timeout:g} seconds: {what}. There was:\n{self.transcript()}")
            time.sleep(PAUSE_S)
        return found

    def wait_for_message(self, channel: str, text: str, *, thread: str | None = None, timeout: float = 10) -> Payload:
        """Return the first message of a channel, or reply in one of its threads, whose visible text contains `text`."""

        def look() -> Payload | None:
            messages = self.thread(channel, thread)[1:] if thread else self.messages(channel)
            return next((one for one in messages if text in f"{visible_text(one)}\n{one.get('text')}"), None)

        place = f"the thread of {thread} in {channel}" if thread else channel
        return self.wait_for(look, timeout, what=f"{text!r} in {place}")

    def wait_for_button(self, channel: str, ts: str, button: str, *, timeout: float = 10) -> None:
        """Wait until a message has a button with this text; raise NeverSeen."""

        def look() -> bool:
            found = (one for one in self.messages(channel) if one["ts"] == ts)
            return any(caption(it) == button for one in found for _, it in elements(one.get("blocks") or []))

        self.wait_for(look, timeout, what=f"the button {button!r} in {channel}")

    def transcript(self) -> str:
        """Return everything that was posted in the workspace, as readable lines."""
        state = self._control.state()
        names = {user["id"]: user.get("real_name") or user["name"] for user in state["users"]}
        return "\n".join(
            f"#{channel['name']}\n{transcript(self._control.messages(channel['id']), names) or '  (nothing)'}"
            for channel in state["channels"]
        )
