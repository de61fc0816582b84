"""How does an outbox message read? It is rendered when it is posted, in the language and zone of whoever reads it."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.outbox import ARRANGED_AT, IN_CHANNEL
from bot.delivery.protocol import Ready
from bot.delivery.traits import Rendering, Traits
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import COMMAND, MENTION, Words
from bot.texts.message import Message, addressed
from models import OutboxMessage

LATE_FROM = timedelta(minutes=1)
"""Delay, in real time, from which a reminder mentions that it comes late."""


class SlackLookup(Protocol):
    """Looks up people and addresses of messages in Slack."""

    def person(self, user_id: str) -> Person:
        """Return the person with this member id."""

    def address_of(self, channel: str, ts: str) -> str | None:
        """Return the address of a message, as Slack's *Copy link* gives it; None if Slack does not give it."""


class Renderer:
    """Renders messages from rows and people as they are at the time."""

    def __init__(self, *, people: SlackLookup, workspace: Workspace, clock: Clock) -> None:
        self._people = people
        self._workspace = workspace
        self._clock = clock

    def render(self, message: OutboxMessage, ready: Ready, traits: Traits) -> Message:
        """Return the text and the blocks that are true now."""
        now = self._clock.now()
        parameters = {name: value for name, value in message.parameters.items() if name != IN_CHANNEL}
        shown = traits.render(
            Rendering(
                ready.facts.subject,
                words=self._words(ready),
                now=now,
                parameters=parameters,
                late=self._lateness(_wanted_from(message), now),
                managers=self._workspace.reached_at(ready.facts.desk),
                reader=ready.place.reader,
                desk_of=self._desk_of,
                person=self._people.person,
            )
        )
        here = message.parameters.get(IN_CHANNEL)
        return addressed(shown, here["reader"]) if here else shown

    def _desk_of(self, name: str) -> str:
        return self._workspace.desk_of(name).name

    def _lateness(self, due_at: datetime, now: datetime) -> timedelta | None:
        """Return how late a message is; None if it is on time, or seems late only because the clock runs fast."""
        late = now - due_at
        return late if late >= self._clock.after(LATE_FROM) - now else None

    def _words(self, ready: Ready) -> Words:
        """Return the words in the language of a direct message's reader, or of the channel (or its account)."""
        locale = ready.facts.locale or self._workspace.locale_in(ready.place.channel)
        timezone = ready.facts.timezone
        person = self._people.person(ready.place.reader) if ready.place.reader else None
        if person is not None and person.is_outsider:
            # Slack gives neither their language nor their zone: those of their account are used.
            return self._made(locale, timezone, ready, command=MENTION)
        if person is not None:
            locale, timezone = person.locale, person.timezone
        return self._made(locale, timezone, ready)

    def _made(self, locale: str, timezone: str, ready: Ready, *, command: str = COMMAND) -> Words:
        dates = self._workspace.slack_dates
        return Words(locale, timezone, slack_dates=dates, links=self._links(ready), command=command)

    def _links(self, ready: Ready) -> dict[int, str]:
        """Return the addresses of the cards that may be linked to, by incident number."""
        addresses = {number: self._people.address_of(*card) for number, card in ready.facts.cards.items()}
        return {number: address for number, address in addresses.items() if address}


def _wanted_from(message: OutboxMessage) -> datetime:
    """Return the instant from which the message's lateness counts."""
    arranged_at = message.parameters.get(ARRANGED_AT)
    return max(message.due_at, datetime.fromisoformat(arranged_at)) if arranged_at else message.due_at
