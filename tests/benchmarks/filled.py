"""A database as it is after years: accounts with their channels, open and closed incidents, messages that wait.

One incident is filed as people file it; the others are copies of its rows.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, text
from sqlmodel import SQLModel

from bot.database import Database
from models import (
    Account,
    Card,
    Event,
    Incident,
    IncidentText,
    LedgerEntry,
    Membership,
    OutboxMessage,
    Pack,
    TermsPeriod,
)
from models.incident_text import word_of_account

CHUNK = 5_000
"""Rows that are written at once."""
FIRST = 1_000
"""The number of the first copy: those that are filed as people do come before it."""

SIZE = 5
"""Units of each pack."""
BOUGHT, EXPIRES = datetime(2026, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)

Row = dict[str, Any]
OF_INCIDENT: Mapping[type[SQLModel], Callable[[Row, int], Row]] = {
    Incident: lambda row, number: row | {"id": number, "form_id": f"V{number}", "account_id": number},
    IncidentText: lambda row, number: row | {"incident_id": number, "owner": word_of_account(number)},
    TermsPeriod: lambda row, number: row | {"incident_id": number},
    Event: lambda row, number: row | {"incident_id": number},
    Card: lambda row, number: row | {"incident_id": number, "ts": f"{number}.{row['id']:06}"},
    OutboxMessage: lambda row, number: (
        row | {"incident_id": number, "reference": f"{number:016x}{row['id']:016x}", "lane": f"{number} {row['side']}"}
    ),
}
"""What makes the row of a copy out of the row of the incident that was filed."""


def fill(database: Database, *, filed: int, copies: int) -> None:
    """Copy the incident that was filed, with all its rows; each copy has its own account, with a channel and a pack."""
    numbers = range(FIRST, FIRST + copies)
    write(database, Account, ({"id": n, "code": f"A{n}", "name": f"Account {n}"} for n in numbers))
    write(database, Membership, ({"account_id": n, "kind": "channel", "value": f"C0{n}"} for n in numbers))
    write(database, Pack, (pack(n) for n in numbers))
    write(
        database,
        LedgerEntry,
        ({"pack_id": n, "kind": "granted", "units": SIZE, "at": BOUGHT, "actor": "U0MAX"} for n in numbers),
    )
    for model, copied in OF_INCIDENT.items():
        originals = rows_of(database, model, filed)
        write(database, model, (without_id(model, copied(row, n)) for n in numbers for row in originals))
    if database.writer.dialect.name == "postgresql":
        with database.writer.begin() as connection:
            for table in ("incident", "account", "pack"):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', {FIRST + copies})")
    analyze(database)


def analyze(database: Database) -> None:
    """Let PostgreSQL count what it holds, as it does by itself in time; nobody ever asks SQLite to."""
    if database.writer.dialect.name == "postgresql":
        with database.writer.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("ANALYZE"))


OF_CLOSED: Mapping[type[SQLModel], Mapping[str, str]] = {
    Incident: {"id": "number", "form_id": "'V' || number"},
    TermsPeriod: {"incident_id": "number"},
    Event: {"incident_id": "number"},
    Card: {"incident_id": "number", "ts": "number || '.' || one.id"},
    OutboxMessage: {
        "incident_id": "number",
        "reference": "number || ' ' || one.id",
        "lane": "number || ' ' || one.lane",
    },
}
"""In SQL, what makes the row of a copy out of the row `one` of an incident that was filed and closed."""


def fill_closed(database: Database, *, filed: int, first: int, copies: int) -> None:
    """Copy an incident that was closed, by SQL alone: with the messages that are its cards, and without the others."""
    for model, copied in OF_CLOSED.items():
        table = model.__table__  # type: ignore[attr-defined]
        columns = [one.name for one in table.columns if one.name != "id" or model is Incident]
        taken = ", ".join(copied.get(name, f'one."{name}"') for name in columns)
        named = ", ".join(f'"{name}"' for name in columns)
        of_filed = "one.id = :filed" if model is Incident else "one.incident_id = :filed"
        kept = " AND one.kind IN ('customer_card', 'triage_card')" if model is OutboxMessage else ""
        copy = text(
            "WITH RECURSIVE numbers(number) AS"  # noqa: S608 - names of our own columns
            " (SELECT CAST(:first AS INTEGER) UNION ALL SELECT number + 1 FROM numbers WHERE number < :last)"
            f" INSERT INTO {table.name} ({named}) SELECT {taken} FROM numbers, {table.name} AS one"
            f" WHERE {of_filed}{kept}"
        )
        with database.writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(copy, {"filed": filed, "first": first, "last": first + copies - 1})


def pack(number: int) -> Row:
    """Return the pack of the account of this number."""
    return {
        "id": number,
        "account_id": number,
        "confirmation": f"ORDER{number}",
        "size": SIZE,
        "bought_on": BOUGHT.date(),
        "expires_on": EXPIRES.date(),
        "expires_at": EXPIRES,
        "expiry_counts": "filing",
    }


def rows_of(database: Database, model: type[SQLModel], incident_id: int) -> list[Row]:
    """Return the rows of an incident in one table."""
    table = model.__table__  # type: ignore[attr-defined]
    key = table.c.id if model is Incident else table.c.incident_id
    with database.reader.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table).where(key == incident_id))]


def without_id(model: type[SQLModel], row: Row) -> Row:
    """Return the row without its number, which the database gives; an incident has its own."""
    return row if model in {Incident, IncidentText} else {name: value for name, value in row.items() if name != "id"}


def write(database: Database, model: type[SQLModel], rows: Iterator[Row]) -> None:
    """Write rows in chunks."""
    while chunk := list(islice(rows, CHUNK)):
        with database.writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(insert(model), chunk)
