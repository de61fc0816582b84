"""Many people file on the same packs at once, in this process or, run as a program, in another one.

DATABASE_URL=postgresql://… python -m tests.filers ACCOUNT FILERS
"""

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from threading import Barrier

from bot.busy import Busy
from bot.database import Database, open_database
from bot.operations.packs.reservation import PackUsedUp
from bot.policy import Policy
from tests.contexts import POLICY
from tests.paying import file_on

TRIES = 20


@dataclass(frozen=True)
class Outcome:
    """The outcome of one filing."""

    number: int | None
    """The incident's number; None if no pack could pay."""
    is_refused: bool = False
    """Was the chosen pack used up?"""
    seconds: float = 0.0
    """Seconds from the first attempt to the answer."""
    tries: int = 1


def filing(
    database: Database, policy: Policy, *, account_id: int, filers: int, chosen: int | None = None
) -> list[Outcome]:
    """Let this many people file at the same moment, and return the outcome of each filing."""
    together = Barrier(filers)

    def file(_: int) -> Outcome:
        together.wait()
        return patiently(database, policy, account_id, chosen)

    with ThreadPoolExecutor(filers) as pool:
        return list(pool.map(file, range(filers)))


def patiently(database: Database, policy: Policy, account_id: int, chosen: int | None) -> Outcome:
    """File an incident, and try again when the database was busy for too long, as people do."""
    began = time.perf_counter()
    for tries in range(1, TRIES + 1):
        try:
            with database.transaction() as session:
                number = file_on(session, policy, account_id=account_id, chosen=chosen)
        except PackUsedUp:
            return Outcome(None, is_refused=True, seconds=time.perf_counter() - began, tries=tries)
        except Busy:
            continue
        return Outcome(number, seconds=time.perf_counter() - began, tries=tries)
    raise AssertionError("The database was busy all the time.")


def figures(outcomes: Sequence[Outcome]) -> str:
    """Return a line saying how long people waited (median and worst, in ms) and how many attempts were repeated."""
    waits = sorted(1000 * one.seconds for one in outcomes)
    again = sum(one.tries - 1 for one in outcomes)
    return f"{len(waits)} at once: median {median(waits):.0f} ms, worst {waits[-1]:.0f} ms, {again} tried again"


if __name__ == "__main__":
    there = open_database(os.environ["DATABASE_URL"])
    with there.reading():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
    sys.stdin.readline()
    done = filing(there, POLICY, account_id=int(sys.argv[1]), filers=int(sys.argv[2]))
    sys.stdout.write(f"{sum(one.number is not None for one in done)}\n")
    there.close()
