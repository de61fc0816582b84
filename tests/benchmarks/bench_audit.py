"""What does an audit cost, and does it keep anybody waiting who opens the form meanwhile?

Run: uv run python -m tests.benchmarks.bench_audit [incidents ...]

Once a minute, an audit looks at up to 2,000 open incidents, for some ten seconds; here one follows the other. The form
is opened alone and during an audit, in turns, in one process, whose threads share the interpreter.
"""

import logging
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from bot.database import Database
from bot.timetable import AUDIT
from tests.benchmarks.bench_load import fresh
from tests.benchmarks.bench_requests import desk_with
from tests.faults.postgres import postgres_server
from tests.journeys.harness import CUSTOMERS

SIZES = [int(one) for one in sys.argv[1:]] or [100, 10_000, 100_000]
AUDITS = 3
FORMS = 100
"""Forms that are opened before each audit; during it, as many as there is time for."""
PAUSE_S = 0.03
"""Seconds between two forms."""


def cpu_ms(act: Callable[[], object]) -> float:
    """Return the CPU milliseconds that this takes in this thread."""
    began = time.thread_time()
    act()
    return (time.thread_time() - began) * 1000


def wall_ms(act: Callable[[], object]) -> float:
    """Return how many milliseconds this takes."""
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1000


def statements_of(database: Database, act: Callable[[], object]) -> int:
    """Return how many statements this takes."""
    count = 0

    def add(*_: object) -> None:
        nonlocal count
        count += 1

    engines = {database.reader, database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", add)
    act()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", add)
    return count


def forms(open_form: Callable[[], object], audit: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each form that is opened alone, and of each that is opened during an audit."""
    alone, beside = list[float](), list[float]()
    for _ in range(AUDITS):
        for _ in range(FORMS):
            alone.append(wall_ms(open_form))
            time.sleep(PAUSE_S)
        auditing = Thread(target=audit)
        auditing.start()
        while auditing.is_alive():
            beside.append(wall_ms(open_form))
            time.sleep(PAUSE_S)
    return sorted(alone), sorted(beside)


def measure(table: Table, kind: str, size: int, folder: Path, url: str) -> None:
    """Add the line of one database with this many open incidents."""
    with desk_with(size, folder, url) as harness:
        audit = harness.guichet.scheduler.get_job(AUDIT).func
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        costs = sorted(cpu_ms(audit) for _ in range(AUDITS))
        statements = statements_of(harness.guichet.database, audit)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        alone, beside = forms(lambda: harness.alice.command("/incident", channel=CUSTOMERS), audit)
    cost, median = statistics.median(costs), statistics.median(alone)
    table.add_row(
        kind, f"{size:,}", f"{cost:.0f}", f"{costs[-1]:.0f}", str(statements), f"{grown / 1024:.0f}", f"{median:.1f}",
        f"{statistics.median(beside) / median:.2f}", f"{beside[-1]:.0f}",
    )  # fmt: skip


def main() -> None:
    """Measure and print."""
    logging.disable(logging.WARNING)  # Nobody is connected, which each audit finds.
    columns = (
        "database", "open", "audit, CPU ms", "worst", "statements", "MB more", "form alone, ms",
        "beside an audit, times", "worst, ms",
    )  # fmt: skip
    table = Table(*columns)
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for size in SIZES:
            path = Path(folder) / str(size)
            path.mkdir()
            measure(table, "SQLite", size, path, f"sqlite:///{path}/guichet.db")
            measure(table, "PostgreSQL", size, path, fresh(server.url, f"audit{size}"))
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
