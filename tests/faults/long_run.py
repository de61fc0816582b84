"""The fault tests at full size: `uv run python -m tests.faults.long_run` (an hour), or a part of them.

`--only storm [--messages 2000 --kills 200 --database sqlite --as-shipped]` kills processes, and prints a table.
`--only tests` runs every test of this folder in full size; `--only outage` those whose name has this word.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from rich.console import Console
from rich.table import Table

from tests.faults.postgres import postgres_server
from tests.faults.storm import AS_SHIPPED, Outcome, storm


def main() -> None:
    """Run what was asked for; the exit status is 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="storm|tests|WORD")
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--as-shipped", action="store_true", help="wait as long as the product does, not a fraction")
    options = parser.parse_args()
    wrong = options.only in {"", "storm"} and storms(options)
    if options.only != "storm":
        wrong = tests("" if options.only == "tests" else options.only) or wrong
    raise SystemExit(wrong)


def tests(word: str) -> bool:
    """Run the tests in full size, and return whether any failed."""
    command = [sys.executable, "-m", "pytest", "tests/faults", "-k", word, "--durations=0", "--durations-min=5"]
    return subprocess.run(command, env=os.environ | {"FAULTS": "full"}, check=False).returncode != 0


def storms(options: argparse.Namespace) -> bool:
    """Run the storm on each database, and return whether anything was lost, repeated or out of order."""
    size = {"messages": options.messages, "kills": options.kills, "seed": options.seed}
    hurry = AS_SHIPPED if options.as_shipped else {}
    outcomes = []
    if options.database != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            outcomes.append(storm(f"sqlite:///{folder}/guichet.db", replicas=1, **size, **hurry))
            show(outcomes)
    if options.database != "sqlite":
        with postgres_server() as server:
            outcomes.append(storm(server.url, replicas=3, **size, **hurry))
    show(outcomes)
    return any(one.account.lost or one.account.twice or one.account.disordered for one in outcomes)


def show(outcomes: list[Outcome]) -> None:
    """Print one column for each database."""
    table = Table("", *(one.database for one in outcomes))
    columns = [figures(one) for one in outcomes]
    for name in dict.fromkeys(name for column in columns for name in column):
        table.add_row(name, *(str(column.get(name, 0)) for column in columns))
    Console(width=100).print(table)
    for one in outcomes:
        for wrong in (one.left, one.account.lost, one.account.twice, one.account.disordered):
            if wrong:
                Console(width=200).print(one.database, wrong[:20])


def figures(one: Outcome) -> dict[str, object]:
    """Return a column of the table."""
    late, late_afterwards = (one.account.lateness(since=since) for since in (one.began, one.recovery))
    return {
        "kills": one.kills,
        "of these while a message was on its way": one.interrupted,
        "messages due": one.account.due,
        "seen once": one.account.once,
        "lost": len(one.account.lost),
        "seen twice": len(one.account.twice),
        "out of order": len(one.account.disordered),
        "median lateness, s": f"{late[len(late) // 2]:.2f}",
        "worst lateness, s": f"{late[-1]:.1f}",
        "waiting at recovery": one.backlog,
        "all that was due said after recovery, s": f"{one.account.backlog_said_in(one.recovery):.1f}",
        "due after recovery": len(late_afterwards),
        "worst lateness of these, s": f"{max(late_afterwards, default=0):.1f}",
        **{f"fault: {kind}": times for kind, times in sorted(one.faults.items())},
    }


if __name__ == "__main__":
    main()
