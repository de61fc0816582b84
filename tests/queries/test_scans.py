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
from tests.journeys.desk import ANSWERS, CUSTOMERS, TRIAGE, Desk, program, workspace

COPIES = 300
GROWING = frozenset(
    {
        *("account", "card", "event", "incident", "ledger_entry", "membership", "outbox_message", "pack", "remark"),
        *("terms_period", "idempotency_key", "offer", "thread_reading", "incident_text"),
    }
)
SCANS = re.compile(r"'SCAN (\w+)(?! USING)|Seq Scan on (\w+)")
"""How SQLite and PostgreSQL write that they read a table from beginning to end."""


AT_MOST = {"list of a customer": 12, "list of a technician": 12, "show": 8, "explain": 8, "packs": 8}
"""Maximum statements of what people wait for, however many rows there are."""
EVERYBODY = ("U0ALICE", "U0THEO", "U0MAX")


def file(desk: Desk) -> None:
    desk.alice.command("/incident", channel=CUSTOMERS)
    assert desk.alice.submit(ANSWERS).ok


def first_card(desk: Desk) -> str:
    return str(desk.cards(TRIAGE)[0]["ts"])


GESTURES: dict[str, Callable[[Desk], object]] = {
    "file": file,
    "list of a customer": lambda desk: desk.alice.command("/incident", "list"),
    "list of a technician": lambda desk: desk.theo.command("/incident", "list"),
    "list of each kind": lambda desk: [
        who.command("/incident", f"list {one}")
        for who in (desk.alice, desk.theo)
        for one in ("mine", "waiting", "closed A1001", "all mail")
    ],
    "next page": lambda desk: (
        desk.theo.command("/incident", "list all", channel=TRIAGE),
        desk.theo.click("Suivant", channel=TRIAGE),
        desk.theo.click("Suivant", channel=TRIAGE),
        desk.theo.click("Précédent", channel=TRIAGE),
    ),
    "search of a customer": lambda desk: desk.alice.command("/incident", "search mail"),
    "search of a technician": lambda desk: (
        desk.theo.command("/incident", "search mail nine", channel=TRIAGE),
        desk.theo.click("Suivant", channel=TRIAGE),
    ),
    "show": lambda desk: desk.alice.command("/incident", "show INC-1"),
    "explain": lambda desk: desk.alice.command("/incident", "explain INC-1"),
    "packs": lambda desk: desk.people["U0MAX"].command("/incident", "packs A1001"),
    "verdicts": lambda desk: desk.people["U0MAX"].command("/incident", "verdicts"),
    "more": lambda desk: desk.theo.click("More…", channel=TRIAGE, ts=first_card(desk)),
    "remark": lambda desk: desk.alice.reply("Still down.", channel=CUSTOMERS, thread_ts=desk.cards(CUSTOMERS)[0]["ts"]),
    "acknowledge": lambda desk: desk.theo.click("Acknowledge", channel=TRIAGE, ts=first_card(desk)),
    "wait for the customer": lambda desk: (
        desk.choose(desk.tess, "wait_for_customer", first_card(desk)),
        desk.tess.submit({}),
        desk.deliver(),
    ),
    "Home": lambda desk: [(desk.people[one].open_home(), desk.guichet.homes.run()) for one in EVERYBODY],
    "close": lambda desk: (
        desk.choose(desk.tess, "give_up", first_card(desk)),
        desk.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "There is none."}),
    ),
    "deliver": lambda desk: desk.deliver(),
    "word after closing": lambda desk: (
        desk.alice.reply("Still down.", channel=CUSTOMERS, thread_ts=desk.cards(CUSTOMERS)[0]["ts"]),
        desk.deliver(),
    ),
    "mention": lambda desk: (desk.alice.mention("B printers are down", channel=CUSTOMERS), desk.deliver()),
    "change the offer": lambda desk: (desk.alice.click("Severity A", channel=CUSTOMERS), desk.deliver()),
    "file the offer": lambda desk: (desk.alice.click("File now", channel=CUSTOMERS), desk.deliver()),
    "counter": lambda desk: desk.theo.command("/incident", "counter", channel=TRIAGE),
    "read threads again": lambda desk: desk.guichet.reread_queue.start(),
}


@pytest.fixture
def desk(ready_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The program on a database with many open incidents."""
    with FakeSlack(follow_clock=True) as slack:
        workspace(slack)
        with program(slack, tmp_path, database_url=ready_url) as guichet:
            desk = Desk(slack, guichet, None)  # type: ignore[arg-type] # nothing here waits
            file(desk)
            desk.deliver()
            fill(guichet.database, filed=1, copies=COPIES)
            yield desk


def test_no_gesture_reads_a_whole_table_that_grows(desk: Desk) -> None:
    database = desk.guichet.database
    for name, gesture in GESTURES.items():
        with statements(database) as asked:
            gesture(desk)
        assert 0 < len(asked) <= AT_MOST.get(name, len(asked)), f"{name}: {len(asked)} statements"
        for statement, parameters in dict(asked).items():
            plan = plan_of(database, statement, parameters)
            scanned = {one or other for one, other in SCANS.findall(plan)} & GROWING
            assert not scanned, f"{name}: {statement}\n{plan}"


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Give the list to which each statement is added while this lasts."""
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
    """Return how the database goes about a statement."""
    is_sqlite = isinstance(database, SqliteDatabase)
    with database.writer.begin() as connection:
        if not is_sqlite:  # In a table as small as here it would rather read all, also where there is an index.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{how} {statement}", parameters))
