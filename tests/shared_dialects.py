"""Dialects whose engines share compiled statements; otherwise every test, which opens its own engines, compiles anew.

A compiled statement is looked up by its dialect and its text. Two dialects of a kind are equal here, and their engines,
as well as the mappers, share one cache.
"""

from typing import Any, ClassVar

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache


class Shared:
    """Makes all dialects of its class equal."""

    compiled: ClassVar[LRUCache[Any, Any]] = LRUCache(2_000)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Give a new engine the shared cache of compiled statements; SQLAlchemy calls this."""
        engine.update_execution_options(compiled_cache=cls.compiled)


class Sqlite(Shared, SQLiteDialect_pysqlite):
    """SQLite, by the driver that `sqlite:///` stands for."""

    supports_statement_cache = True


class Postgres(Shared, PGDialect_psycopg):
    """PostgreSQL."""

    supports_statement_cache = True


def register() -> None:
    """Let every engine that is made in this process from now on have one of these dialects."""
    registry.register("sqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgres")
