"""Imports a file: all of it or nothing, so that it can be corrected and imported again."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import text
from sqlmodel import Session

from bot import audit
from bot.imports.cells import Cells
from bot.imports.csv_file import rows_of
from bot.imports.kind import AT_ONCE, IMPORT, Draft, ImportKind, Sorted, assign_owners
from bot.imports.mistakes import Mistakes, WrongFile
from bot.imports.options import DayOrder

IMPORT_LOCK = 0x696D706F7274
"""Key of the PostgreSQL advisory lock that is held while a file is imported ("import" in ASCII)."""

LONG_STATEMENT_MS = 30_000
"""Maximum milliseconds of a statement on PostgreSQL: at the end, one statement changes all rows of a large file."""


class AnotherImport(Exception):
    """Another file is being imported; the sentence says what to do."""


@dataclass
class Counts:
    """What became of the rows of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"


def import_file(
    session: Session,
    *,
    kind: ImportKind,
    content: bytes,
    name: str,
    now: datetime,
    dates: DayOrder | None = None,
    is_dry_run: bool = False,
    on_rows: Callable[[int], None] = lambda _: None,
) -> Counts:
    """Add and change the rows of the file, and return how many of each; a dry run changes nothing.

    Raises `WrongFile` with all mistakes in it; the caller then rolls back. `on_rows` is called after each
    chunk of rows with the number of lines read so far. Rows are changed last: on PostgreSQL nobody can file for an
    account from the moment it is changed to the commit.
    """
    if not is_dry_run:
        _prepare(session)
    counts, mistakes = Counts(), Mistakes()
    lines_by_key: dict[tuple[str, ...], int] = {}
    rows = rows_of(content, columns=kind.columns, mistakes=mistakes)
    while chunk := list(islice(rows, AT_ONCE)):
        drafts = [_draft(kind, Cells(row, mistakes, dates)) for row in chunk]
        first_ones = list(_first_ones(drafts, kind, lines_by_key, mistakes=mistakes))
        assign_owners(session, drafts, mistakes)
        found = kind.sort(session, first_ones, mistakes) if first_ones else Sorted()
        if not (mistakes.count or is_dry_run):
            _write(session, kind, found, now=now)
            if found.new and not counts.added:
                _count_rows(session, kind)
        counts.added += len(found.new)
        counts.changed += len(found.changed)
        counts.unchanged += found.unchanged
        on_rows(chunk[-1].line)
    if mistakes.count:
        raise WrongFile(mistakes)
    if not is_dry_run and counts.added + counts.changed:
        kind.finish(session)
        after = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), **asdict(counts)}
        audit.record(session, kind=kind.event, actor=IMPORT, at=now, after=after)
    return counts


def _prepare(session: Session) -> None:
    """Keep other imports out until the commit, and allow for long statements; an SQLite file has one writer anyway."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK}).scalar_one():
        raise AnotherImport("Another file is being imported into this database: wait until it has finished.")
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {LONG_STATEMENT_MS}")


def _write(session: Session, kind: ImportKind, found: Sorted, *, now: datetime) -> None:
    if found.new:
        kind.add(session, found.new, now=now)
    if found.changed:
        kind.change(session, found.changed, now=now)


def _count_rows(session: Session, kind: ImportKind) -> None:
    """Tell PostgreSQL that the table is no longer empty, when this transaction begins to fill it.

    Otherwise it would read all rows to look for each further thousand.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {kind.table.__tablename__}")


def _draft(kind: ImportKind, cells: Cells) -> Draft:
    """Return what a row says, with the columns whose values cannot be accepted."""
    draft = kind.read(cells)
    draft.wrong = cells.wrong_columns
    return draft


def _first_ones(
    drafts: list[Draft], kind: ImportKind, lines_by_key: dict[tuple[str, ...], int], *, mistakes: Mistakes
) -> Iterator[Draft]:
    """Yield each draft whose key can be read and did not come earlier in the file; note the repeated ones."""
    for draft in drafts:
        if not draft.wrong.isdisjoint(kind.key_columns):
            continue
        first = lines_by_key.setdefault(draft.key, draft.line)
        if first == draft.line:
            yield draft
        else:
            reason = f"the same is already in line {first}: remove one of them."
            mistakes.note(draft.line, kind.key_columns[-1], reason)
