"""Reads the calendars of the rosters every few minutes, and looks up in Slack whom they name.

A calendar that cannot be read is logged once, and shown by `doctor`; what was read of it before still holds.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from threading import Event

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.directory.people import People
from bot.guard import Guard
from bot.ics.reader import CalendarContent, Stopped, read_calendar
from bot.ics.unreadable import UnreadableCalendar
from bot.operations import roster
from bot.operations.incidents.shift_change import refresh_card, shown_on_cards, unanswered_after
from bot.operations.roster import RosterKey
from bot.policy import Policy
from bot.roster_sources import RosterSource, roster_sources
from bot.rules.roster import entries_of, folded
from bot.rules.workspace import Workspace
from bot.second_voice import environment
from bot.settings import Settings

KNOWN_FOR = timedelta(days=100)
"""How far ahead entries are kept: a calendar that can no longer be read still says who is on call."""
KEPT_FOR = timedelta(days=1)
"""How far back entries are kept."""
FOUND_AHEAD = timedelta(days=8)
"""Whoever is on call or absent within this time is looked up in Slack."""
PAGE = 100
"""Incidents to draw anew that are looked up at once; each card is refreshed in a transaction of its own."""
LOOK_UPS = 40
"""Maximum people looked up in one run: Slack takes about 50 a minute (docs.slack.dev, Tier 3)."""

log = logging.getLogger(__name__)


class RosterReading:
    """Reads the calendars."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        *,
        settings: Settings,
        people: People,
        workspace: Workspace,
        stopping: Event,
    ) -> None:
        """Raise `WrongPolicyAddress` for an address that cannot be used; once `stopping` is set, nothing is begun."""
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._sources = roster_sources(policy, environment(), beside=settings.policy_file)
        self._people = people
        self._workspace = workspace
        self._stopping = stopping
        self._seen: dict[RosterKey, tuple[str, date]] = {}
        """For each calendar, the digest of what this process last read, and the day on which it last read all of it."""
        self._failing: set[RosterKey] = set()
        self._changed: dict[str, datetime] = {}
        """By the name of a desk, the instant from which its cards are out of date."""

    def run(self) -> None:
        """Read all calendars; a failure is logged, and the next run tries again."""
        try:
            with self._database.transaction() as session:
                kept = {(one.desk, one.part): one.key for one in self._sources}
                forgotten = roster.forget_other_calendars(session, kept)
            self._changed |= dict.fromkeys(forgotten, self._clock.now())
        except Exception:
            log.exception("The rosters of before could not be looked through.")
        self._guard.each("read_roster", self._sources, self._refresh)
        self._guard.each("find_people_of_roster", self._sources, self._look_up_people)
        for desk, since in [*self._changed.items()]:
            self._guard.each("redraw_card", self._unanswered(desk), partial(self._redraw, since))
            self._changed.pop(desk)

    def _unanswered(self, desk: str) -> Iterator[int]:
        """Yield the numbers of a desk's unacknowledged incidents; stop if they cannot be read."""
        last = 0
        try:
            while not self._stopping.is_set():
                with self._database.reading() as session:
                    page = unanswered_after(session, desk=desk, workspace=self._workspace, number=last, limit=PAGE)
                yield from page
                if len(page) < PAGE:
                    return
                last = page[-1]
        except Exception:
            log.exception("Which cards say who is on call could not be looked up.")

    def _redraw(self, since: datetime, number: int) -> None:
        with self._database.transaction() as session:
            refresh_card(session, number, workspace=self._workspace, now=since)

    def _refresh(self, one: RosterSource) -> None:
        key, now = (one.desk, one.part), self._clock.now()
        digest, day = self._seen.get(key, ("", None))
        # Once a day even an unchanged calendar is read, for the days that are new at the end of what is kept.
        known = digest if day == now.date() else ""
        try:
            reading = read_calendar(
                one.source, since=now - KEPT_FOR, until=now + KNOWN_FOR, known=known, stopping=self._stopping
            )
        except Stopped:
            return
        except UnreadableCalendar as problem:
            self._note_unreadable(one, key, error=str(problem), now=now)
            return
        with self._writing(one, now) as session:
            if reading is None:
                roster.note_unchanged(session, key, source=one.key, now=now)
            else:
                _keep(session, one, key, reading=reading, now=now)
        self._failing.discard(key)
        if reading is not None:
            self._seen[key] = reading.digest, now.date()

    def _note_unreadable(self, one: RosterSource, key: RosterKey, *, error: str, now: datetime) -> None:
        if key not in self._failing:
            log.warning("The calendar of %s cannot be read (%s); what was read before stands.", one, error)
        self._failing.add(key)
        self._seen.pop(key, None)
        with self._writing(one, now) as session:
            roster.note_unreadable(session, key, source=one.key, error=error, now=now)

    def _look_up_people(self, one: RosterSource) -> None:
        """Look up people who are named soon, and keep what is found; those whom Slack cannot look up now stay as is."""
        key, now = (one.desk, one.part), self._clock.now()
        if self._stopping.is_set():
            return
        with self._database.reading() as session:
            wanted = roster.people_to_find(session, key, until=now + FOUND_AHEAD, now=now, limit=LOOK_UPS)
        mapped = set(map(folded, one.people))
        answers = {address: self._people.with_address(address) for address in wanted if address not in mapped}
        found = {address: next(iter(ids), None) for address, ids in answers.items() if ids is not None}
        if found:
            with self._writing(one, now) as session:
                roster.keep_people(session, key, found=found)

    @contextmanager
    def _writing(self, one: RosterSource, now: datetime) -> Iterator[Session]:
        """Yield a session that writes about a calendar; afterwards note whether its desk's cards are out of date."""
        with self._database.transaction() as session:
            before = shown_on_cards(session, desk=one.desk, now=now)
            yield session
            session.flush()
            has_changed = shown_on_cards(session, desk=one.desk, now=now) != before
        if has_changed:
            self._changed[one.desk] = now


def _keep(session: Session, one: RosterSource, key: RosterKey, *, reading: CalendarContent, now: datetime) -> None:
    entries = [entry for occurrence in reading.occurrences for entry in entries_of(occurrence, one.people)]
    roster.keep_calendar(
        session,
        key,
        source=one.key,
        entries=entries,
        known_until=reading.until,
        left_out=reading.left_out,
        now=now,
    )
