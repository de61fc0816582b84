"""One person in the workspace, who does what people do in Slack: writes, reacts, clicks, fills in forms."""

from collections.abc import Mapping, Sequence

from bot.demo import form as filling
from bot.demo.control import Control, Effect
from bot.demo.description import WorkspaceUser
from bot.demo.errors import CannotPlay
from bot.demo.form import Given
from bot.demo.reading import Part, Payload, caption, elements


class Visitor:
    """A person at the screen that everybody shares; channels are given by name or id, messages by their `ts`."""

    def __init__(self, user: WorkspaceUser, *, control: Control) -> None:
        self.user = user
        self._control = control
        self._form_id: str | None = None
        """The form that this person's last gesture opened."""

    def say(self, channel: str, text: str, *, thread: str | None = None) -> str:
        """Write a message and return its ts; the bot hears it if it is in the channel and connected."""
        where = self._control.channel(channel)
        posted = self._control.post("message", channel=where, user=self.user.id, text=text, thread_ts=thread)
        return str(posted["message"]["ts"])

    def reply(self, channel: str, thread: str, text: str) -> str:
        """Write in the thread of a message and return the reply's ts."""
        return self.say(channel, text, thread=thread)

    def react(self, channel: str, ts: str, emoji: str, *, present: bool = True) -> None:
        """Put an emoji (its name, without colons) on a message, or take it away."""
        where = self._control.channel(channel)
        self._message(where, ts)
        self._control.post("reaction", channel=where, ts=ts, user=self.user.id, name=emoji, present=present)

    def command(self, command: str, text: str = "", *, channel: str) -> None:
        """Type a slash command; return once the bot has acknowledged it."""
        where = self._control.channel(channel)
        self._act(f"{command} {text}".rstrip(), "slash_command", channel=where, command=command, text=text)

    def click(self, channel: str, ts: str, button: str, *, option: str | None = None) -> None:
        """Press a button, given by its text or action id, or choose a menu's option by its text."""
        where = self._control.channel(channel)
        action = pressed(self._message(where, ts).get("blocks") or [], button, option=option)
        self._act(f"[{button}]", "block_action", channel=where, messageTs=ts, action=action)

    def form(self) -> Payload:
        """Return the form that this person's last gesture opened; raise CannotPlay if it is not on the screen."""
        forms = self._control.screen()["modalStack"]
        if not forms or forms[-1]["id"] != self._form_id:
            there = f"{forms[-1]['title']['text']!r} of another gesture" if forms else "nothing"
            raise CannotPlay(f"{self.user.real_name} has no form open: {there} is on the screen.")
        form: Payload = forms[-1]
        return form

    def submit(self, answers: Mapping[str, Given] | None = None) -> dict[str, str]:
        """Fill in the open form by its visible labels and send it.

        Returns the errors by label; empty when the bot accepted the form, which is then closed or replaced.
        A required field that is left empty is an error too, which Slack itself shows without asking the bot.
        """
        view = self.form()
        typed = filling.filled(view, answers or {})
        if missing := filling.missing(view, typed):
            return missing
        values = filling.state_values([block for block, _ in filling.inputs(view)], typed)
        effect = self._act(f"the form {view['title']['text']!r}", "view_submit", values=values)
        return filling.by_label(view, effect.errors)

    def close_form(self) -> None:
        """Close the open form without sending it."""
        self.form()
        self._control.close_form(self.user.id)

    def _act(self, gesture: str, kind: str, **what: object) -> Effect:
        """Make a gesture that the bot must acknowledge; raise CannotPlay if it does not."""
        try:
            effect = self._control.act(kind, user=self.user.id, **what)
        except TimeoutError:
            who = self.user.real_name
            raise CannotPlay(f"The bot did not answer to {gesture} of {who} within 5 seconds.") from None
        if not effect.errors:
            self._form_id = next((form["id"] for form in effect.after[-1:] if form not in effect.before), None)
        return effect

    def _message(self, channel: str, ts: str) -> Payload:
        for message in self._control.messages(channel):
            if message["ts"] == ts:
                return message
        raise CannotPlay(f"There is no message {ts} in {channel}.")


def pressed(blocks: Sequence[Part], button: str, *, option: str | None = None) -> Payload:
    """Return the action of the one element with that text or action id; raise CannotPlay unless there is one."""
    usable = list(elements(blocks))
    found = [(block, one) for block, one in usable if button in {caption(one), one["action_id"]}]
    if len(found) != 1:
        there = ", ".join(f"{caption(one)!r} ({one['action_id']})" for _, one in usable) or "nothing"
        raise CannotPlay(f"{len(found)} things to press are called {button!r}; there is {there}.")
    block, element = found[0]
    # Slack gives an id to a block that has none; local-slack's page does it this way.
    block_id = block.get("block_id", f"b{blocks.index(block)}")
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    if element["type"] == "button":
        return action | {"value": element.get("value"), "text": element["text"]}
    return action | {"selected_option": filling.offered(option, filling.options(element))}
