"""The storm at full size: `uv run python -m tests.faults.long_run [--messages 2000 --kills 200 --database sqlite]`."""

import argparse
import os
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.faults.storm import Outcome, storm


def main() -> None:
    """Run the storm on each database and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = parser.parse_args()
    size = {"messages": options.messages, "kills": options.kills, "seed": options.seed}
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        if options.database != "postgres":
            outcomes.append(storm(f"sqlite:///{folder}/guichet.db", replicas=1, **size))
            show(outcomes[-1:])
        if options.database != "sqlite":
            os.environ.setdefault("XDG_RUNTIME_DIR", folder)
            import pgserver  # noqa: PLC0415 - it looks at the environment when it is imported

            server = pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
            outcomes.append(storm(server.get_uri(), replicas=3, **size))
            server.cleanup()
    show(outcomes)
    raise SystemExit(any(one.account.lost or one.account.twice or one.account.disordered for one in outcomes))


def show(outcomes: list[Outcome]) -> None:
    """Print one column for each database."""
    table = Table("", *(one.database for one in outcomes))
    lines = {
        "kills": [one.kills for one in outcomes],
        "messages due": [one.account.due for one in outcomes],
        "seen once": [one.account.once for one in outcomes],
        "lost": [len(one.account.lost) for one in outcomes],
        "seen twice": [len(one.account.twice) for one in outcomes],
        "out of order": [len(one.account.disordered) for one in outcomes],
        "median lateness, s": [
            f"{sorted(one.account.lateness)[len(one.account.lateness) // 2]:.2f}" for one in outcomes
        ],
        "worst lateness, s": [f"{one.account.worst:.1f}" for one in outcomes],
        "all said after the last kill, s": [f"{one.recovered_in:.1f}" for one in outcomes],
    }
    kinds = sorted({kind for one in outcomes for kind in one.faults})
    lines |= {f"fault: {kind}": [one.faults.get(kind, 0) for one in outcomes] for kind in kinds}
    for name, values in lines.items():
        table.add_row(name, *map(str, values))
    Console(width=100).print(table)
    for one in outcomes:
        for wrong in (one.left, one.account.lost, one.account.twice, one.account.disordered):
            if wrong:
                Console(width=200).print(one.database, wrong[:20])


if __name__ == "__main__":
    main()
