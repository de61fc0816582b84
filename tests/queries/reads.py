"""What each statement reads: SQLite counts the steps of its virtual machine, PostgreSQL rows and entries of indexes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.database import Database

Reads = list[tuple[str, list[int]]]
"""Each statement, in order, with what it reads."""

STEPS = 50
"""Steps of SQLite's virtual machine between two counts; skipping a row takes some of them."""
ROWS = b"""
    SELECT sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
"""
"""What a connection of PostgreSQL has read since it last reported that, which it does between transactions."""


@contextmanager
def counted_on_sqlite(database: Database) -> Iterator[Reads]:
    """Yield a list to which each statement is added with its steps, in counts of `STEPS`, until the block ends."""
    found: Reads = []

    def begin(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        steps = [0]

        def count() -> None:
            steps[0] += 1

        found.append((statement, steps))
        connection.connection.driver_connection.set_progress_handler(count, STEPS)

    with listening(database, before_cursor_execute=begin):
        yield found


@contextmanager
def counted_on_postgres(database: Database) -> Iterator[Reads]:
    """Yield a list to which each statement is added with the rows and entries it reads, until the block ends."""
    found: Reads = []

    def ask(connection: Any, sql: bytes) -> int:
        return int(connection.connection.driver_connection.pgconn.exec_(sql).get_value(0, 0) or 0)

    def begin(connection: Any, *_: object) -> None:
        # Outside a transaction it might report the rows before they are counted.
        is_alone = connection.connection.driver_connection.autocommit
        connection.info["before"] = ask(connection, b"BEGIN;" + ROWS if is_alone else ROWS)

    def end(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        driver = connection.connection.driver_connection
        found.append((statement, [ask(connection, ROWS) - connection.info["before"]]))
        if driver.autocommit:
            driver.pgconn.exec_(b"COMMIT")

    with listening(database, before_cursor_execute=begin, after_cursor_execute=end):
        yield found


@contextmanager
def listening(database: Database, **listeners: Callable[..., None]) -> Iterator[None]:
    """Call these listeners for each statement, in whatever transaction, until the block ends."""
    each = [(engine, *one) for engine in (database.reader, database.writer) for one in listeners.items()]
    for one in each:
        event.listen(*one)
    yield
    for one in each:
        event.remove(*one)
