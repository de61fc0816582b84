"""The messages that the bots have to post in a fault test, and the account of them afterwards."""

import random
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from bot.database import Database, open_database
from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.delivery.traits import Route
from bot.kinds import KINDS
from bot.migrate import migrate
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.filing import file_incident
from bot.rules.filing import Filing
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models.vocabulary import Kind
from tests.contexts import POLICY, context_of
from tests.faults.slack_process import MANY_CUSTOMERS, SlackProcess
from tests.journeys.harness import TRIAGE
from tests.templates import copy_sqlite

ALICE = Person("U0ALICE", "Alice Martin", "en", "Europe/Paris")
THEO = Person("U0THEO", "Theo Roux", "fr", "Europe/Paris", is_technician=True)
WORKSPACE = Workspace(triage_channel=TRIAGE, managers=("U0MAX",), locale="en", has_fallback=False)
POSTING = tuple(name for name, kind in KINDS.items() if kind.route in {Route.NEW_CARD, Route.REPLY, Route.DIRECT})
FIRST_WARNING = timedelta(hours=1)
"""Half of the two hours that severity A promises."""


def file(session: Any, *, at: datetime, place: str = MANY_CUSTOMERS[0]) -> int:
    """File an incident of severity A."""
    return file_incident(
        session,
        filing=Filing("No mail", None, "A", "business", "", "Nobody gets mail."),
        form_id=uuid4().hex,
        opened_in=place,
        context=Context(ALICE, POLICY, WORKSPACE, at),
    )


def acknowledge(session: Any, incident_id: int, *, at: datetime, who: Person = THEO) -> None:
    """Acknowledge an incident by its button."""
    acknowledge_incident(session, incident_id=incident_id, context=context_of(who, at, workspace=WORKSPACE))


def fill(database: Database, *, messages: int, seconds: float, seed: int = 0) -> int:
    """Arrange `messages` posts that fall due over the next `seconds`, and return how many they are.

    Half belong to incidents whose cards are due at once and whose first warning falls due later, a quarter to
    incidents that are filed and acknowledged at once, a quarter are notices, twenty to a thread.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    began = datetime.now(UTC)
    with database.transaction() as session:
        for number in range(messages // 6):
            due = began + timedelta(seconds=chance.uniform(0, seconds))
            file(session, at=due - FIRST_WARNING, place=MANY_CUSTOMERS[number % 5])
        for number in range(messages // 16):
            due = began + timedelta(seconds=chance.uniform(0, seconds))
            acknowledge(session, file(session, at=due, place=MANY_CUSTOMERS[number % 5]), at=due)
        for number in range(messages - messages // 6 * 3 - messages // 16 * 4):
            due = began + timedelta(seconds=chance.uniform(0, seconds))
            notice(session, dedup_key=f"{seed} {number}", lane=f"{seed} {number // 20}", at=due)
    return messages


def notice(session: Any, *, dedup_key: str, lane: str, at: datetime, channel: str = "U0MAX") -> None:
    """Arrange a direct message that belongs to no incident."""
    outbox.post(
        session,
        kind=Kind.TROUBLE_NOTICE,
        to=Destination(channel, lane_name=lane),
        now=at,
        dedup_key=dedup_key,
        parameters={"finding": "held_up", "count": "1", "error": "invalid_auth"},
    )


def new_database(url: str) -> Database:
    """Open a database and create its tables; a new SQLite file is a copy of one that has them."""
    if url.startswith("sqlite:"):
        copy_sqlite(Path(make_url(url).database or ""))
    database = open_database(url)
    migrate(database)
    return database


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Query a database that other processes are using, without writing."""
    if url.startswith("sqlite:"):
        connection = sqlite3.connect(f"file:{make_url(url).database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as server:
        return server.execute(sql).fetchall()


def waiting(url: str, *, until: datetime | None = None) -> int:
    """Return the number of waiting messages that are due now, or by `until`."""
    latest = until or datetime.now(UTC)
    rows = query(url, "SELECT due_at FROM outbox_message WHERE state IN ('pending', 'parked')")
    return sum(instant(due_at) <= latest for (due_at,) in rows)


def instant(value: Any) -> datetime:
    """Return an instant as SQLite or PostgreSQL give it."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def await_all_said(url: str, *, seconds: float, until: datetime | None = None) -> None:
    """Wait until no message due now, or by `until`, is waiting; any that still is counts as lost in the account."""
    give_up = time.monotonic() + seconds
    while waiting(url, until=until) and time.monotonic() < give_up:
        time.sleep(0.25)


@dataclass
class Account:
    """What became of the messages that were due."""

    due: int = 0
    once: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    seen: list[tuple[float, float]] = field(default_factory=list)
    """For each message that is seen: when it was due and when it was posted, as Unix times."""

    def lateness(self, *, since: float = 0.0) -> list[float]:
        """Return the delays in seconds of the messages that fell due after this instant, shortest first."""
        return sorted(posted - due for due, posted in self.seen if due >= since)

    def backlog_said_in(self, recovery: float) -> float:
        """Return how many seconds after the recovery the last message was seen that had been due before it."""
        return max((posted for due, posted in self.seen if due <= recovery), default=recovery) - recovery


def account(url: str, slack: SlackProcess) -> Account:
    """Compare the table with what is to be seen in Slack."""
    posts, found = slack.posts(), Account()
    last: dict[str, float] = {}
    columns = "reference, lane, kind, state, due_at, sent_ts"
    for reference, lane, kind, state, due_at, sent_ts in query(
        url,
        f"SELECT {columns} FROM outbox_message ORDER BY due_at, id",  # noqa: S608 - a constant
    ):
        seen = [float(one["ts"]) for one in posts.pop(reference, [])]
        if kind not in POSTING or (not seen and not _is_owed(state, instant(due_at))):
            continue
        found.due += 1
        found.once += len(seen) == 1
        if state != "done" or sent_ts is None or float(sent_ts) not in seen:
            found.lost.append(f"{lane} {kind} {state}")
        if len(seen) > 1:
            found.twice.append(f"{lane} {kind} {state}")
        if seen and min(seen) < last.get(lane, 0):
            found.disordered.append(f"{lane} {kind}")
        last[lane] = max([last.get(lane, 0), *seen])
        found.seen += [(instant(due_at).timestamp(), ts) for ts in seen]
    found.twice += [f"{reference} belongs to no message" for reference in posts]
    return found


def _is_owed(state: str, due_at: datetime) -> bool:
    """Return whether a message in this state should have appeared in Slack by now."""
    return state == "done" or (state not in {"cancelled", "superseded"} and due_at <= datetime.now(UTC))
