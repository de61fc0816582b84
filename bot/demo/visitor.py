"""One person in the workspace, who does what a person does in Slack: says, reacts, clicks, fills in forms.

local-slack shows one form at a time for the whole workspace. Two visitors can therefore not fill in two forms
side by side: the second form replaces the first, and submitting the first raises CannotPlay, which says so.
"""

import time
from collections.abc import Callable, Iterable, Mapping

from bot.demo.description import WorkspaceUser
from bot.demo.errors import CannotPlay
from bot.demo.screen.control import Control, Payload
from bot.demo.screen.form import Form, Given
from bot.demo.screen.page import Page
from bot.demo.screen.pressing import pressed
from bot.demo.screen.pushes import Screen

BOT_ANSWERS_WITHIN = 6.0
"""Seconds: local-slack waits 5 for the bot's acknowledgement, then goes on without."""

BOT_CONNECTS_WITHIN = 2.0
"""Seconds, for a bot that is just starting or connecting again."""


class Visitor:
    """A person at a screen; channels are given by name or id, messages by their `ts`."""

    def __init__(self, user: WorkspaceUser, *, control: Control, page: Page) -> None:
        self.user = user
        self._control = control
        self._page = page
        self._left_behind: str | None = None

    def say(self, channel: str, text: str, *, thread: str | None = None) -> str:
        """Write a message and return its ts; the bot hears it if it is in the channel and connected."""
        where = self._control.channel(channel)
        said = self._control.post("message", channel=where, user=self.user.id, text=text, thread_ts=thread)
        return str(said["message"]["ts"])

    def reply(self, channel: str, thread: str, text: str) -> str:
        """Write in the thread of a message and return the reply's ts."""
        return self.say(channel, text, thread=thread)

    def react(self, channel: str, ts: str, emoji: str, *, present: bool = True) -> None:
        """Put an emoji (its name, without colons) on a message, or take it away."""
        where = self._control.channel(channel)
        self._message(where, ts)
        self._control.post("reaction", channel=where, ts=ts, user=self.user.id, name=emoji, present=present)

    def command(self, command: str, text: str = "", *, channel: str) -> None:
        """Type a slash command; returns when the bot has acknowledged it."""
        what = {
            "channel": self._control.channel(channel),
            "user": self.user.id,
            "command": command,
            "text": text,
        }
        self._ask(f"{command} {text}".rstrip(), lambda: self._control.post("command", **what))

    def click(self, channel: str, ts: str, button: str, *, option: str | None = None) -> None:
        """Press a button, given by its text or action id, or choose a menu's option by its text."""
        where = self._control.channel(channel)
        action = pressed(self._message(where, ts).get("blocks") or [], button, option=option)
        what = {"channel": where, "messageTs": ts, "user": self.user.id, "action": action}
        self._ask(f"[{button}]", lambda: self._control.post("interact", **what))

    def home(self, *, timeout: float = 10) -> Payload:
        """Open the bot's App Home and return the view that the bot publishes."""
        before = len(self._page.look(self._homes))
        self._ask("App Home", lambda: self._control.post("open-home", user=self.user.id))
        views = self._page.look(lambda screen: self._homes(screen)[before:], timeout=timeout)
        if not views:
            raise CannotPlay(f"The bot published no App Home for {self.user.real_name} within {timeout:.0f} seconds.")
        return views[-1]

    def click_home(self, button: str, *, option: str | None = None) -> None:
        """Press a button in the App Home that was published last."""
        views = self._page.look(self._homes)
        action = pressed(views[-1]["blocks"] if views else [], button, option=option)
        what = {"channel": "", "messageTs": "", "user": self.user.id, "action": action}
        self._ask(f"[{button}]", lambda: self._page.send("block_action", **what))

    def form(self, *, timeout: float = 5) -> Form:
        """Return the form that this person's last gesture opened; raises CannotPlay when none appears."""
        view = self._page.look(self._own_form, timeout=timeout)
        if view is None:
            raise CannotPlay(f"{self.user.real_name} has no form open: {self._page.look(_on_screen)}.")
        return Form(view, self._ids())

    def submit(self, answers: Mapping[str, Given] | None = None, *, timeout: float = 5) -> dict[str, str]:
        """Fill in the open form by its visible labels and submit it.

        Returns the errors by label; empty when the bot accepted the form, which is then closed or replaced.
        A required field that is left empty is an error too, which Slack itself shows without asking the bot.
        """
        form = self.form(timeout=timeout)
        values = form.fill(answers or {})
        if missing := form.missing(values):
            return missing
        before = len(self._page.look(lambda screen: screen.answers))
        self._page.send("view_submit", user=self.user.id, values=values)
        answer = self._page.look(lambda screen: screen.answers[before:], timeout=BOT_ANSWERS_WITHIN)
        if not answer or not answer[0].given:
            raise CannotPlay(f"The bot did not answer to the form {form.title!r} within 5 seconds.")
        return form.by_label(answer[0].errors)

    def close_form(self) -> None:
        """Close the open form without submitting it."""
        self.form(timeout=0)
        self._page.send("view_close", user=self.user.id)
        self._page.look(lambda screen: not screen.forms, timeout=BOT_ANSWERS_WITHIN)

    def _ask(self, gesture: str, act: Callable[[], object]) -> None:
        """Make a gesture that the bot must acknowledge; raises CannotPlay when it does not."""
        if not self._page.look(lambda screen: screen.bot_connected, timeout=BOT_CONNECTS_WITHIN):
            raise CannotPlay("The bot is not connected to local-slack.")
        on_screen = self._page.look(lambda screen: screen.forms)
        self._left_behind = on_screen[-1]["id"] if on_screen else None
        before = self._page.look(lambda screen: screen.acknowledged)
        give_up = time.monotonic() + BOT_ANSWERS_WITHIN
        act()
        # Most gestures return only when the bot has answered or has had its time; the page is told at once.
        remaining = max(1.0, give_up - time.monotonic())
        if not self._page.look(lambda screen: screen.acknowledged > before, timeout=remaining):
            raise CannotPlay(f"The bot did not answer to {gesture} of {self.user.real_name} within 5 seconds.")

    def _own_form(self, screen: Screen) -> Payload | None:
        if screen.opener != self.user.id or screen.forms[-1]["id"] == self._left_behind:
            return None
        return screen.forms[-1]

    def _homes(self, screen: Screen) -> list[Payload]:
        return [view for user, view in screen.homes if user == self.user.id]

    def _message(self, channel: str, ts: str) -> Payload:
        for message in self._control.messages(channel):
            if message["ts"] == ts:
                return message
        raise CannotPlay(f"There is no message {ts} in {channel}.")

    def _ids(self) -> dict[str, str]:
        """Return the id of every person and channel by each name that a field may show."""
        state = self._control.state()
        named: Iterable[Payload] = [*state["users"], *state["channels"]]
        return {name: one["id"] for one in named for name in (one["id"], one["name"], one.get("real_name")) if name}


def _on_screen(screen: Screen) -> str:
    if not screen.forms:
        return "nothing is on the screen"
    return f"on the screen is {screen.forms[-1]['title']['text']!r}, opened by {screen.opener}"
