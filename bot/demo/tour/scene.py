"""What every part of the story consists of: somebody does something, and its effect is awaited."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.errors import NeverSeen
from bot.demo.reading import Payload, visible_text
from bot.demo.seed import CUSTOMERS, TRIAGE
from bot.demo.workspace import LocalWorkspace
from bot.rules.statuses import Act
from bot.texts.catalogue import Words

SPEED = 600.0
"""Ten minutes of the story pass in one second, so that a deadline of two hours is reached in twelve."""
HOUR_S = 3600 / SPEED
"""Seconds that an hour of the story takes."""
PATIENCE_S = 10.0
"""Seconds by which something may be seen later than expected on a busy machine."""

Cards = dict[str, str]
"""The ts of an incident's card in each channel, by the channel's name."""


@dataclass(frozen=True)
class Scene:
    """Methods raise NeverSeen or CannotPlay if something is not as it should be; labels are given as names of texts."""

    workspace: LocalWorkspace
    words: Words

    def types(self, name: str, text: str = "", *, channel: str = CUSTOMERS.name) -> None:
        """Let somebody type /incident."""
        self.workspace.visitor(name).command("/incident", text, channel=channel)

    def sends(self, name: str, answers: Mapping[str, str]) -> None:
        """Let somebody fill in the form that they opened, and send it; the bot must accept it."""
        if errors := self.refused(name, answers):
            raise NeverSeen(f"The form should have been accepted, but said {errors}.")

    def refused(self, name: str, answers: Mapping[str, str]) -> dict[str, str]:
        """Let somebody fill in and send a form; return the bot's errors by label."""
        return self.workspace.visitor(name).submit({self.words(field): given for field, given in answers.items()})

    def presses(
        self, name: str, channel: str, ts: str, *, button: str, answers: Mapping[str, str] | None = None
    ) -> None:
        """Let somebody press a button once it is there; with `answers`, fill in the form that it opens."""
        self.workspace.wait_for_button(channel, ts, self.words(button), timeout=PATIENCE_S)
        self.workspace.visitor(name).click(channel, ts, self.words(button))
        if answers is not None:
            self.sends(name, answers)

    def chooses(self, name: str, card: Cards, act: Act, *, answers: Mapping[str, str]) -> None:
        """Let a technician choose an act under *More…* on the triage card, and fill in the form that it opens."""
        chosen = {"field-act": self.words(f"act-{act}")}
        self.presses(name, TRIAGE.name, card[TRIAGE.name], button="button-more", answers=chosen)
        self.sends(name, answers)

    def reads(self, channel: str, card: Cards, text: str, *, patience: float = PATIENCE_S) -> str:
        """Return the ts of the message with this text in the card's thread, once there; wait `patience` seconds."""
        seen = self.workspace.wait_for_message(channel, text, thread=card[channel], timeout=patience)
        return str(seen["ts"])

    def customer_reads(self, card: Cards, text: str) -> str:
        """Return the ts of the message with this text in the customer's thread, once it is there."""
        return self.reads(CUSTOMERS.name, card, text)

    def triage_reads(self, card: Cards, text: str) -> str:
        """Return the ts of the message with this text in the triage thread, once it is there."""
        return self.reads(TRIAGE.name, card, text)

    def is_told(self, name: str, text: str) -> Payload:
        """Return the direct message with this text to somebody, once it is there."""

        def look() -> Payload | None:
            received = self.workspace.direct_messages(name)
            return next((one for one in received if text in visible_text(one)), None)

        return self.workspace.wait_for(look, PATIENCE_S, what=f"a direct message to {name} with {text!r}")

    def answers_directly(self, name: str, text: str, button: str, *, answers: Mapping[str, str] | None = None) -> None:
        """Let somebody press a button of the direct message with this text; with `answers`, fill in the form."""
        asked = self.is_told(name, text)
        self.presses(name, str(asked["channel"]), asked["ts"], button=button, answers=answers)

    def cards(self, heading: str) -> Cards:
        """Return the two cards with this heading, such as "INC-1 ·", once both are there."""
        found = {
            channel.name: self.workspace.wait_for_message(channel.name, heading, timeout=PATIENCE_S)
            for channel in (CUSTOMERS, TRIAGE)
        }
        return {channel: str(card["ts"]) for channel, card in found.items()}

    def card_says(self, channel: str, card: Cards, text: str) -> None:
        """Wait until a card has this text."""

        def look() -> bool:
            messages = self.workspace.messages(channel)
            return any(one["ts"] == card[channel] and text in visible_text(one) for one in messages)

        self.workspace.wait_for(look, PATIENCE_S, what=f"{text!r} on the card in {channel}")
