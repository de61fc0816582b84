"""Was an answer missed? The threads of incidents that wait are read anew.

Slack does not resend a thread reply whose event we failed to handle, nor what happened while no process was connected.
So this is done at start, and before a reminder complains that nobody answers.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock
from bot.database import Database
from bot.operations.acknowledge_incident import How, acknowledge_incident, is_waiting
from bot.people import UNREACHABLE, People
from bot.queries.incidents import cards_of, customer_of, waiting_incidents
from bot.rules.desk import Desk
from bot.rules.person import TechniciansUnknown
from models import Card

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A technician's act that counts as the initial response."""

    at: datetime
    technician: str
    how: How


class Rereading:
    """Reads threads and reactions in Slack, and acknowledges what had been answered."""

    def __init__(self, *, client: WebClient, database: Database, people: People, desk: Desk, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._people = people
        self._desk = desk
        self._clock = clock

    def everything(self) -> None:
        """Read the threads of all incidents that wait."""
        with self._database.reading() as session:
            waiting = waiting_incidents(session)
        for incident_id in waiting:
            self.incident(incident_id)

    def incident(self, incident_id: int) -> None:
        """Acknowledge the incident as of the first answer in its threads, if there is one that was missed."""
        with self._database.reading() as session:
            cards = cards_of(session, incident_id=incident_id)
            customer = customer_of(session, incident_id=incident_id)
        try:
            answers = [answer for card in cards for answer in self._answers(card, customer)]
        except (*UNREACHABLE, TechniciansUnknown) as problem:
            log.warning("The threads of INC-%s cannot be read: %r", incident_id, problem)
            return
        if answers:
            self._acknowledge(incident_id, min(answers, key=lambda answer: answer.at))

    def _acknowledge(self, incident_id: int, answer: Answer) -> None:
        technician = self._people.person(answer.technician)
        if not technician.answers:  # An app that is a member of the triage channel.
            return
        with self._database.transaction() as session:
            if is_waiting(session, incident_id=incident_id):
                log.warning("An answer in a thread of INC-%s had been missed.", incident_id)
                acknowledge_incident(
                    session,
                    incident_id=incident_id,
                    technician=technician,
                    how=answer.how,
                    at=min(answer.at, self._clock.now()),
                    now=self._clock.now(),
                    desk=self._desk,
                )

    def _answers(self, card: Card, customer: str) -> Iterator[Answer]:
        answering = self._people.technicians() - {customer}
        how: How = "reply" if card.side == "customer" else "triage_reply"
        for message in self._thread(card):
            if message["ts"] == card.ts:
                yield from self._eyes(message, answering)
            elif message.get("user") in answering and not message.get("bot_id"):
                yield Answer(self._clock.at(float(message["ts"])), message["user"], how)

    def _eyes(self, message: dict[str, Any], answering: frozenset[str]) -> Iterator[Answer]:
        """Slack does not tell when somebody reacted: it counts as of now."""
        for reaction in message.get("reactions", []):
            if reaction["name"] == "eyes":
                yield from (Answer(self._clock.now(), user, "eyes") for user in reaction["users"] if user in answering)

    def _thread(self, card: Card) -> Iterator[dict[str, Any]]:
        for page in self._client.conversations_replies(channel=card.channel, ts=card.ts, limit=200):
            yield from page["messages"]
