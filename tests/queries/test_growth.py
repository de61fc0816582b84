"""Gestures and jobs read no more, and ask no more often, where one account has three times as much of everything."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
from freezegun import freeze_time

from bot.database import Database
from models import Account, Membership
from tests.fake_slack import FakeSlack
from tests.fixtures import MONDAY_NINE
from tests.journeys.harness import CUSTOMERS, Harness, program, workspace
from tests.queries.gestures import GESTURES, NETWORK, POLICY, Gesture, file
from tests.queries.more_rows import multiply
from tests.queries.reads import Reads, counted_on_postgres, counted_on_sqlite
from tests.templates import copy_postgres, copy_sqlite, drop_postgres

FEW, MANY = 110, 330
"""Copies of each row: lists count up to 100 rows, so that from the first number on they read no more."""
GROWTH = 1.3
"""The factor by which what a statement reads may grow, as the B-tree has one more level."""
MORE_STATEMENTS = 5
"""Statements by which a gesture may ask more often: messages are posted by several threads."""
INHERENT = ("sum(pack.units_left)",)
"""Parts of statements that read more where there is more: a split adds up what the account's packs have left."""

Counted = Callable[[Database], AbstractContextManager[Reads]]


@dataclass
class Cost:
    """What a gesture costs."""

    statements: int
    longest: Counter[str]
    """What each statement reads at most."""


def test_no_gesture_reads_what_grows_on_sqlite(tmp_path: Path) -> None:
    few, many = (costs(copy_sqlite(tmp_path / f"{one}.db"), one, tmp_path, counted_on_sqlite) for one in (FEW, MANY))
    assert not grown(few, many, slack=8)


def test_no_gesture_reads_what_grows_on_postgres(postgres: str, tmp_path: Path) -> None:
    few, many = (costs_on_postgres(postgres, one, tmp_path) for one in (FEW, MANY))
    assert not grown(few, many, slack=20)


def costs_on_postgres(server: str, copies: int, folder: Path) -> dict[str, Cost]:
    """Return what each gesture costs in a database where reading a whole table seems expensive, and an index cheap.

    In tables as small as here that is otherwise what PostgreSQL prefers.
    """
    name = f"growth_{copies}"
    url = copy_postgres(server, name)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {name} SET enable_seqscan = off")
        owner.execute(f"ALTER DATABASE {name} SET random_page_cost = 0.01")
    try:
        return costs(url, copies, folder, counted_on_postgres)
    finally:
        drop_postgres(server, name)


def costs(url: str, copies: int, folder: Path, counted: Counted) -> dict[str, Cost]:
    """Return what each gesture costs among this many copies of everything."""
    with freeze_time(MONDAY_NINE) as clock, FakeSlack(follow_clock=True) as slack:
        workspace(slack)
        slack.add_channel(NETWORK, name="network", members=["U0THEO", "U0TESS"], private=True)
        with program(slack, folder, database_url=url, policy=POLICY) as guichet:
            harness = Harness(slack, guichet, clock)
            guichet.people.prepare(within_s=10)
            with guichet.database.transaction() as session:
                session.add(Account(id=1, code="ACME", name="Acme"))
                session.flush()
                session.add(Membership(account_id=1, kind="channel", value=CUSTOMERS))
                session.add(Membership(account_id=1, kind="user", value="U0ALICE"))
            file(harness)
            harness.deliver()
            multiply(guichet.database, copies, direct=slack.direct_message("U0ALICE").id)
            cost = partial(cost_of, harness=harness, counted=partial(counted, guichet.database))
            return {name: cost(gesture) for name, gesture in GESTURES.items()}


def cost_of(gesture: Gesture, *, harness: Harness, counted: Callable[[], AbstractContextManager[Reads]]) -> Cost:
    with counted() as found:
        gesture(harness)
    longest = Counter[str]()
    for statement, reads in found:
        longest[statement] = max(longest[statement], reads[0])
    return Cost(len(found), longest)


def grown(few: dict[str, Cost], many: dict[str, Cost], *, slack: int) -> dict[str, tuple[int, int]]:
    """Return what reads more by `GROWTH` and this slack, or asks more often, with both figures."""
    found: dict[str, tuple[int, int]] = {}
    for name, cost in many.items():
        before = few[name]
        if cost.statements > before.statements + MORE_STATEMENTS:
            found[f"statements of {name}"] = before.statements, cost.statements
        for statement, reads in cost.longest.items():
            is_more = reads > GROWTH * before.longest[statement] + slack
            if is_more and not any(one in statement for one in INHERENT):
                found[f"{name}: {statement}"] = before.longest[statement], reads
    return found
