"""Gestures read no more rows where one account has three times as much of everything."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.database import Database
from bot.timetable import WATCH_PACKS
from models import (
    Account,
    Card,
    Claim,
    Event,
    Incident,
    IncidentText,
    LedgerEntry,
    Membership,
    Offer,
    OutboxMessage,
    Pack,
    TermsPeriod,
)  # fmt: skip
from tests.benchmarks.filled import fill, pack, rows_of, without_id, write
from tests.fake_slack import FakeSlack
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness, program, workspace
from tests.templates import copy_sqlite

FEW, MANY = 110, 330
"""Copies of each row: lists count up to 100 rows, so that from the first number on they read no more."""
STEPS = 10
"""Steps of SQLite's virtual machine between two counts; skipping a row takes some of them."""
GROWTH, SLACK = 1.3, 60
"""The factor, and the counts on top of it, by which the steps may grow, as the B-tree has one more level."""
OPENED, CLOSED = 10_000, 20_000
"""The first numbers of the incidents that are open, and of those that are closed."""
FIRST_PACK, FIRST_USABLE = 10_000, 20_000
"""The first numbers of the account's packs that are used up, and of those that are not."""
PAST = datetime(2026, 11, 1, tzinfo=UTC)

Row = dict[str, Any]


def asks(who: str, text: str, channel: str = "") -> Callable[[Harness], object]:
    return lambda harness: harness.people[who].command("/incident", text, channel=channel)


def says(text: str) -> Callable[[Harness], object]:
    return lambda harness: (harness.alice.say(text), harness.deliver())


def file(harness: Harness) -> None:
    harness.alice.command("/incident", channel=CUSTOMERS)
    assert harness.alice.submit(ANSWERS).ok


def answer_in_thread(harness: Harness) -> None:
    there, newest = harness.slack.direct_message("U0ALICE").id, harness.slack.dms("U0ALICE")[-1]["ts"]
    harness.alice.reply("yes", channel=there, thread_ts=newest)


def react(harness: Harness) -> None:
    said = harness.bob.say("C the printer is broken", channel=CUSTOMERS).ts
    harness.alice.react("ticket", channel=CUSTOMERS, ts=said)
    harness.deliver()
    harness.alice.unreact("ticket", channel=CUSTOMERS, ts=said)


GESTURES: dict[str, Callable[[Harness], object]] = {
    "form": asks("U0ALICE", "", CUSTOMERS),
    "form of a technician": asks("U0THEO", "", TRIAGE),
    "file": file,
    "deliver what was filed": lambda harness: harness.deliver(),
    **{
        f"{asked} of {who}": asks(who, asked, TRIAGE if who == "U0THEO" else "")
        for who in ("U0ALICE", "U0THEO")
        for asked in ("list", "list mine", "list closed", "list waiting", "list all", "search zebra", "show INC-1")
    },
    "explain": asks("U0ALICE", "explain INC-1"),
    "packs": asks("U0ALICE", "packs"),
    "verdicts": asks("U0MAX", "verdicts"),
    "watch packs": lambda harness: harness.guichet.scheduler.get_job(WATCH_PACKS).func(),
    "counter": asks("U0THEO", "counter", TRIAGE),
    "Home of a customer": lambda harness: (harness.alice.open_home(), harness.guichet.homes.run()),
    "say something to file": says("B my scanner is on fire"),
    "greet": says("hello"),
    "accept the offer": says("yes"),
    "accept it again": says("yes"),
    "answer in a thread": answer_in_thread,
    "react": react,
    "remark": lambda harness: harness.alice.reply(
        "Still down.", channel=CUSTOMERS, thread_ts=harness.cards(CUSTOMERS)[0]["ts"]
    ),
    "more": lambda harness: harness.theo.click("More…", channel=TRIAGE, ts=harness.cards(TRIAGE)[0]["ts"]),
    "acknowledge": lambda harness: (
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=harness.cards(TRIAGE)[0]["ts"]),
        harness.deliver(),
    ),
}


def test_no_gesture_reads_what_grows(tmp_path: Path) -> None:
    few, many = (steps_of_gestures(tmp_path / str(copies), copies) for copies in (FEW, MANY))
    grown = {
        (name, statement): (few[name][statement], steps)
        for name, found in many.items()
        for statement, steps in found.items()
        if steps > GROWTH * few[name][statement] + SLACK
    }
    assert not grown


def steps_of_gestures(folder: Path, copies: int) -> dict[str, Counter[str]]:
    """Return for each gesture the steps that SQLite takes for each statement, among this many copies of everything."""
    folder.mkdir()
    with FakeSlack(follow_clock=True) as slack:
        workspace(slack)
        with program(slack, folder, database_url=copy_sqlite(folder / "guichet.db")) as guichet:
            harness = Harness(slack, guichet, None)  # type: ignore[arg-type] # nothing here waits
            with guichet.database.transaction() as session:
                session.add(Account(id=1, code="ACME", name="Acme"))
                session.flush()
                session.add(Membership(account_id=1, kind="channel", value=CUSTOMERS))
                session.add(Membership(account_id=1, kind="user", value="U0ALICE"))
            file(harness)
            harness.deliver()
            multiply(guichet.database, copies, direct=slack.direct_message("U0ALICE").id)
            return {name: steps_of(guichet.database, gesture, harness) for name, gesture in GESTURES.items()}


def multiply(database: Database, copies: int, *, direct: str) -> None:
    """Add so many other accounts with an incident each, and to this account as many of all that it can have many of."""
    fill(database, filed=1, copies=copies)
    for first, is_closed in ((OPENED, False), (CLOSED, True)):
        copy_incident(database, range(first, first + copies), is_closed=is_closed)
    numbers = range(copies)
    for kind in ("channel", "user", "domain"):
        write(database, Membership, ({"account_id": 1, "kind": kind, "value": f"{kind}{n}.example"} for n in numbers))
    write(database, Pack, (used_up(n) for n in numbers))
    write(database, Pack, (usable(n) for n in numbers))
    for units, kind, first in ((1, "granted", FIRST_PACK), (-1, "adjusted", FIRST_PACK), (5, "granted", FIRST_USABLE)):
        entry = {"kind": kind, "units": units, "at": PAST, "actor": "U0MAX", "reason": "Used elsewhere."}
        write(database, LedgerEntry, (entry | {"pack_id": first + n} for n in numbers))
    decided = {"user_id": "U0BOB", "made_at": PAST, "state": "refused", "decided_by": "U0MAX", "reason": "Not there."}
    write(database, Claim, (decided | {"confirmation": f"CLAIM{n}"} for n in numbers))
    terms = rows_of(database, Incident, 1)[0]["terms"]
    for channel, thread in ((direct, ""), (CUSTOMERS, None)):
        write(database, Offer, (used_offer(n, channel, thread, terms) for n in numbers))


def used_up(number: int) -> Row:
    """Return a pack of this account that is not expired, and of which nothing will be left."""
    changed = {"id": FIRST_PACK + number, "account_id": 1, "confirmation": f"USED{number}", "size": 1}
    return pack(number) | changed | {"low_balance_notified": True}


def usable(number: int) -> Row:
    """Return a pack of this account with which it can pay."""
    return pack(number) | {"id": FIRST_USABLE + number, "account_id": 1, "confirmation": f"USABLE{number}"}


def used_offer(number: int, channel: str, thread: str | None, terms: Row) -> Row:
    ts = f"{number}.000100"
    return {
        "channel": channel, "message_ts": ts, "thread_ts": ts if thread is None else thread, "author": "U0ALICE",
        "offered_by": "U0ALICE", "account_id": 1, "choices": [], "title": "No mail", "description": "", "severity": "B",
        "terms": terms, "similar": [], "state": "used", "valid_until": PAST, "incident_id": 1, "is_joined": False,
    }  # fmt: skip


def copy_incident(database: Database, numbers: range, *, is_closed: bool) -> None:
    """Add copies of the incident to its account, open or closed, with all their rows."""
    ended: Row = {"status": "closed", "outcome": "withdrawn", "closed_by": "U0ALICE"}
    changes: dict[Any, Callable[[Row, int], Row]] = {
        Incident: lambda row, n: (
            row | {"id": n, "form_id": f"V{n}"} | (ended | {"closed_at": PAST + timedelta(n)} if is_closed else {})
        ),
        IncidentText: lambda _row, n: {"incident_id": n},
        TermsPeriod: lambda _row, n: {"incident_id": n},
        Event: lambda _row, n: {"incident_id": n},
        Card: lambda row, n: {"incident_id": n, "ts": f"{n}.{row['id']:06}"},
        OutboxMessage: lambda row, n: {
            "incident_id": n, "reference": f"{n} {row['id']}", "lane": f"{n} {row['side']}",
            **({"state": "cancelled"} if is_closed and row["state"] == "pending" else {}),
        },
    }  # fmt: skip
    for model, changed in changes.items():
        rows = rows_of(database, model, 1)
        write(database, model, (without_id(model, row | changed(row, n)) for n in numbers for row in rows))


def steps_of(database: Database, gesture: Callable[[Harness], object], harness: Harness) -> Counter[str]:
    """Return the most steps that SQLite takes for each statement of a gesture, in counts of `STEPS`."""
    with counted(database) as each:
        gesture(harness)
    longest = Counter[str]()
    for statement, steps in each:
        longest[statement] = max(longest[statement], steps[0])
    return longest


@contextmanager
def counted(database: Database) -> Iterator[list[tuple[str, list[int]]]]:
    """Yield a list to which each statement is added with its steps, until the block ends."""
    found: list[tuple[str, list[int]]] = []

    def begin(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        steps = [0]

        def count() -> None:
            steps[0] += 1

        found.append((statement, steps))
        connection.connection.driver_connection.set_progress_handler(count, STEPS)

    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", begin)
    yield found
    for engine in (database.reader, database.writer):
        event.remove(engine, "before_cursor_execute", begin)
