"""How long does the App Home take with many incidents? p50 and p99 of what is asked of the database and rendered.

Run: uv run python -m tests.benchmarks.bench_home [--database postgres] [--incidents 100 10000 100000]
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from bot.database import Database, open_database
from bot.messages.home import customer_home, desk_home
from bot.migrate import make_ready
from bot.policy import read_policy
from bot.queries.home_page import customer_page, desk_page
from bot.rules.deadlines import deadline_of
from bot.rules.person import Person
from bot.texts.catalogue import Words
from models import Account, Home, Incident
from tests.benchmarks.filled import analyze
from tests.faults.postgres import postgres_server
from tests.templates import copy_postgres

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
POLICY, WORDS = read_policy(None), Words("en", "Europe/Paris")
ACCOUNTS, OPEN_SHARE, ROUNDS = 50, 10, 60
"""The number of accounts; one incident in this many is open; how often each Home is drawn."""


def fill(database: Database, count: int) -> None:
    """Store incidents that were filed over a year, a tenth of them open."""
    terms = POLICY.terms(severity="B", cover="business", filed_at=NOW)
    kept, target = terms.model_dump(mode="json"), deadline_of(terms, NOW) - NOW
    with database.transaction() as session:
        session.add_all([Account(code=f"A{one}", name=f"Account {one}") for one in range(ACCOUNTS)])
        session.flush()
        for start in range(0, count, 2000):
            rows = [_row(one, count, kept, target) for one in range(start, min(start + 2000, count))]
            session.execute(insert(Incident), rows)
    analyze(database)


def _row(number: int, count: int, terms: dict[str, Any], target: timedelta) -> dict[str, Any]:
    opened_at = NOW - timedelta(days=365) * (count - number) / count
    is_open = number % OPEN_SHARE == 0
    closing = {} if is_open else {"outcome": "solved", "closed_at": opened_at + target, "closed_by": "U0THEO"}
    answered = {"acknowledged_at": opened_at, "acknowledged_by": "U0THEO", "acknowledged_how": "button"}
    done = {} if is_open else {**answered, "acknowledged_margin": 60, "assigned_to": f"U0T{number % 20}"}
    return {
        "form_id": f"V{number}", "title": f"Incident {number}", "description": "d", "severity": "B",
        "cover": "business", "account_id": number % ACCOUNTS + 1, "opened_by": f"U{number % 500}",
        "opened_in": "C0ACME", "opened_at": opened_at, "terms": terms, "deadline_at": opened_at + target,
        "status": "open" if is_open else "closed", "billing": "pay_per_incident", "request": "incident",
        "version": 1, "contacts": "", "explanation": "", "exception_reason": "",
        **dict.fromkeys(("outcome", "closed_at", "closed_by", "acknowledged_at", "acknowledged_by")),
        **dict.fromkeys(("acknowledged_how", "acknowledged_margin", "assigned_to")), **closing, **done,
    }  # fmt: skip


def homes(database: Database) -> dict[str, Callable[[], object]]:
    """Return what draws the Home of each role."""
    home = Home(user_id="U0THEO", chosen="open", opened_at=NOW)
    alice = Person("U7", "alice", "en", "Europe/Paris", is_technician=False)

    def desk(*, is_manager: bool) -> object:
        who = Person("U0THEO", "theo", "en", "Europe/Paris", is_technician=True, is_manager=is_manager)
        with database.reading() as session:
            facts = desk_page(session, person=who, home=home, policy=POLICY, now=NOW)
        return desk_home(facts, words=WORDS, now=NOW, is_manager=is_manager)

    def customer() -> object:
        with database.reading() as session:
            facts = customer_page(session, person=alice, home=home, accounts=[8], now=NOW)
        return customer_home(facts, words=WORDS, now=NOW)

    return {
        "customer": customer,
        "technician": lambda: desk(is_manager=False),
        "manager": lambda: desk(is_manager=True),
    }


def measure(url: str, count: int) -> None:
    """Print the figures for each role with this many incidents."""
    database = open_database(url)
    try:
        database.claim()
        make_ready(database)
        fill(database, count)
        for role, draw in homes(database).items():
            draw()
            lengths = sorted(elapsed(draw) for _ in range(ROUNDS))
            p50, p99 = lengths[len(lengths) // 2], lengths[int(len(lengths) * 0.99)]
            tell(f"{url.partition(':')[0]:12} {count:>7} incidents  {role:10}  p50 {p50:6.1f} ms  p99 {p99:6.1f} ms")
    finally:
        database.close()


def tell(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def elapsed(draw: Callable[[], object]) -> float:
    """Return the milliseconds of this process's own work and of waiting for the database."""
    begin = time.perf_counter()
    draw()
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Measure each size on the chosen database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--incidents", type=int, nargs="+", default=[100, 10_000, 100_000])
    chosen = parser.parse_args()
    for count in chosen.incidents:
        if chosen.database == "sqlite":
            with TemporaryDirectory() as folder:
                measure(f"sqlite:///{Path(folder) / 'bench.db'}", count)
        else:
            with postgres_server() as server:
                measure(copy_postgres(server.url, f"home_{count}"), count)


if __name__ == "__main__":
    main()
