"""Are the tables as this version wants them? Migrates them, and refuses tables that it does not know.

Alembic is imported only if there is something to migrate: the import takes a tenth of a start.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.database import Database, DatabaseUnavailable, PostgresDatabase, SqliteDatabase
from bot.sqlite_file import Lost

if TYPE_CHECKING:
    from alembic.config import Config

UPDATE_LOCK = 0x6775696368
"""Key of the PostgreSQL advisory lock that is held while the tables are migrated ("guich" in ASCII)."""


def migrate(database: Database) -> None:
    """Bring the tables to the newest version; raise `DatabaseUnavailable` for a database that cannot be used."""
    try:
        with database.writer.connect() as connection:
            here, wanted = usable_versions(database, connection)
            if here != wanted:
                _upgrade(connection)
            check_writable(connection)
        if isinstance(database, SqliteDatabase):
            database.file.watch()
    except (OperationalError, sqlite3.OperationalError) as problem:
        raise DatabaseUnavailable(
            f"{database.place} cannot be written ({getattr(problem, 'orig', problem)}): stop whatever else uses it, "
            "fix its permissions, or set DATABASE_URL to another place."
        ) from None
    except DatabaseError as problem:
        raise DatabaseUnavailable(f"{database.place} is not a Guichet database ({problem.orig}).") from None


def _upgrade(connection: Connection) -> None:
    from alembic import command

    with rebuilding(connection):
        command.upgrade(alembic_config(connection), "head")


def make_ready(database: Database) -> None:
    """Migrate an SQLite file; on PostgreSQL, which others may be using, only check the version.

    Raises `DatabaseUnavailable` with what to do where the version is not this program's.
    """
    if isinstance(database, SqliteDatabase):
        migrate(database)
        return
    refuse_old(database)
    if isinstance(database, PostgresDatabase):
        database.watch()


def refuse_old(database: Database) -> None:
    """Raise `DatabaseUnavailable` with what to do unless the tables are as this program wants them; change nothing."""
    if is_missing(database):
        refuse_lost(database)
        raise DatabaseUnavailable(f"{database.place} does not exist: set DATABASE_URL, or run `guichet migrate` once.")
    try:
        with database.reader.connect() as connection:
            here, wanted = usable_versions(database, connection)
    except (OperationalError, sqlite3.OperationalError) as problem:
        reason = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
        raise DatabaseUnavailable(f"{database.place} cannot be read ({reason}): check DATABASE_URL.") from None
    except DatabaseError as problem:
        raise DatabaseUnavailable(f"{database.place} is not a Guichet database ({problem.orig}).") from None
    if here != wanted:
        raise DatabaseUnavailable(
            f"{database.place} has version {here}, and this Guichet needs {wanted}: run `guichet migrate` once."
        )


def is_missing(database: Database) -> bool:
    """Return True for an SQLite file that does not exist."""
    return isinstance(database, SqliteDatabase) and not database.path.exists()


def versions(connection: Connection) -> tuple[str | None, str | None]:
    """Return the version the tables have (None: no tables yet) and the one this program wants."""
    has_tables = inspect(connection).has_table("alembic_version")
    here = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if has_tables else None
    return here, max(_known_versions())


def check_writable(connection: Connection) -> None:
    """Write once, so that a read-only file fails here instead of when somebody files.

    Raises what the driver raises. An SQLite file gets its write-ahead log, which a restored copy may lack.
    """
    if connection.dialect.name == "sqlite":
        _raw(connection).execute("PRAGMA journal_mode = WAL")  # Without effect inside a transaction.
    with connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")


def usable_versions(database: Database, connection: Connection) -> tuple[str | None, str | None]:
    """Return `versions`, and leave no transaction open; no rows are counted, as that takes seconds per million.

    Raises `DatabaseUnavailable` for tables of another program or of a Guichet newer than this one, and for lost ones.
    """
    here, wanted = versions(connection)
    tables = [] if here is not None else inspect(connection).get_table_names()
    connection.rollback()
    if set(tables) - {"alembic_version"}:
        raise DatabaseUnavailable(
            "The database belongs to another program: set DATABASE_URL to a file of Guichet's own."
        )
    if here is not None and here not in _known_versions():
        raise DatabaseUnavailable(
            f"The database has version {here}, which this Guichet does not know: it was used by a newer one. "
            "Update Guichet, or go back to a copy of the database."
        )
    refuse_lost(database, has_tables=here is not None)
    return here, wanted


def refuse_lost(database: Database, *, has_tables: bool = True) -> None:
    """Raise `DatabaseUnavailable` for an SQLite file that was used here and is gone, or has no tables any more.

    New tables in its place would bury the loss.
    """
    if isinstance(database, SqliteDatabase):
        try:
            database.file.refuse_missing(has_tables=has_tables)
        except Lost as problem:
            raise DatabaseUnavailable(str(problem)) from None


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """Run migrations in one transaction that is undone if anything is raised, or if references would be broken.

    On PostgreSQL, of several processes that migrate at once, all but one wait.
    """
    if connection.dialect.name == "sqlite":
        with _without_foreign_keys(connection):
            yield
        return
    with connection.begin():
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPDATE_LOCK})")
        yield


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Run a transaction with foreign keys off, and check them before the commit.

    Batch migrations copy a table and drop the old one: with foreign keys on, every row that refers to it would go.
    """
    # A PRAGMA is without effect inside a transaction, so these run on the raw connection.
    raw = _raw(connection)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            _refuse_broken_references(connection)
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _raw(connection: Connection) -> Any:
    """Return the driver's own connection."""
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a connected connection has one
    return raw


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise DatabaseUnavailable(
            f"The update of the database was undone: {len(broken)} rows of {broken[0][0]} "
            "would refer to nothing. Keep the file and report this."
        )


def alembic_config(connection: Connection) -> "Config":
    """Return the configuration with which Alembic's commands run our migrations on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("models").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config


@cache
def _known_versions() -> frozenset[str]:
    """Return the versions of our migrations: the digits with which the names of their files begin."""
    names = (one.name for one in resources.files("models").joinpath("migrations", "versions").iterdir())
    return frozenset(name.partition("_")[0] for name in names if name[0].isdigit())
