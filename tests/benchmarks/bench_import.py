"""How long does a large file take, and how much memory, on both databases?

Run: uv run python tests/benchmarks/bench_import.py [rows [sqlite or postgresql]]

Each import is a process of its own; its memory is the most it ever had. On PostgreSQL accounts are locked one after the
other meanwhile, as filing does: "waited" is the longest that this took.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from threading import Event, Thread

from rich.console import Console
from sqlalchemy.exc import OperationalError

from bot import ledger
from bot.database import PostgresDatabase, open_database
from bot.migrate import migrate
from models import Account

ROOT = Path(__file__).parents[2]
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
SETTINGS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TRIAGE_CHANNEL": "C0TRIAGE"}
HEADERS = {
    "accounts": "code,name,calendar,language",
    "products": "code,name,mainstream_end,extended_end",
    "members": "account,kind,value,buyer",
    "packs": "account,confirmation,size,bought_on",
}
MAKERS: dict[str, Callable[[int, str], list[str]]] = {
    "accounts": lambda n, tail: [f"A{n:06}", f"Company number {n}{tail}", "", "fr"],
    "products": lambda n, tail: [f"product-{n:06}", f"Product number {n}{tail}", "2027-10-12", "2032-10-12"],
    "members": lambda n, tail: [f"A{n % 20_000:06}", "person", f"U{n:08}", "yes" if n % 5 == 0 or tail else "no"],
    "packs": lambda n, _: [f"A{n % 20_000:06}", f"ORDER-{n:08}", "5", "2026-11-02"],
}


def write(path: Path, kind: str, tail: str) -> None:
    """Write a file of this many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADERS[kind].split(","))
        table.writerows(MAKERS[kind](n, tail) for n in range(ROWS))


def run(url: str, kind: str, path: Path) -> tuple[float, float, float, str]:
    """Import a file in a process of its own; return seconds, those of its CPU, megabytes, and what it said."""
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    environment["PYTHONPYCACHEPREFIX"] = f"{path.parent}/compiled"  # As after the first start of an installation.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    program = [sys.executable, "-m", "bot", "import", kind, str(path)]
    process = subprocess.Popen(program, env=environment, cwd=path.parent, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    said = process.stdout.read().strip()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


@contextmanager
def customers(url: str) -> Iterator[list[float]]:
    """Lock an account again and again meanwhile, as filing does; give the times it took, in milliseconds."""
    waits: list[float] = []
    database = open_database(url)
    ended = Event()

    def file() -> None:
        number = 0
        while not ended.wait(0.01):
            number = number % 1000 + 1
            began = time.perf_counter()
            try:
                with database.transaction() as session:
                    if session.get(Account, number) is not None:
                        ledger.lock_account(session, number)
                waits.append((time.perf_counter() - began) * 1000)
            except OperationalError:
                waits.append(inf)  # It waited for longer than a second and a half, and was refused.

    thread = Thread(target=file)
    if isinstance(database, PostgresDatabase):
        thread.start()
    yield waits
    ended.set()
    if thread.is_alive():
        thread.join()
    database.close()


@contextmanager
def databases() -> Iterator[list[str]]:
    """Yield the URL of an empty database of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pgserver  # noqa: PLC0415 - it looks at the environment when it is imported

        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        server.psql("CREATE DATABASE imports")
        yield [f"sqlite:///{folder}/imports.db", server.get_uri("imports")]
        server.cleanup()


def measure(url: str, folder: Path) -> Iterator[list[str]]:
    """Import files of each kind three times: when all is new, when all has changed, and once more."""
    for kind in HEADERS:
        for tail in ("", " Inc.", None):
            if tail is not None:
                write(folder / f"{kind}.csv", kind, tail)
            with customers(url) as waits:
                seconds, busy, megabytes, said = run(url, kind, folder / f"{kind}.csv")
            longest = f"{max(waits):.0f} ms" if waits else ""
            yield [
                url.partition(":")[0],
                kind,
                said,
                f"{seconds:.1f} s",
                f"{busy:.1f} s",
                f"{megabytes:.0f} MB",
                longest,
            ]


def main() -> None:
    """Measure, and print each figure as it comes."""
    line = "{:10} {:8} {:40} {:>7} {:>7} {:>7} {:>8}".format
    Console(soft_wrap=True).print(line("database", "file", "said", "time", "CPU", "memory", "waited"))
    with databases() as urls, tempfile.TemporaryDirectory() as folder:
        for url in (one for one in urls if one.startswith(ONLY)):
            database = open_database(url)
            migrate(database)
            database.close()
            for measured in measure(url, Path(folder)):
                Console(soft_wrap=True).print(line(*measured))


if __name__ == "__main__":
    main()
