"""How long does a start take: the command line, and `run` with as many incidents as there are after years?

Run: uv run python -m tests.benchmarks.bench_start [--open 100 100000] [--closed 1000000] [--database sqlite]

`guichet --help` is compared with the same few lines of another program of Typer's, which imports what a help needs.
`run` is ready when it logs that it is; Slack answers at once. What is compiled is kept, as after the first start of an
installation, which is not counted.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table
from slack_sdk import WebClient

from tests.benchmarks.bench_load import fresh
from tests.benchmarks.filled import FIRST, analyze, fill, fill_closed
from tests.fake_slack import FakeSlack
from tests.faults.load import new_database
from tests.faults.postgres import postgres_server
from tests.faults.test_twice import free_port
from tests.journeys.harness import ANSWERS, CUSTOMERS, SECRET, TRIAGE, Harness, program, workspace

TRIES = 15
STARTS = 5
READY = "Guichet is running."
A_HELP = """
import sys, typer
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.command()(lambda: None)
cli.command("other")(lambda: None)
sys.argv = ["x", "--help"]
cli()
"""


def cpu_ms(*command: str) -> float:
    """Return the CPU milliseconds of a command."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used * 1000


def compare_help() -> tuple[float, float]:
    """Return the medians of another program's help and of ours, taken in turns."""
    both = [(cpu_ms(sys.executable, "-c", A_HELP), cpu_ms(sys.executable, "-m", "bot", "--help")) for _ in range(TRIES)]
    return statistics.median(one for one, _ in both), statistics.median(one for _, one in both)


def prepare(url: str, slack: FakeSlack, *, opened: int, closed: int, folder: Path) -> None:
    """Fill a database with copies of an open incident, and of one that was filed and closed as people do."""
    new_database(url).close()
    with program(slack, folder, database_url=url, client=WebClient) as guichet:
        harness = Harness(slack, guichet, None)  # type: ignore[arg-type] # nothing here waits
        for _ in range(2):
            harness.alice.command("/incident", channel=CUSTOMERS)
            assert harness.alice.submit(ANSWERS).ok
        harness.deliver()
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=harness.cards(CUSTOMERS)[1]["ts"])
        assert harness.alice.submit({}).ok
        harness.deliver()
        fill(guichet.database, filed=1, copies=opened)
        fill_closed(guichet.database, filed=2, first=FIRST + opened, copies=closed)
        analyze(guichet.database)


def ready_s(url: str, slack: FakeSlack, folder: Path) -> float:
    """Start a process, return the seconds until it is ready, and end it."""
    given = {
        "SLACK_BOT_TOKEN": slack.token, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.url,
        "PORT": str(free_port()), "TRIAGE_CHANNEL": TRIAGE, "MANAGERS": "U0MAX", "DATABASE_URL": url,
        "PYTHONPATH": str(Path.cwd()), "PYTHONPYCACHEPREFIX": f"{folder}/compiled",
    }  # fmt: skip
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command, began = [sys.executable, "-u", "-m", "bot", "run"], time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, env=inherited | given, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if READY in line:
                    return time.monotonic() - began
            raise AssertionError("it has ended before it was ready")
        finally:
            process.terminate()


def measure(table: Table, kind: str, url: str, *, opened: int, closed: int, folder: Path) -> None:
    """Add the line of one database."""
    with FakeSlack() as slack:
        workspace(slack)
        prepare(url, slack, opened=opened, closed=closed, folder=folder)
        ready_s(url, slack, folder)
        times = sorted(ready_s(url, slack, folder) for _ in range(STARTS))
    table.add_row(kind, f"{opened:,}", f"{closed:,}", f"{statistics.median(times):.2f} s", f"{times[-1]:.2f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, nargs="+", default=[100, 100_000])
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    options, console = parser.parse_args(), Console(width=120)
    bare, ours = compare_help()
    console.print(f"guichet --help: {ours:.0f} ms of CPU, another help {bare:.0f} ms: {ours / bare:.2f} times")
    table = Table("database", "open", "closed", "run is ready, median", "slowest")
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for opened in options.open:
            path = Path(folder) / str(opened)
            path.mkdir()
            closed = options.closed if opened == max(options.open) else 0
            urls = {"sqlite": f"sqlite:///{path}/start.db", "postgres": fresh(server.url, f"start{opened}")}
            for kind in options.database:
                measure(table, kind, urls[kind], opened=opened, closed=closed, folder=path)
    console.print(table)


if __name__ == "__main__":
    main()
