"""What do all kinds of file have in common? Rows are read, sorted into new, changed and known ones, and written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Integer, MetaData, Table, insert, select, update
from sqlmodel import Session, SQLModel, col

from bot.facts.account import AccountEntry
from bot.imports.cells import Cells
from bot.imports.csv_file import Columns
from bot.imports.mistakes import Mistakes, shown
from models import Account
from models.event_vocabulary import AccountEvent

IMPORT = "import"
"""The actor of everything that a file changes."""

AT_ONCE = 1000
"""Maximum rows looked up or written with one statement."""

Key = tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """One row of a file, as it is to be stored."""

    line: int
    key: Key
    """What identifies the row, in the file as in the table."""
    values: dict[str, Any]
    """Its values by the table's columns."""
    account: str = ""
    """Code of the account to which it belongs; "" if it belongs to none."""
    before: dict[str, Any] = field(default_factory=dict)
    """The values as they are stored; empty while there is no row with this key."""
    row_id: int = 0
    """Number of the stored row with this key; 0 while there is none."""
    wrong: set[str] = field(default_factory=set)
    """Columns whose values cannot be accepted; the file is then not imported, but the rest of it is still checked."""
    owner: AccountEntry | None = None
    """The account to which it belongs, once it has been found."""


@dataclass
class Sorted:
    """Drafts, compared with what is stored."""

    new: list[Draft] = field(default_factory=list)
    changed: list[Draft] = field(default_factory=list)
    unchanged: int = 0


class ImportKind(Protocol):
    """One kind of file."""

    name: str
    event: AccountEvent
    """The event that the audit trail keeps of the import."""
    table: type[SQLModel]
    columns: Columns
    key_columns: Sequence[str]
    """The columns of which the key is made."""

    def read(self, cells: Cells) -> Draft:
        """Return what a row says; what cannot be accepted is noted in the cells."""

    def sort(self, session: Session, drafts: list[Draft], mistakes: Mistakes) -> Sorted:
        """Compare one or more drafts, whose keys can be read, with what is stored; note contradictions."""

    def add(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:
        """Store new rows."""

    def change(self, session: Session, drafts: list[Draft], *, now: datetime) -> None:
        """Collect changes of stored rows, which `finish` makes."""

    def finish(self, session: Session) -> None:
        """Make the changes; called once, after the whole file has been read."""


def compare(drafts: Iterable[Draft], stored: Mapping[Key, tuple[int, dict[str, Any]]]) -> Sorted:
    """Sort drafts by whether there is a row with their key, and whether it says the same."""
    result = Sorted()
    for draft in drafts:
        draft.row_id, draft.before = stored.get(draft.key, (0, {}))
        if not draft.before:
            result.new.append(draft)
        elif draft.before == draft.values:
            result.unchanged += 1
        else:
            result.changed.append(draft)
    return result


def assign_owners(session: Session, drafts: Sequence[Draft], mistakes: Mistakes) -> None:
    """Give each draft the account to which it belongs, and note codes of accounts that do not exist."""
    owned = [draft for draft in drafts if draft.account and "account" not in draft.wrong]
    if not owned:
        return
    columns = (col(Account.id), col(Account.code), col(Account.name), col(Account.calendar), col(Account.locale))
    wanted = select(*columns).where(col(Account.code).in_({draft.account for draft in owned}))
    rows = session.connection().execute(wanted)
    found = {row.code: AccountEntry(row.id, row.code, row.name, row.calendar, row.locale) for row in rows}
    for draft in owned:
        draft.owner = found.get(draft.account)
        if draft.owner is None:
            draft.wrong.add("account")
            reason = f"there is no account {shown(draft.account)}: import the accounts first."
            mistakes.note(draft.line, "account", reason)


def codes_of(session: Session, account_ids: Iterable[int]) -> dict[int, str]:
    """Return the codes of these accounts by their numbers."""
    wanted = select(col(Account.id), col(Account.code)).where(col(Account.id).in_(set(account_ids)))
    return {row.id: row.code for row in session.connection().execute(wanted)}


def stored_by_code(
    session: Session, table: Any, drafts: list[Draft], *, codes: Iterable[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and values of the rows of a table that have these codes; the values are those that drafts have."""
    columns = [getattr(table, name) for name in drafts[0].values]
    meant = select(table.id, *columns).where(table.code.in_(list(codes)))
    for row_id, *values in session.connection().execute(meant):
        yield row_id, dict(zip(drafts[0].values, values, strict=True))


def insert_rows(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Add rows to a table."""
    session.connection().execute(insert(table), rows)


class Changes:
    """New values for stored rows, collected in a temporary table until all are applied at once.

    On PostgreSQL others wait for a row from the moment it is changed to the commit: so that time is as short as can be.
    """

    def __init__(self, table: Any) -> None:
        self._table = table
        self._ready: Table | None = None

    def lay_ready(self, session: Session, changes: Sequence[tuple[int, dict[str, Any]]]) -> None:
        """Collect new values for rows, by their numbers; every call must have the same columns."""
        connection = session.connection()
        if self._ready is None:
            self._ready = _temporary_table(self._table.__table__, changes[0][1])
            self._ready.create(connection, checkfirst=False)
        connection.execute(insert(self._ready), [{"row_id": row_id, **values} for row_id, values in changes])

    def apply(self, session: Session) -> None:
        """Give the rows their new values."""
        if self._ready is None:
            return
        connection, table, ready = session.connection(), self._table, self._ready
        values = {column.name: column for column in ready.c if column.name != "row_id"}
        connection.execute(update(table).where(table.id == ready.c.row_id).values(values))
        ready.drop(connection, checkfirst=False)
        self._ready = None


def _temporary_table(table: Table, names: Iterable[str]) -> Table:
    columns = [Column(name, table.c[name].type) for name in names]
    numbered = Column("row_id", Integer, primary_key=True, autoincrement=False)
    return Table(f"changed_{table.name}", MetaData(), numbered, *columns, prefixes=["TEMPORARY"])
