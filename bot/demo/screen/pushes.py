"""What would be on a browser's screen now, from what local-slack has pushed to it?

local-slack has one screen for everybody: a form that one person opens replaces the form of another. Who
opened it is not in the push; it follows from the trigger that the gesture carried and the bot handed back. In
the same way, a push right after the bot's acknowledgement is what the bot answered to a submitted form.
"""

from collections import deque
from dataclasses import dataclass, field

from bot.demo.screen.control import Payload


@dataclass(frozen=True)
class Answer:
    """What became of a submitted form."""

    given: bool
    """False if the form went away without the bot having answered."""
    errors: dict[str, str] = field(default_factory=dict)
    """What is wrong, by block id; empty if the form was accepted."""


@dataclass
class Screen:
    """All that has been pushed so far, read by `take`."""

    forms: list[Payload] = field(default_factory=list)
    """The open views, the topmost last."""
    opener: str | None = None
    """The id of the person whose gesture opened them."""
    answers: list[Answer] = field(default_factory=list)
    """One for each form that was submitted or closed, in order."""
    acknowledged: int = 0
    """How many gestures and events the bot has acknowledged."""
    bot_connected: bool = False
    """Whether the bot listens."""
    begun: int = 0
    """How often the screen has begun anew: once at the start, and after each reset of the workspace."""
    homes: list[tuple[str, Payload]] = field(default_factory=list)
    """Each published App Home, with the id of the person whose it is, in order."""
    log: deque[Payload] = field(default_factory=lambda: deque(maxlen=100_000))
    """What passed between the bot and local-slack; its own log forgets all but 1000 entries."""
    _triggers: dict[str, str] = field(default_factory=dict)
    _previous: Payload = field(default_factory=dict)

    def take(self, push: Payload) -> None:
        """Bring the screen up to date."""
        match push["t"]:
            case "init":
                self._begin(push["state"])
            case "socket_status":
                self.bot_connected = push["connected"]
            case "log":
                self._take_log(push["entry"])
            case "view":
                self._take_forms(push["stack"])
            case "view_errors":
                self.answers.append(Answer(given=True, errors=push["errors"] or {}))
            case "home":
                self.homes.append((push["user"], push["view"]))
        self._previous = push.get("entry", {})

    def _begin(self, state: Payload) -> None:
        self.begun += 1
        self.forms = state["modalStack"]
        self.opener = None
        self.homes.clear()
        self.log.clear()
        self.bot_connected = state["apps"][0]["connected"]
        self.log.extend(state["log"])

    def _take_log(self, entry: Payload) -> None:
        self.log.append(entry)
        detail = entry.get("detail")
        if entry["kind"] == "ack":
            self.acknowledged += 1
        elif entry["kind"] in {"slash_commands", "interactive"} and isinstance(detail, dict):
            self._triggers[detail.get("trigger_id", "")] = detail.get("user_id") or detail["user"]["id"]

    def _take_forms(self, stack: list[Payload]) -> None:
        self.forms = stack
        if self._previous.get("kind") == "web_api":
            trigger = self._previous["detail"].get("trigger_id")
            self.opener = self._triggers.get(trigger, self.opener)
        else:
            self.answers.append(Answer(given=self._previous.get("kind") == "ack"))
        if not stack:
            self.opener = None
