"""What does a sweep cost with a thousand, a hundred thousand and a million messages waiting for later?

Run: uv run python tests/benchmarks/bench_sweep.py [rows ...]

The floor is the same connection's answer to "SELECT 1" in a transaction of its own.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from bot.database import Database, open_database
from bot.delivery.claim import claim_messages
from bot.delivery.protocol import release
from bot.migrate import migrate
from models import OutboxMessage
from tests.benchmarks.filled import analyze

SIZES = [int(one) for one in sys.argv[1:]] or [1_000, 100_000, 1_000_000]
ROUNDS = 200
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CHUNK = 10_000


def row(number: int, due_at: datetime) -> dict[str, object]:
    """Return a message that waits in a thread of seven."""
    return {
        "reference": f"{number:032x}",
        "incident_id": None,
        "kind": "warning",
        "dedup_key": str(number % 7),
        "lane": f"{number // 7} triage",
        "channel": "C0TRIAGE",
        "parameters": {},
        "state": "pending",
        "created_at": NOW,
        "due_at": due_at,
        "run_at": due_at,
        "attempts": 0,
    }


def fill(database: Database, size: int) -> None:
    """Put this many messages for later into an empty database, and one that is due."""
    for start in range(0, size, CHUNK):
        rows = [row(n, NOW + timedelta(minutes=1 + n)) for n in range(start, min(size, start + CHUNK))]
        with database.writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(insert(OutboxMessage), rows)
    with database.writer.begin() as connection:
        connection.execute(insert(OutboxMessage), [row(size + 7, NOW - timedelta(seconds=1))])
    analyze(database)


def median_ms(act: Callable[[], object]) -> float:
    """Return the median time of many runs, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def measure(database: Database) -> tuple[float, float, float]:
    """Return the cost of the floor, of a sweep that finds nothing, and of claiming a message and giving it back."""
    lease = NOW + timedelta(seconds=60)

    def floor() -> None:
        with database.transaction() as session:
            session.connection().exec_driver_sql("SELECT 1")

    def idle() -> None:
        with database.transaction() as session:
            assert not claim_messages(session, now=NOW - timedelta(days=1), lease_until=lease, owner="b").claimed

    def busy() -> None:
        with database.transaction() as session:
            (claimed,) = claim_messages(session, now=NOW, lease_until=lease, owner="b").claimed
        with database.transaction() as session:
            release(session, claimed=claimed, now=NOW - timedelta(seconds=1))

    return median_ms(floor), median_ms(idle), median_ms(busy)


@contextmanager
def databases() -> Iterator[list[str]]:
    """Give the URL of an empty database of each kind for each size."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pgserver  # noqa: PLC0415 - it looks at the environment when it is imported

        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        server.psql("CREATE DATABASE sweep")
        yield [f"sqlite:///{folder}/sweep.db", server.get_uri("sweep")]
        server.cleanup()


def main() -> None:
    """Measure and print."""
    table = Table("database", "rows waiting", "floor", "sweep, nothing due", "claim and give back", "times the floor")
    with databases() as urls:
        for url in urls:
            for size in SIZES:
                database = open_database(url)
                migrate(database)
                fill(database, size)
                floor, idle, busy = measure(database)
                kind = url.partition(":")[0]
                table.add_row(
                    kind, f"{size:,}", f"{floor:.2f} ms", f"{idle:.2f} ms", f"{busy:.2f} ms", f"{idle / floor:.1f}"
                )
                with database.writer.begin() as connection:
                    connection.exec_driver_sql("DELETE FROM outbox_message")
                database.close()
    Console().print(table)
    Console().print(f"Memory at the most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
