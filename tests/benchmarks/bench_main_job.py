"""How long do people wait? Measured in the local workspace: command to form, submit to card, reminders.

Run: uv run python tests/benchmarks/bench_main_job.py [rounds]

The floor of the first two is the workspace's own answer to a request that the bot has no part in.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import select

from bot.database import SqliteDatabase
from bot.demo.stage import stage
from bot.demo.workspace import LocalWorkspace
from models import OutboxMessage

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
POLICY = """
[severity.C]
target = "20s"
clock = "always"
[reminders]
at = [0.5, 0.75, 0.9]
escalate_every = "2s"
escalate_limit = 1
"""
REMINDERS_EACH = 5
"""Three warnings, the breach and one escalation."""
ANSWERS = {
    "What do you need?": "Help with one problem",
    "Title": "Mail is down",
    "Product": "Mail Server 2022",
    "Cover": "Business hours",
    "Description": "Nobody gets mail since nine.",
}


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that this takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def row(name: str, values: list[float], unit: str) -> tuple[str, ...]:
    """Return a line of the table: median, 99th percentile and how many were measured."""
    ordered = sorted(values)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return name, f"{statistics.median(ordered):.1f} {unit}", f"{p99:.1f} {unit}", str(len(ordered))


def file(workspace: LocalWorkspace, number: int, severity: str) -> tuple[float, float]:
    """File one incident and return the times from command to form, and from submit to card, in milliseconds."""
    alice = workspace.visitor("alice")
    opened = timed(lambda: (alice.command("/incident", channel="acme-support"), alice.form()))
    option = next(one for one in alice.form().options("Severity") if f" {severity} " in one)

    def submit() -> None:
        assert alice.submit(ANSWERS | {"Severity": option}) == {}
        while not any(f"INC-{number} ·" in str(one.get("blocks")) for one in workspace.messages("triage")[-12:]):
            time.sleep(0.002)

    return opened, timed(submit)


def filing(workspace: LocalWorkspace, table: Table) -> None:
    """File incidents one after the other, each seen as form and as card before the next."""
    floor, opened, shown = [], [], []
    for number in range(1, ROUNDS + 1):
        floor.append(timed(lambda: workspace.messages("triage")))
        times = file(workspace, number, "A")
        opened.append(times[0])
        shown.append(times[1])
        time.sleep(1)  # The pace of a channel: faster, the cards would wait for each other.
    table.add_row(*row("floor: one look at the workspace", floor, "ms"))
    table.add_row(*row("command to opened form", opened, "ms"))
    table.add_row(*row("submit to card in the triage channel", shown, "ms"))


def reminding(workspace: LocalWorkspace, table: Table, folder: Path) -> None:
    """File incidents of twenty seconds at the pace a channel takes, and wait until all their reminders are seen."""
    for number in range(1, ROUNDS // REMINDERS_EACH + 1):
        file(workspace, number, "C")
        time.sleep(REMINDERS_EACH + 2)
    time.sleep(25)
    table.add_row(*row("reminder known to be seen after it was due", lateness(folder / "demo.db"), "ms"))


def lateness(database: Path) -> list[float]:
    """Return how many milliseconds after it was due we knew that each reminder is seen."""
    rows = SqliteDatabase(f"sqlite:///{database}")
    with rows.reading() as session:
        done = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind.in_(("warning", "breach", "escalation")))  # type: ignore[attr-defined]
        ).all()
    rows.close()
    return [(one.done_at - one.due_at).total_seconds() * 1000 for one in done if one.done_at]


def main() -> None:
    """Measure and print."""
    console = Console()
    table = Table("", "median", "p99", "measured")
    for is_filing in (True, False):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            policy = folder / "policy.toml"
            policy.write_text(POLICY, encoding="utf-8")
            os.environ["POLICY_FILE"] = str(policy)
            with stage(folder=folder, port=0, speed=1) as workspace:
                if is_filing:
                    filing(workspace, table)
                else:
                    reminding(workspace, table, folder)
    console.print(table)


if __name__ == "__main__":
    main()
