"""What does it cost to answer people, with a hundred open incidents and with a hundred thousand?

Run: uv run python tests/benchmarks/bench_requests.py [incidents ...]

CPU of the thread that answers, and statements. The floor is `/incident help`: a signed request that reads no row.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from slack_sdk import WebClient
from sqlalchemy import event

from bot.app import Guichet
from tests.benchmarks.bench_load import fresh
from tests.benchmarks.filled import fill
from tests.fake_slack import FakeSlack
from tests.faults.load import new_database
from tests.faults.postgres import postgres_server
from tests.journeys.harness import ANSWERS, CUSTOMERS, Harness, program, workspace

SIZES = [int(one) for one in sys.argv[1:]] or [100, 10_000, 100_000]
ROUNDS = 60


class Meter:
    """The cost of the requests to one program."""

    def __init__(self, guichet: Guichet) -> None:
        """Measure every request that the program's Bolt is given."""
        self.cpu_ms: list[float] = []
        self.statements: list[int] = []
        self._count = 0
        dispatch = guichet.bolt.dispatch

        def measured(request: Any) -> Any:
            before, began = self._count, time.thread_time()
            try:
                return dispatch(request)
            finally:
                self.cpu_ms.append((time.thread_time() - began) * 1000)
                self.statements.append(self._count - before)

        guichet.bolt.dispatch = measured  # type: ignore[method-assign]
        for engine in (guichet.database.reader, guichet.database.writer):
            event.listen(engine, "before_cursor_execute", self._add)

    def _add(self, *_: object) -> None:
        self._count += 1

    def measure(self, act: Callable[[], object]) -> tuple[float, float, int]:
        """Return median and 99th percentile of the CPU, in milliseconds, and the statements of an act's last request.

        Those before it, such as the choices in a form that is sent, are not measured.
        """
        act()
        of_last = []
        for _ in range(ROUNDS):
            act()
            of_last.append(self.cpu_ms[-1])
        ordered = sorted(of_last)
        return statistics.median(ordered), ordered[int(len(ordered) * 0.99)], self.statements[-1]


@contextmanager
def desk_with(copies: int, folder: Path, url: str) -> Iterator[Harness]:
    """Give the program on a database with this many open incidents."""
    new_database(url).close()
    with FakeSlack() as slack:
        workspace(slack)
        with program(slack, folder, database_url=url, client=WebClient) as guichet:
            harness = Harness(slack, guichet, None)  # type: ignore[arg-type] # nothing here waits
            harness.alice.command("/incident", channel=CUSTOMERS)
            harness.alice.submit(ANSWERS)
            harness.deliver()
            fill(guichet.database, filed=1, copies=copies)
            yield harness


def measure(table: Table, kind: str, size: int, folder: Path, url: str) -> None:
    """Add a line for each gesture."""
    with desk_with(size, folder, url) as harness:
        meter = Meter(harness.guichet)

        def filed() -> None:
            harness.alice.command("/incident", channel=CUSTOMERS)
            assert harness.alice.submit(ANSWERS).ok

        gestures: dict[str, Callable[[], object]] = {
            "help (floor)": lambda: harness.alice.command("/incident", "help"),
            "form": lambda: harness.alice.command("/incident", channel=CUSTOMERS),
            "submit": filed,
            "list (technician)": lambda: harness.theo.command("/incident", "list"),
            "list (customer)": lambda: harness.alice.command("/incident", "list"),
            "list closed": lambda: harness.theo.command("/incident", "list closed"),
            "list mine": lambda: harness.theo.command("/incident", "list mine"),
            "list waiting": lambda: harness.theo.command("/incident", "list waiting"),
            "list all (customer)": lambda: harness.alice.command("/incident", "list all"),
            "list mail": lambda: harness.theo.command("/incident", "list all mail"),
            "search mail": lambda: harness.theo.command("/incident", "search mail"),
            "search mail (customer)": lambda: harness.alice.command("/incident", "search mail"),
            "search nothing": lambda: harness.theo.command("/incident", "search mail zebra"),
            "show": lambda: harness.theo.command("/incident", "show INC-1"),
            "explain": lambda: harness.alice.command("/incident", "explain INC-1"),
            "packs": lambda: harness.theo.command("/incident", "packs A1001"),
        }
        floor = 0.0
        for name, act in gestures.items():
            median, p99, statements = meter.measure(act)
            floor = floor or median
            figures = (f"{median:.2f}", f"{p99:.2f}", f"{median / floor:.1f}", str(statements))
            table.add_row(kind, f"{size:,}", name, *figures)


def main() -> None:
    """Measure and print."""
    table = Table("database", "open", "gesture", "CPU ms", "p99", "times floor", "statements")
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for size in SIZES:
            path = Path(folder) / str(size)
            path.mkdir()
            measure(table, "SQLite", size, path, f"sqlite:///{path}/guichet.db")
            measure(table, "PostgreSQL", size, path, fresh(server.url, f"requests{size}"))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
