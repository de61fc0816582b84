"""Writes a migration for what `models/` describes and the migrations so far do not make yet."""

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from bot.database import open_database
from bot.migrate import alembic_config, migrate, versions
from bot.setup_error import SetupError


class NoPurpose(SetupError):
    """The migration has no description; the sentence says what to do."""


def new_migration(purpose: str) -> Path:
    """Write the migration with the next number and return its file; raise `NoPurpose` for an empty purpose.

    Alembic compares `models/` with a new SQLite file that has every migration so far. What it cannot see, such as a
    constraint on a column in SQLite, or how rows are to be changed, must be added by hand.
    """
    if not purpose.strip(" ."):
        raise NoPurpose('Say what the migration is for, such as: guichet migration "Incidents can be put on hold".')
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/migration.db")
        migrate(database)
        with database.writer.connect() as connection, connection.begin():
            _, newest = versions(connection)
            config = alembic_config(connection)
            config.cmd_opts = Namespace(quiet=True)
            script = command.revision(
                config,
                message=purpose.strip(" .") + ".",
                rev_id=f"{int(newest or 0) + 1:04}",
                autogenerate=True,
            )
        database.close()
    assert not isinstance(script, list)  # noqa: S101 - a list comes from several branches
    assert script is not None  # noqa: S101 - nothing of ours refuses it
    return Path(script.path)
