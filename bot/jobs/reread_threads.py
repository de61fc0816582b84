"""Was something missed? The threads of incidents are read again.

Slack does not resend a thread reply whose event we failed to handle, nor what happened while no process was connected.
So this is done after a start (bot/jobs/reread_queue.py), before a reminder complains that nobody answers, and before an
incident is closed.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.database import Database
from bot.delivery.slack_errors import UNKNOWN_FATE, code_of
from bot.delivery.slack_history import MustWait, SlackHistory
from bot.directory.answers import UNREACHABLE
from bot.directory.people import People
from bot.facts.reread import Reread
from bot.guard import Guard
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import receive_eyes
from bot.operations.incidents.remark import may_matter, receive_remark
from bot.operations.incidents.remark_copy import is_news
from bot.policy import Policy
from bot.queries.incidents import cards_of
from bot.queries.remarks import remark_at
from bot.rules.instants import instant_of
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.workspace import Workspace
from bot.rules.written_message import WrittenMessage, read_message
from models import Card, Incident
from models.vocabulary import Side

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ThreadMessage:
    """A message in a thread of an incident."""

    side: Side
    message: WrittenMessage
    is_command: bool = False
    """True for a command to us, which is no remark to the other side."""


@dataclass
class RereadInProgress(Reread):
    """The result of reading threads, while they are being read."""

    ends_at: float | None = None
    """When nothing more may be begun, on the monotonic clock, as somebody is waiting; None if nobody is."""
    is_out_of_time: bool = False
    """True if something that had been found was left for want of time."""

    def in_time(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the names until the time is over, and note whether any were left."""
        for name in names:
            if self.ends_at is not None and time.monotonic() >= self.ends_at:
                self.is_out_of_time = True
                return
            yield name


@dataclass(kw_only=True)
class Rereading:
    """Reads threads and reactions in Slack, and makes good what was missed."""

    history: SlackHistory
    database: Database
    people: People
    policy: Policy
    workspace: Workspace
    clock: Clock
    is_command: Callable[[Mapping[str, Any]], bool]
    """Returns True for a message, as Slack gives it, that is a command to us and no remark."""

    def __post_init__(self) -> None:
        """Make the guard, which sets aside what fails again and again."""
        self.guard = Guard(self.database, self.clock)

    def through(self, history: SlackHistory) -> "Rereading":
        """Return a copy that reads through another history, for instance one whose client waits less long."""
        return replace(self, history=history)

    def incident(self, incident_id: int) -> Reread:
        """Read the threads of one incident and receive what was missed; raises nothing.

        If Slack wants us to wait, or anything else goes wrong, they stay unread, so that what comes next is on time.
        """
        with self.database.reading() as session:
            cards = cards_of(session, incident_id=incident_id)
        return self._read(incident_id, cards)

    def customer_side(self, incident_id: int, *, ends_at: float) -> Reread:
        """Read only the customer's thread, like `incident`: somebody waits for the answer.

        Nothing is begun after `ends_at`, on the monotonic clock; the thread then counts as unread.
        """
        with self.database.reading() as session:
            cards = cards_of(session, incident_id=incident_id)
        return self._read(incident_id, [one for one in cards if one.side == Side.CUSTOMER], ends_at=ends_at)

    def _read(self, incident_id: int, cards: Sequence[Card], *, ends_at: float | None = None) -> Reread:
        found = RereadInProgress(ends_at=ends_at)
        self.guard.attempt("reread_threads", incident_id, lambda: self._reread(incident_id, cards, found))
        return found

    def _reread(self, incident_id: int, cards: Sequence[Card], found: RereadInProgress) -> None:
        try:
            threads = [(card, self.history.of_thread(card.channel, card.ts, ends_at=found.ends_at)) for card in cards]
        except MustWait as wait:
            log.warning("The threads of INC-%s cannot be read: %s", incident_id, wait)
            found.wait_s = wait.seconds
            return
        except UNREACHABLE as problem:
            log.warning("The threads of INC-%s cannot be read: %r", incident_id, problem)
            found.is_answered = isinstance(problem, SlackApiError) and code_of(problem.response) not in UNKNOWN_FATE
            return
        entries = [entry for card, thread in threads for entry in self._entries(card, thread)]
        self._receive(incident_id, entries, found)
        for card, thread in threads:
            eyes = partial(self._receive_eyes, incident_id)
            self.guard.each("receive_eyes", _eyes_on(card, thread), eyes)
        found.is_read = not found.is_out_of_time

    def _entries(self, card: Card, thread: Sequence[dict[str, Any]]) -> Sequence[ThreadMessage]:
        entries: list[ThreadMessage] = []

        def read(message: dict[str, Any]) -> None:
            at = instant_of(message["ts"], on_clock=self.clock.at, now=self.clock.now())
            if written := read_message(message, channel=card.channel, at=at):
                entries.append(ThreadMessage(card.side, written, is_command=self.is_command(message)))

        for message in thread:
            self.guard.attempt("read_message", f"{card.channel} {message.get('ts')}", partial(read, message))
        return entries

    def _receive(self, incident_id: int, entries: Sequence[ThreadMessage], found: RereadInProgress) -> None:
        """Receive what may have been missed, in the order in which it was written; what fails holds up nothing else."""
        missed: list[ThreadMessage] = []
        with self.database.reading() as session:
            incident = session.get_one(Incident, incident_id)
            for one in entries:
                remark = remark_at(session, channel=one.message.channel, ts=one.message.ts)
                if one.is_command and remark is None:
                    continue
                if may_matter(one.message, incident=incident, side=one.side, remark=remark):
                    missed.append(one)
                    if one.side is Side.CUSTOMER and is_news(remark, one.message):
                        found.news.append(one.message)
        missed.sort(key=lambda one: one.message.at)
        in_order = {f"{one.message.channel} {one.message.ts}": one for one in missed}
        receive = partial(self._receive_one, incident_id)
        self.guard.each("receive_remark", found.in_time(in_order), lambda name: receive(in_order[name]))

    def _receive_one(self, incident_id: int, entry: ThreadMessage) -> None:
        context = self._context(self.people.author(entry.message.author))
        with self.database.transaction() as session:
            is_done = receive_remark(session, entry.message, incident_id=incident_id, side=entry.side, context=context)
        if not is_done:
            log.warning("Whether %s is a technician is not known: INC-%s waits.", entry.message.author, incident_id)

    def _receive_eyes(self, incident_id: int, user_id: str) -> None:
        """Receive a reaction; Slack does not give its time, so it counts as of now."""
        context = self._context(self.people.author(user_id))
        try:
            with self.database.transaction() as session:
                receive_eyes(session, incident_id=incident_id, at=None, context=context)
        except TechniciansUnknown:
            log.warning("Whether %s is a technician is not known: INC-%s waits.", user_id, incident_id)

    def _context(self, person: Person) -> Context:
        return Context(person, self.policy, self.workspace, self.clock.now())


def _eyes_on(card: Card, thread: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the Slack member ids of those who have put :eyes: on the card."""
    for message in thread:
        if message["ts"] == card.ts:
            for reaction in message.get("reactions") or []:
                if reaction["name"] == "eyes":
                    yield from reaction["users"]
