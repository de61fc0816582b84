"""`guichet import`: one file into the database, with a progress bar on a terminal."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from bot.busy import Busy
from bot.database import Database, DatabaseUnavailable, SqliteDatabase
from bot.imports.accounts import AccountImport
from bot.imports.import_file import Counts, import_file
from bot.imports.kind import ImportKind
from bot.imports.members import Members
from bot.imports.options import DayOrder, KindName
from bot.imports.packs import PackImport
from bot.imports.products import ProductImport
from bot.migrate import make_ready, refuse_old
from bot.policy import Policy


class Undone(Exception):
    """The database did not accept the file, and nothing was written; the sentence says what to do."""


def run_import(
    database: Database,
    file: Path,
    *,
    kind: ImportKind,
    now: datetime,
    dates: DayOrder | None,
    is_dry_run: bool,
    console: Console,
) -> Counts:
    """Import the file and return what became of its rows; a dry run writes nothing, and works while Guichet runs.

    Raises `WrongFile` with all mistakes in it, `AnotherImport`, `Undone`, or `DatabaseUnavailable`.
    """
    content = file.read_bytes()
    opened = _reading(database) if is_dry_run else _writing(database)
    with _bar(console, f"Importing {file.name}", content) as on_rows, _explained(), opened as session:
        return import_file(
            session,
            kind=kind,
            content=content,
            name=file.name,
            now=now,
            dates=dates,
            is_dry_run=is_dry_run,
            on_rows=on_rows,
        )


def kind_named(name: KindName, *, policy: Policy, triage_channels: Collection[str], now: datetime) -> ImportKind:
    """Return the kind of file with this name, which checks and writes its rows."""
    kinds: dict[KindName, Callable[[], ImportKind]] = {
        "products": ProductImport,
        "accounts": lambda: AccountImport(policy),
        "members": lambda: Members(triage_channels=triage_channels),
        "packs": lambda: PackImport(policy, today=now.date()),
    }
    return kinds[name]()


@contextmanager
def _reading(database: Database) -> Iterator[Session]:
    refuse_old(database)
    with database.reading() as session:
        yield session


@contextmanager
def _writing(database: Database) -> Iterator[Session]:
    """Yield a session that writes; if a running Guichet has the file, the error says what can still be done."""
    try:
        database.claim()
    except DatabaseUnavailable as problem:
        hint = " With --dry-run the file can be checked meanwhile." * isinstance(database, SqliteDatabase)
        raise DatabaseUnavailable(f"{problem}{hint}") from None
    make_ready(database)
    with database.transaction() as session:
        yield session


@contextmanager
def _explained() -> Iterator[None]:
    """Raise `Undone`, which says what to do, if the database refuses what the checks let pass, or is gone."""
    try:
        yield
    except IntegrityError:
        reason = "somebody has added the same in the meantime"
        raise Undone(f"Nothing was imported: {reason}. Import the file again.") from None
    except Busy:
        raise Undone("Nothing was imported: the database is busy. Try again.") from None
    except DBAPIError as problem:
        reason = str(problem.orig).strip().partition("\n")[0]
        raise Undone(f"Nothing was imported: the database did not take it ({reason}). Try again.") from None


@contextmanager
def _bar(console: Console, title: str, content: bytes) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal; yield the function that moves it to a line of the file."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=content.count(b"\n") + 1)
        yield lambda line: progress.update(task, completed=line)
