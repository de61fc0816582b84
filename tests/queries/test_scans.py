"""Nobody waits for a statement that reads a whole table that grows: every gesture is made among many incidents."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.database import Database, SqliteDatabase
from tests.benchmarks.filled import fill
from tests.fake_slack import FakeSlack
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness, program, workspace
from tests.unused_postgres import lent_postgres  # noqa: F401 - instead of one that was lent before

COPIES = 300
GROWING = frozenset(
    {
        *("account", "card", "event", "incident", "ledger_entry", "membership", "outbox_message", "pack", "remark"),
        *("terms_period", "idempotency_key", "offer", "thread_reading", "incident_text"),
    }
)
SCANS = re.compile(r"'SCAN (\w+)(?! USING)|Seq Scan on (\w+)")
"""How the plans of SQLite and PostgreSQL show a full table scan."""


AT_MOST = {"list of a customer": 12, "list of a technician": 12, "show": 8, "explain": 8, "packs": 8}
"""The maximum number of statements of gestures that people wait for, however many rows there are."""
EVERYBODY = ("U0ALICE", "U0THEO", "U0MAX")


def file(harness: Harness) -> None:
    harness.alice.command("/incident", channel=CUSTOMERS)
    assert harness.alice.submit(ANSWERS).ok


def first_card(harness: Harness) -> str:
    return str(harness.cards(TRIAGE)[0]["ts"])


GESTURES: dict[str, Callable[[Harness], object]] = {
    "file": file,
    "list of a customer": lambda harness: harness.alice.command("/incident", "list"),
    "list of a technician": lambda harness: harness.theo.command("/incident", "list"),
    "list of each kind": lambda harness: [
        who.command("/incident", f"list {one}")
        for who in (harness.alice, harness.theo)
        for one in ("mine", "waiting", "closed A1001", "all mail")
    ],
    "next page": lambda harness: (
        harness.theo.command("/incident", "list all", channel=TRIAGE),
        harness.theo.click("Suivant", channel=TRIAGE),
        harness.theo.click("Suivant", channel=TRIAGE),
        harness.theo.click("Précédent", channel=TRIAGE),
    ),
    "search of a customer": lambda harness: harness.alice.command("/incident", "search mail"),
    "search of a technician": lambda harness: (
        harness.theo.command("/incident", "search mail nine", channel=TRIAGE),
        harness.theo.click("Suivant", channel=TRIAGE),
    ),
    "show": lambda harness: harness.alice.command("/incident", "show INC-1"),
    "explain": lambda harness: harness.alice.command("/incident", "explain INC-1"),
    "packs": lambda harness: harness.people["U0MAX"].command("/incident", "packs A1001"),
    "verdicts": lambda harness: harness.people["U0MAX"].command("/incident", "verdicts"),
    "more": lambda harness: harness.theo.click("More…", channel=TRIAGE, ts=first_card(harness)),
    "remark": lambda harness: harness.alice.reply(
        "Still down.", channel=CUSTOMERS, thread_ts=harness.cards(CUSTOMERS)[0]["ts"]
    ),
    "acknowledge": lambda harness: harness.theo.click("Acknowledge", channel=TRIAGE, ts=first_card(harness)),
    "wait for the customer": lambda harness: (
        harness.choose(harness.tess, "wait_for_customer", first_card(harness)),
        harness.tess.submit({}),
        harness.deliver(),
    ),
    "Home": lambda harness: [(harness.people[one].open_home(), harness.guichet.homes.run()) for one in EVERYBODY],
    "close": lambda harness: (
        harness.choose(harness.tess, "give_up", first_card(harness)),
        harness.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "There is none."}),
    ),
    "deliver": lambda harness: harness.deliver(),
    "word after closing": lambda harness: (
        harness.alice.reply("Still down.", channel=CUSTOMERS, thread_ts=harness.cards(CUSTOMERS)[0]["ts"]),
        harness.deliver(),
    ),
    "mention": lambda harness: (harness.alice.mention("B printers are down", channel=CUSTOMERS), harness.deliver()),
    "change the offer": lambda harness: (harness.alice.click("Severity A", channel=CUSTOMERS), harness.deliver()),
    "file the offer": lambda harness: (harness.alice.click("File now", channel=CUSTOMERS), harness.deliver()),
    "counter": lambda harness: harness.theo.command("/incident", "counter", channel=TRIAGE),
    "read threads again": lambda harness: harness.guichet.reread_queue.start(),
}


@pytest.fixture
def harness(ready_url: str, tmp_path: Path) -> Iterator[Harness]:
    """The program on a database with many open incidents."""
    with FakeSlack(follow_clock=True) as slack:
        workspace(slack)
        with program(slack, tmp_path, database_url=ready_url) as guichet:
            harness = Harness(slack, guichet, None)  # type: ignore[arg-type] # nothing here waits
            file(harness)
            harness.deliver()
            fill(guichet.database, filed=1, copies=COPIES)
            yield harness


def test_no_gesture_reads_a_whole_table_that_grows(harness: Harness) -> None:
    database = harness.guichet.database
    for name, gesture in GESTURES.items():
        with statements(database) as asked:
            gesture(harness)
        assert 0 < len(asked) <= AT_MOST.get(name, len(asked)), f"{name}: {len(asked)} statements"
        for statement, parameters in dict(asked).items():
            plan = plan_of(database, statement, parameters)
            scanned = {one or other for one, other in SCANS.findall(plan)} & GROWING
            assert not scanned, f"{name}: {statement}\n{plan}"


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Yield a list to which each statement is added until the block ends."""
    found: list[tuple[str, Any]] = []

    def record(
        _connection: object, _cursor: object, statement: str, parameters: Any, context: Any, is_many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            one = parameters[0] if is_many else parameters
            found.append((statement, context.compiled_parameters and one))

    engines = (database.reader, database.writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", record)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", record)


def plan_of(database: Database, statement: str, parameters: Any) -> str:
    """Return the database's plan for a statement."""
    is_sqlite = isinstance(database, SqliteDatabase)
    with database.writer.begin() as connection:
        if not is_sqlite:  # In a table as small as here it would prefer a full scan, even where there is an index.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{how} {statement}", parameters))
