"""Was something missed? The threads of incidents are read anew.

Slack does not resend a thread reply whose event we failed to handle, nor what happened while no process was connected.
So this is done at start, and before a reminder complains that nobody answers.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from bot.clock import Clock
from bot.database import Database
from bot.delivery.slack_history import History, MustWait
from bot.operations.incidents.acknowledgement import How, acknowledge_incident, is_waiting
from bot.operations.incidents.mark_reachable import is_asked, note_answer
from bot.operations.incidents.remark import is_news, relay_remark
from bot.operations.incidents.update_clock import record_customer_update
from bot.people import UNREACHABLE, People
from bot.queries.incidents import cards_of, customer_of, waiting_incidents
from bot.queries.remarks import answered_incidents, remark_at
from bot.rules.person import TechniciansUnknown
from bot.rules.said import Said, said_in
from bot.rules.workspace import Workspace
from models import Card

ANSWERED_LIMIT = 100
"""At start so many threads are read of incidents that somebody has already."""
AT_ONCE = 10
"""So many incidents are read at start without a pause."""
PAUSE_S = 4.0
"""Between two incidents after these: most have two threads, and Slack lets us read about 50 a minute. Some are left for
what may not wait, which is looking for messages that a process that died may have posted."""

Thread = tuple[Card, list[dict[str, Any]]]
"""A card with all messages of its thread, the card itself first."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A technician's act that counts as the initial response."""

    at: datetime
    technician: str
    how: How


class Rereading:
    """Reads threads and reactions in Slack, and acknowledges what had been answered."""

    def __init__(
        self,
        *,
        history: History,
        database: Database,
        people: People,
        workspace: Workspace,
        clock: Clock,
        stopping: Event,
    ) -> None:
        self._history = history
        self._database = database
        self._people = people
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

    def _patiently(self, incident_id: int) -> None:
        while not self._stopping.is_set():
            try:
                self._reread(incident_id)
                break
            except MustWait as wait:
                self._stopping.wait(wait.seconds)

    def incident(self, incident_id: int) -> None:
        """Tell the technicians what they have missed; acknowledge as of the first answer, if there is one.

        Where Slack wants us to wait, the threads stay unread: what comes next is on time.
        """
        try:
            self._reread(incident_id)
        except MustWait as wait:
            log.warning("The threads of INC-%s cannot be read: %s", incident_id, wait)

    def _reread(self, incident_id: int) -> None:
        with self._database.reading() as session:
            cards = cards_of(session, incident_id=incident_id)
            customer = customer_of(session, incident_id=incident_id)
        try:
            threads = [(card, list(self._history.of_thread(card.channel, card.ts))) for card in cards]
            self._relay(incident_id, threads)
            self._note_answer(incident_id, threads, customer)
            answers = [answer for thread in threads for answer in self._answers(thread, customer)]
        except (*UNREACHABLE, TechniciansUnknown) as problem:
            log.warning("The threads of INC-%s cannot be read: %r", incident_id, problem)
            return
        if answers:
            self._acknowledge(incident_id, min(answers, key=lambda answer: answer.at))
        if told := [answer.at for answer in answers if answer.how == "reply"]:
            now = self._clock.now()
            with self._database.transaction() as session:
                record_customer_update(
                    session, incident_id=incident_id, workspace=self._workspace, at=min(max(told), now), now=now
                )

    def _relay(self, incident_id: int, threads: Sequence[Thread]) -> None:
        said = [one for card, messages in threads if card.side == "customer" for one in self._said(card, messages)]
        with self._database.reading() as session:
            missed = [one for one in said if is_news(remark_at(session, channel=one.channel, ts=one.ts), one)]
        if not missed:
            return
        log.warning("%s messages in the customer's thread of INC-%s had been missed.", len(missed), incident_id)
        with self._database.transaction() as session:
            for one in missed:
                relay_remark(
                    session, said=one, incident_id=incident_id, workspace=self._workspace, now=self._clock.now()
                )

    def _note_answer(self, incident_id: int, threads: Sequence[Thread], customer: str) -> None:
        """Has the customer written since somebody asked whether they can be reached?"""
        with self._database.reading() as session:
            if not is_asked(session, incident_id=incident_id):
                return
        technicians = self._people.technicians() - {customer}
        said = (one for card, messages in threads if card.side == "customer" for one in self._said(card, messages))
        last = max((one for one in said if one.author not in technicians), key=lambda one: one.at, default=None)
        if last is not None:
            now = self._clock.now()
            with self._database.transaction() as session:
                note_answer(
                    session, incident_id=incident_id, who=last.author, at=last.at, workspace=self._workspace, now=now
                )

    def _said(self, card: Card, messages: Sequence[dict[str, Any]]) -> Iterator[Said]:
        for message in messages:
            at = min(self._clock.at(float(message["ts"])), self._clock.now())
            if said := said_in(message, channel=card.channel, at=at):
                yield said

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
                    workspace=self._workspace,
                )

    def _answers(self, thread: Thread, customer: str) -> Iterator[Answer]:
        card, messages = thread
        answering = self._people.technicians() - {customer}
        how: How = "reply" if card.side == "customer" else "triage_reply"
        for message in messages:
            if message["ts"] == card.ts:
                yield from self._eyes(message, answering)
            elif message.get("user") in answering and not message.get("bot_id"):
                yield Answer(self._clock.at(float(message["ts"])), message["user"], how)

    def _eyes(self, message: dict[str, Any], answering: frozenset[str]) -> Iterator[Answer]:
        """Slack does not tell when somebody reacted: it counts as of now."""
        for reaction in message.get("reactions", []):
            if reaction["name"] == "eyes":
                yield from (Answer(self._clock.now(), user, "eyes") for user in reaction["users"] if user in answering)
