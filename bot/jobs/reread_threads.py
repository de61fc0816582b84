"""Was something missed? The threads of incidents are read again.

Slack does not resend a thread reply whose event we failed to handle, nor what happened while no process was connected.
So this is done at start, and before a reminder complains that nobody answers.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from bot.clock import Clock
from bot.database import Database
from bot.delivery.slack_history import MustWait, SlackHistory
from bot.directory.answers import UNREACHABLE
from bot.directory.people import People
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import receive_eyes
from bot.operations.incidents.remark import may_matter, receive_remark
from bot.policy import Policy
from bot.queries.incidents import cards_of, waiting_incidents
from bot.queries.remarks import answered_incidents, remark_at
from bot.rules.instants import instant_of
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.workspace import Workspace
from bot.rules.written_message import WrittenMessage, read_message
from models import Card, Incident
from models.vocabulary import Side

ANSWERED_LIMIT = 100
"""Maximum incidents whose threads are read at start although somebody has answered already."""
AT_ONCE = 10
"""Incidents that are read at start without a pause."""
PAUSE_S = 4.0
"""Between two incidents after these: most have two threads, and Slack lets us read about 50 a minute. Some are left for
what may not wait, which is looking for messages that a process that died may have posted."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """A message in a thread of an incident."""

    side: Side
    message: WrittenMessage


class Rereading:
    """Reads threads and reactions in Slack, and makes good what was missed."""

    def __init__(
        self,
        *,
        history: SlackHistory,
        database: Database,
        people: People,
        policy: Policy,
        workspace: Workspace,
        clock: Clock,
        stopping: Event,
    ) -> None:
        """Prepare; once `stopping` is set, reading stops."""
        self._history = history
        self._database = database
        self._people = people
        self._policy = policy
        self._workspace = workspace
        self._clock = clock
        self._stopping = stopping

    def everything(self) -> None:
        """Read the threads of all incidents that wait, then of the newest that somebody works on.

        That takes its time, and waits where Slack wants it to; it ends early if the program stops.
        """
        with self._database.reading() as session:
            numbers = [*waiting_incidents(session), *answered_incidents(session, limit=ANSWERED_LIMIT)]
        for count, incident_id in enumerate(numbers):
            if self._stopping.wait(PAUSE_S if count >= AT_ONCE else 0):
                return
            self._patiently(incident_id)

    def incident(self, incident_id: int) -> None:
        """Read the threads of one incident.

        Where Slack wants us to wait, or anything else goes wrong, they stay unread: what comes next is on time.
        """
        try:
            self._reread(incident_id)
        except MustWait as wait:
            log.warning("The threads of INC-%s cannot be read: %s", incident_id, wait)
        except Exception:
            log.exception("The threads of INC-%s could not be read.", incident_id)

    def _patiently(self, incident_id: int) -> None:
        while not self._stopping.is_set():
            try:
                self._reread(incident_id)
            except MustWait as wait:
                self._stopping.wait(wait.seconds)
            except Exception:
                log.exception("The threads of INC-%s could not be read.", incident_id)
                return
            else:
                return

    def _reread(self, incident_id: int) -> None:
        with self._database.reading() as session:
            cards = cards_of(session, incident_id=incident_id)
        try:
            threads = [(card, list(self._history.of_thread(card.channel, card.ts))) for card in cards]
        except UNREACHABLE as problem:
            log.warning("The threads of INC-%s cannot be read: %r", incident_id, problem)
            return
        self._receive(incident_id, [entry for card, thread in threads for entry in self._entries(card, thread)])
        for card, thread in threads:
            for user_id in _eyes_on(card, thread):
                self._receive_eyes(incident_id, user_id)

    def _entries(self, card: Card, thread: Sequence[dict[str, Any]]) -> Iterator[Entry]:
        for message in thread:
            at = instant_of(message["ts"], on_clock=self._clock.at, now=self._clock.now())
            if written := read_message(message, channel=card.channel, at=at):
                yield Entry(Side(card.side), written)

    def _receive(self, incident_id: int, entries: Sequence[Entry]) -> None:
        """Receive what may have been missed, in the order in which it was written; what fails holds up nothing else."""
        with self._database.reading() as session:
            incident = session.get_one(Incident, incident_id)
            missed = [
                one
                for one in entries
                if may_matter(
                    one.message,
                    incident=incident,
                    side=one.side,
                    remark=remark_at(session, channel=one.message.channel, ts=one.message.ts),
                )
            ]
        for one in sorted(missed, key=lambda one: one.message.at):
            try:
                self._receive_one(incident_id, one)
            except Exception:
                log.exception("Message %s in a thread of INC-%s cannot be received.", one.message.ts, incident_id)

    def _receive_one(self, incident_id: int, entry: Entry) -> None:
        context = self._context(self._people.author(entry.message.author))
        with self._database.transaction() as session:
            is_done = receive_remark(session, entry.message, incident_id=incident_id, side=entry.side, context=context)
        if not is_done:
            log.warning("Whether %s is a technician is not known: INC-%s waits.", entry.message.author, incident_id)

    def _receive_eyes(self, incident_id: int, user_id: str) -> None:
        """Receive a reaction; Slack does not give its time, so it counts as of now."""
        context = self._context(self._people.author(user_id))
        try:
            with self._database.transaction() as session:
                receive_eyes(session, incident_id=incident_id, at=context.now, context=context)
        except TechniciansUnknown:
            log.warning("Whether %s is a technician is not known: INC-%s waits.", user_id, incident_id)

    def _context(self, person: Person) -> Context:
        return Context(person, self._policy, self._workspace, self._clock.now())


def _eyes_on(card: Card, thread: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the Slack member ids of those who have put :eyes: on the card."""
    for message in thread:
        if message["ts"] == card.ts:
            for reaction in message.get("reactions") or []:
                if reaction["name"] == "eyes":
                    yield from reaction["users"]
