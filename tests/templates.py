"""Databases with all tables, copied from one that was migrated once: migrating anew for each test takes far longer."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import make_url

from bot.database import open_database
from bot.migrate import migrate


def copy_sqlite(path: Path) -> str:
    """Put a database with all tables at this path, unless there is one, and return its URL."""
    if not path.exists():
        shutil.copyfile(_sqlite(), path)
    return f"sqlite:///{path}"


def copy_postgres(server: str, name: str) -> str:
    """Add a database with all tables to a PostgreSQL server and return its URL."""
    template = _postgres(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return database_of(server, name)


def drop_postgres(server: str, name: str) -> None:
    """Drop a database of this server, whoever uses it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def database_of(server: str, name: str) -> str:
    """Return the URL of a database on this server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@cache
def _sqlite() -> Path:
    path = Path(_folder().name) / "template.db"
    _fill(f"sqlite:///{path}")
    return path


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="guichet-template-", ignore_cleanup_errors=True)


@cache
def _postgres(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE guichet_template")
    _fill(database_of(server, "guichet_template"))
    return "guichet_template"


def _fill(url: str) -> None:
    database = open_database(url)
    migrate(database)
    database.close()
