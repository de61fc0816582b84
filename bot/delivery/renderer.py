"""In which words is an outbox message said? They are made when it is sent, for whoever reads it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.outbox import ARRANGED_AT, REMINDER_KINDS, UPDATE_KINDS
from bot.delivery.protocol import Ready
from bot.facts.incident import IncidentFacts
from bot.kinds import KINDS, Saying
from bot.people import People
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.message import Message
from models import OutboxMessage
from models.vocabulary import Side

LATE_FROM = timedelta(minutes=1)
"""Delay, in real time, from which a reminder says that it comes late."""


class Speaker:
    """Finds the words."""

    def __init__(self, *, people: People, workspace: Workspace, clock: Clock) -> None:
        self._people = people
        self._workspace = workspace
        self._clock = clock

    def message(self, message: OutboxMessage, ready: Ready) -> Message:
        """Return text and blocks as they are right at this instant."""
        now = self._clock.now()
        late = self._lateness(_wanted_from(message), now)
        saying = Saying(
            self._facts(message, ready),
            now=now,
            dedup_key=message.dedup_key,
            late=late,
            parameters=message.parameters,
            pack=ready.pack,
            remark=ready.remark,
            name_of=lambda user_id: self._people.person(user_id).name,
        )
        return KINDS[message.kind].say(saying, self._words(message, ready))

    def _facts(self, message: OutboxMessage, ready: Ready) -> IncidentFacts | None:
        """Return the facts; a reminder is also told whether whom it calls by name has left the technicians."""
        facts = ready.facts
        if facts is None or facts.assigned_to is None or message.kind not in (*REMINDER_KINDS, *UPDATE_KINDS):
            return facts
        return replace(facts, has_left=self._people.person(facts.assigned_to).is_technician is False)

    def _lateness(self, due_at: datetime, now: datetime) -> timedelta | None:
        """Return how late a message is, where the delay is of our making and not of a fast clock's."""
        late = now - due_at
        return late if late >= self._clock.after(LATE_FROM) - now else None

    def _words(self, message: OutboxMessage, ready: Ready) -> Words:
        """Return the words of a direct message's reader, or of the channel: an account's own may speak its language."""
        if ready.reader:
            person = self._people.person(ready.reader)
            return Words(
                person.locale, person.timezone, slack_dates=self._workspace.slack_dates, links=self._links(ready)
            )
        timezone = ready.facts.terms.calendar.timezone if ready.facts else "UTC"
        theirs = ready.facts.account_locale if ready.facts and message.side == Side.CUSTOMER else None
        return Words(
            theirs or self._workspace.locale,
            timezone,
            slack_dates=self._workspace.slack_dates,
            links=self._links(ready),
        )

    def _links(self, ready: Ready) -> dict[int, str]:
        """Return the addresses of other incidents' cards, as far as there are any."""
        addresses = {number: self._people.address_of(*place) for number, place in ready.related.items()}
        return {number: address for number, address in addresses.items() if address}


def _wanted_from(message: OutboxMessage) -> datetime:
    """Return since when it should have been said: since it was due, or arranged anew when its time had passed."""
    arranged_at = message.parameters.get(ARRANGED_AT)
    return max(message.due_at, datetime.fromisoformat(arranged_at)) if arranged_at else message.due_at
