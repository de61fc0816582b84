"""Are the tables as this version wants them? Brings them there, and refuses what it does not know."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.database import Database, DatabaseUnavailable


def migrate(database: Database) -> None:
    """Bring the tables to the newest version; raise `DatabaseUnavailable` for a file that cannot be used."""
    try:
        with database.writer.connect() as connection:
            _refuse_unknown(connection)
            _upgrade(connection)
    except OperationalError as problem:
        raise DatabaseUnavailable(
            f"{database.path} cannot be opened for writing ({problem.orig}): mend its permissions, "
            "or set DATABASE_URL to a file elsewhere."
        ) from None
    except DatabaseError as problem:
        raise DatabaseUnavailable(f"{database.path} is no database of Guichet ({problem.orig}).") from None


def versions(connection: Connection) -> tuple[str | None, str | None]:
    """Return the version the tables have (None: no tables yet) and the one this program wants."""
    here = MigrationContext.configure(connection).get_current_revision()
    return here, ScriptDirectory.from_config(_config(connection)).get_current_head()


def _refuse_unknown(connection: Connection) -> None:
    here, _wanted = versions(connection)
    connection.rollback()
    if here is None:
        return
    try:
        ScriptDirectory.from_config(_config(connection)).get_revision(here)
    except CommandError:
        raise DatabaseUnavailable(
            f"The database has version {here}, which this Guichet does not know: it was used by a newer one. "
            "Update Guichet, or go back to a copy of the database."
        ) from None


def _upgrade(connection: Connection) -> None:
    # Batch migrations copy a table and drop the old one: with foreign keys on, that would delete every row
    # that refers to it. They are off meanwhile, and checked before anything is kept. A PRAGMA is without effect
    # inside a transaction, so these two run on the raw connection.
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a connected connection has one
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            command.upgrade(_config(connection), "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise DatabaseUnavailable(
                    f"The update of the database was undone: {len(broken)} rows of {broken[0][0]} "
                    "would refer to nothing. Keep the file and report this."
                )
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("models").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config
