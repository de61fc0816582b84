"""Draws the App Home of those who look at it: when they open it, and after what they do.

What is to be drawn is not stored: a Home that was forgotten is drawn when it is opened again. One that cannot be drawn
now stays as it is, and is tried again.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.database import Database
from bot.delivery.slack_errors import UNKNOWN_FATE, code_of, is_rate_limited, retry_after
from bot.directory.accounts import accounts_seen
from bot.directory.card_addresses import addresses_of
from bot.directory.people import People
from bot.facts.home import HomeFacts
from bot.guard import Guard
from bot.messages.home import customer_home, desk_home, soon
from bot.policy import Policy
from bot.queries.home import home_of, who_looks
from bot.queries.home_page import customer_page, desk_page
from bot.rules.person import AccountsUnknown, Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from models import Home

EACH_S = 1.0
"""Minimum seconds between two drawings for one person."""
AT_ONCE = 30
"""Maximum drawings in one run: Slack takes about 100 a minute (docs.slack.dev/reference/methods/views.publish)."""
LONGEST_WAIT_S = 60.0
"""Maximum seconds until a drawing that failed is tried again."""
REST_S = 30.0
"""Seconds to rest if Slack does not say how long."""
DRAW_HOME = "draw_home"
"""Name of the task, as managers read it when somebody's Home fails again and again."""
NOT_OURS = (SlackApiError, OSError, Refusal)
"""What is raised while Slack or the database is away or busy, or does not say who somebody is."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WantedHome:
    """A Home that is to be drawn."""

    due: float
    """On the monotonic clock."""
    tries: int = 0
    is_blank: bool = False
    """True if the Home is still empty."""


class HomeDrawing:
    """Draws the Homes that are asked for; may be asked by several threads at once."""

    def __init__(
        self,
        client: WebClient,
        database: Database,
        people: People,
        *,
        policy: Policy,
        workspace: Workspace,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._people = people
        self._policy = policy
        self._workspace = workspace
        self._clock = clock
        self._guard = Guard(database, clock)
        self._lock = Lock()
        self._wanted: dict[str, WantedHome] = {}
        self._drawn: dict[str, float] = {}
        self._resting_until = 0.0

    def want(self, user_id: str, *, is_blank: bool = False) -> None:
        """Draw somebody's Home soon, if they have opened it lately."""
        with self._lock:
            due = max(time.monotonic(), self._drawn.get(user_id, 0.0) + EACH_S)
            self._wanted[user_id] = WantedHome(due, is_blank=is_blank)

    def run(self) -> None:
        """Draw the Homes that are due, for those who look at them."""
        due = dict(self._take())
        if not due:
            return
        now = self._clock.now()
        try:
            with self._database.reading() as session:
                looking = who_looks(session, among=due, now=now)
        except Exception as problem:  # noqa: BLE001 - whatever it is, all are tried again
            looking = ()
            for user_id, wanted in due.items():
                self._note(user_id, wanted, problem)
        for user_id in looking:
            wanted = due[user_id]
            try:
                self._draw(user_id, wanted, now=now)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the next one is drawn, and this one later
                self._note(user_id, wanted, problem)
            else:
                self._guard.forget(DRAW_HOME, user_id)

    def _take(self) -> Sequence[tuple[str, WantedHome]]:
        now = time.monotonic()
        if now < self._resting_until:
            return []
        with self._lock:
            self._drawn = {one: at for one, at in self._drawn.items() if at > now - EACH_S}
            due = [(user_id, one) for user_id, one in self._wanted.items() if one.due <= now][:AT_ONCE]
            for user_id, _ in due:
                del self._wanted[user_id]
                self._drawn[user_id] = now
        return due

    def _note(self, user_id: str, wanted: WantedHome, problem: Exception) -> None:
        """Plan another try, unless Slack refuses the Home for good or it is set aside.

        A Home that is set aside is tried once each time that its reader opens it or acts.
        """
        if isinstance(problem, SlackApiError) and is_rate_limited(problem.response):
            self._resting_until = time.monotonic() + retry_after(problem.response, otherwise=REST_S)
        elif isinstance(problem, SlackApiError) and code_of(problem.response) not in UNKNOWN_FATE:
            log.warning("Slack refuses the Home of %s: %s", user_id, problem.response.get("error"))
            return
        elif not isinstance(problem, NOT_OURS) and self._guard.record(DRAW_HOME, user_id, problem):
            log.error("The Home of %s is set aside.", user_id, exc_info=problem)
            return
        elif wanted.tries == 0:
            log.warning("The Home of %s could not be drawn; it is tried again.", user_id, exc_info=problem)
        again = replace(wanted, due=time.monotonic() + min(2.0**wanted.tries, LONGEST_WAIT_S), tries=wanted.tries + 1)
        with self._lock:
            self._wanted.setdefault(user_id, again)

    def _draw(self, user_id: str, wanted: WantedHome, *, now: datetime) -> None:
        person = self._people.person(user_id)
        words = Words(person.locale, person.timezone, slack_dates=self._workspace.slack_dates)
        with self._database.reading() as session:
            home = home_of(session, user_id=user_id)
        if home is None or person.is_bot or person.has_left:
            return
        if wanted.is_blank and wanted.tries == 0:
            self._client.views_publish(user_id=user_id, view=soon(words=words))
        self._client.views_publish(user_id=user_id, view=self._view(person, home, words, now=now))

    def _view(self, person: Person, home: Home, words: Words, *, now: datetime) -> dict[str, Any]:
        if person.is_staff:
            with self._database.reading() as session:
                facts = desk_page(session, person=person, home=home, policy=self._policy, now=now)
            seen = {desk: one.seen_by(self._people.person, desk=desk) for desk, one in facts.rosters.items()}
            facts = replace(facts, rosters=seen)
            linked = self._linked(words, facts)
            return desk_home(facts, words=linked, now=now, is_manager=person.is_manager)
        accounts = self._accounts(person)
        with self._database.reading() as session:
            facts = customer_page(session, person=person, home=home, accounts=accounts, now=now)
        return customer_home(facts, words=self._linked(words, facts), now=now)

    def _accounts(self, person: Person) -> Sequence[int]:
        channels = partial(self._people.channels_of, person.user_id)
        found = accounts_seen(person, find_channels=channels, reading=self._database.reading)
        if not found.is_complete:
            raise AccountsUnknown
        return [one.id for one in found.known]

    def _linked(self, words: Words, facts: HomeFacts) -> Words:
        """Return the words with the addresses of the cards. May ask Slack once for the workspace's address."""
        return replace(words, links=addresses_of(facts.cards, people=self._people))
