"""The books and the audit trail are only ever added to: the database itself refuses anything else."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from bot.database import Database
from bot.policy import Policy
from models import Event, LedgerEntry
from tests.paying import add_account, add_pack, filed


@pytest.fixture
def books(database: Database, policy: Policy) -> Database:
    """A database with entries and events."""
    account = add_account(database)
    add_pack(database, policy, account_id=account)
    filed(database, policy, account_id=account)
    return database


def rows(database: Database) -> list[dict[str, object]]:
    """Return every entry and event."""
    with database.reading() as session:
        found = [*session.exec(select(LedgerEntry)), *session.exec(select(Event))]
        return [one.model_dump() for one in found]


@pytest.mark.parametrize("table", ["ledger_entry", "event"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET actor = 'U0EVIL'",
        "UPDATE {} SET actor = actor",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE id = 1",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_changing_a_row_is_refused(books: Database, table: str, change: str) -> None:
    is_unknown = change.startswith("TRUNCATE") and books.writer.dialect.name == "sqlite"
    refusal = "syntax error" if is_unknown else f"rows of {table} are only ever added"
    before = rows(books)

    with pytest.raises(DBAPIError, match=refusal), books.writer.begin() as connection:
        connection.exec_driver_sql(change.format(table))

    assert rows(books) == before


@pytest.mark.parametrize(
    ("table", "number"),
    [
        (LedgerEntry, 1),
        (Event, 1),
        (LedgerEntry, 500),  # another number, but the grant of the same pack once more
    ],
)
def test_replacing_a_row_is_refused(books: Database, table: type[LedgerEntry | Event], number: int) -> None:
    before = rows(books)
    with books.reading() as session:
        values = session.get_one(table, 1).model_dump() | {"id": number, "actor": "U0EVIL"}

    with pytest.raises(IntegrityError), books.transaction() as session:
        session.connection().execute(insert(table).prefix_with("OR REPLACE", dialect="sqlite"), values)

    assert rows(books) == before


def test_changing_a_row_through_its_object_is_refused(books: Database) -> None:
    with pytest.raises(DBAPIError, match="only ever added"), books.transaction() as session:
        session.exec(select(LedgerEntry)).all()[0].units = 500


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "granted", "units": 5},  # a pack is granted once
        {"kind": "granted", "units": 0},
        {"kind": "reserved", "units": -2, "incident_id": 1},
        {"kind": "reserved", "units": -1},  # for which incident?
        {"kind": "settled", "units": -1, "incident_id": 1},
        {"kind": "released", "units": 2, "incident_id": 1},
        {"kind": "expired", "units": 1},
        {"kind": "adjusted", "units": 1},  # why?
        {"kind": "adjusted", "units": 0, "reason": "agreed"},
        {"kind": "stolen", "units": -1},
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(books: Database, entry: dict[str, object]) -> None:
    before = rows(books)
    template = before[0] | {"id": None, "incident_id": None, "reason": ""}

    with pytest.raises(DBAPIError), books.transaction() as session:
        session.add(LedgerEntry(**template | entry))

    assert rows(books) == before
