"""PostgreSQL databases with all tables, lent to one test after another: making one for each takes many times as long.

A test gets a database as it came from the template: rows are restored, and sequences start at one again. A database in
which more than a few rows was changed is dropped, and so is one that is still in use.
"""

from copy import copy
from uuid import uuid4

import psycopg

from bot.database import Database, PostgresDatabase
from models import SQLModel
from tests.templates import copy_postgres, drop_postgres

SCHEMA = """
    SELECT count(*), max(xmin::text::bigint), bool_or(relkind = 'r' AND pg_relation_size(oid) > 65536)
      FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT count(*), max(a.xmin::text::bigint), false FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT count(*), max(xmin::text::bigint), false FROM pg_constraint
    UNION ALL SELECT count(*), max(xmin::text::bigint), false FROM pg_trigger
    UNION ALL SELECT count(*), max(xmin::text::bigint), false FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint), false FROM pg_namespace
    UNION ALL SELECT count(*), NULL, false FROM pg_statistic WHERE starelid >= 16384
"""
"""A query whose result changes with every DDL statement, with new statistics, and when a table exceeds 64 KiB.

The last two affect query plans."""
AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid != pg_backend_pid() AND state != 'idle'
"""
MOVED = "SELECT format('%I', sequencename) FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
FILLED_BY_MIGRATIONS = ("alembic_version", "installation")


class LentDatabase:
    """One database and the connections to it, which are kept open from test to test."""

    def __init__(self, server: str) -> None:
        self._server, self._name = server, f"guichet_{uuid4().hex}"
        self.url = copy_postgres(server, self._name)
        self._engines = PostgresDatabase(self.url)
        for engine in (self._engines.writer, self._engines.reader):
            engine.pool._pre_ping = False  # Nothing closes these connections, so they need no ping before use.
        self._owner = psycopg.connect(self.url, autocommit=True)
        self._owner.execute("SET session_replication_role = replica")  # No trigger protects the ledger here.
        self._owner.execute("SET lock_timeout = '1s'")
        self._tables = [table for table in SQLModel.metadata.tables if table not in FILLED_BY_MIGRATIONS]
        self._filled = {table: self._rows(table) for table in FILLED_BY_MIGRATIONS}
        self._schema = self._look()

    def database(self) -> Database:
        """Return the database in the state of a new one; event listeners on its engines do not outlive it."""
        lent = copy(self._engines)
        Database.__init__(lent)
        lent.__dict__.pop("installation", None)
        lent.writer = self._engines.writer.execution_options()
        lent.reader = self._engines.reader.execution_options()
        return lent

    def restore(self) -> bool:
        """Restore the rows of the template; return False if the database cannot be lent again."""
        try:
            if self._owner.execute(AT_WORK).fetchone() != (0,) or self._look() != self._schema:
                return False
            self._empty()
            return all(self._rows(table) == rows for table, rows in self._filled.items())
        except psycopg.Error:
            return False

    def drop(self) -> None:
        """Close the connections and drop the database."""
        self._engines.close()
        self._owner.close()
        drop_postgres(self._server, self._name)

    def _look(self) -> list[tuple[object, ...]]:
        return self._owner.execute(SCHEMA).fetchall()

    def _rows(self, table: str) -> list[tuple[object, ...]]:
        return self._owner.execute(f'SELECT * FROM "{table}"').fetchall()  # type: ignore[arg-type]  # noqa: S608

    def _empty(self) -> None:
        some = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608 - our own names
            for table in self._tables
        )
        filled = self._owner.execute(some).fetchall()  # type: ignore[arg-type]
        moved = self._owner.execute(MOVED).fetchall()
        statements = [f'DELETE FROM "{table}"' for (table,) in filled]  # noqa: S608 - our own names
        statements += [f"SELECT setval('{sequence}', 1, false)" for (sequence,) in moved]
        self._owner.execute("; ".join(statements) or "SELECT 1")  # type: ignore[arg-type]


class Lender:
    """Lends databases of one server, and makes a new one if none is free."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._free: list[LentDatabase] = []

    def lend(self) -> LentDatabase:
        """Return a database as it comes from the template."""
        return self._free.pop() if self._free else LentDatabase(self._server)

    def take_back(self, lent: LentDatabase) -> None:
        """Keep the database for another test, or drop it if it cannot be restored."""
        if lent.restore():
            self._free.append(lent)
        else:
            lent.drop()

    def close(self) -> None:
        """Drop all databases that are not on loan."""
        for lent in self._free:
            lent.drop()
