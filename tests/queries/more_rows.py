"""One account with many of everything, among as many other accounts: what the tests of growth compare."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.database import Database
from models import (
    Card,
    Claim,
    Event,
    Home,
    IdempotencyKey,
    Incident,
    IncidentText,
    LedgerEntry,
    Membership,
    Offer,
    OutboxMessage,
    Pack,
    Survey,
    TermsPeriod,
)  # fmt: skip
from tests.benchmarks.filled import fill, pack, rows_of, without_id, write
from tests.journeys.harness import CUSTOMERS

OPENED, CLOSED = 100, 500
"""The first numbers of the incidents that are open, and of those that are closed: before those of others, of which
PostgreSQL assumes that they lie among them."""
FIRST_PACK, FIRST_USABLE = 10_000, 20_000
"""The first numbers of the account's packs that are used up, and of those that are not."""
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PAST = datetime(2026, 11, 1, tzinfo=UTC)

Row = dict[str, Any]
Changed = Callable[[Row, int], Row]


def multiply(database: Database, copies: int, *, direct: str) -> None:
    """Add so many other accounts with an incident each, and to account 1 as many of all that it can have many of.

    Of what one person claims there is little, and of buyers and products as well.
    """
    with database.transaction() as session:  # The threads of older ones are read again.
        session.get_one(Incident, 1).opened_at -= timedelta(days=1)
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
    decided = {"made_at": PAST, "state": "refused", "decided_by": "U0MAX", "reason": "Not there."}
    write(database, Claim, (decided | {"user_id": f"U1{n}", "confirmation": f"CLAIM{n}"} for n in numbers))
    terms = rows_of(database, Incident, 1)[0]["terms"]
    for channel, thread in ((direct, ""), (CUSTOMERS, None)):
        write(database, Offer, (used_offer(n, channel, thread, terms) for n in numbers))
    write(database, Home, ({"user_id": f"U1{n}", "chosen": "open", "after": "", "opened_at": PAST} for n in numbers))
    write(database, IdempotencyKey, ({"key": f"key {n}", "received_at": NOW - timedelta(hours=1)} for n in numbers))
    surveyed = {"member": "U0ALICE", "asked_at": PAST, "answered_at": PAST, "is_useful": True, "remarks": ""}
    write(database, Survey, (surveyed | {"incident_id": CLOSED + n, "quality": 4, "language": 5} for n in numbers))
    tidy_up(database)


def tidy_up(database: Database) -> None:
    """Let PostgreSQL count what it holds and forget what was replaced, as it does by itself in time."""
    if database.writer.dialect.name == "postgresql":
        with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("RESET statement_timeout")


def used_up(number: int) -> Row:
    """Return a pack of this account that is not expired, and of which nothing will be left."""
    changed = {"id": FIRST_PACK + number, "account_id": 1, "confirmation": f"USED{number}", "size": 1}
    return pack(number) | changed | {"low_balance_notified": True}


def usable(number: int) -> Row:
    """Return a pack of this account with which it can pay."""
    return pack(number) | {"id": FIRST_USABLE + number, "account_id": 1, "confirmation": f"USABLE{number}"}


def used_offer(number: int, channel: str, thread: str | None, terms: Row) -> Row:
    """Return an offer that was accepted in this channel, each in a thread of its own if none is given."""
    ts = f"{number}.000100"
    return {
        "channel": channel, "message_ts": ts, "thread_ts": ts if thread is None else thread, "author": "U0ALICE",
        "offered_by": "U0ALICE", "account_id": 1, "choices": [], "title": "No mail", "description": "", "severity": "B",
        "terms": terms, "similar": [], "state": "used", "valid_until": PAST, "incident_id": 1, "is_joined": False,
    }  # fmt: skip


def copy_incident(database: Database, numbers: range, *, is_closed: bool) -> None:
    """Add copies of the incident to its account, open or closed, with all their rows."""
    ended: Row = {"status": "closed", "outcome": "withdrawn", "closed_by": "U0ALICE"}
    changes: dict[Any, Changed] = {
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
