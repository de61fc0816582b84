"""Somebody belongs to as many accounts as they like, and finds the same in as few statements."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from bot.database import Database
from bot.operations.incidents.closing import close_incident
from bot.queries.home import last_closed, queue_of
from bot.queries.incident_list import list_incidents
from bot.queries.of_accounts import ASKED_EACH
from bot.queries.packs import histories_of, usable_packs
from bot.rules.incident_list import Page
from bot.rules.packs import midnight
from tests.acts import POLICY
from tests.case import ALICE, THEO, Case
from tests.paying import add_pack

NOW = midnight(date(2027, 3, 1), timezone="Europe/Paris")
LOOKS: dict[str, Callable[[Session, Sequence[int]], Sequence[object]]] = {
    "queue": lambda session, accounts: queue_of(session, person=ALICE, accounts=accounts, limit=15).incidents,
    "closed last": lambda session, accounts: last_closed(session, person=ALICE, accounts=accounts, limit=5),
    **{
        which: lambda session, accounts, which=which: (
            list_incidents(session, Page(which), person=ALICE, accounts=accounts, limit=10).incidents
        )
        for which in ("open", "closed", "all")
    },
    "usable packs": lambda session, accounts: usable_packs(session, account_ids=accounts, now=NOW, limit=10),
    "packs": lambda session, accounts: histories_of(session, account_ids=accounts, now=NOW, packs=10, entries=60)[0],
}
"""What is shown of somebody's accounts."""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Yield a list to which each statement that reads is added, until the block ends."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    yield found
    event.remove(database.reader, "before_cursor_execute", note)


@pytest.mark.parametrize("look", LOOKS)
def test_many_accounts_show_the_same_in_as_few_statements(database: Database, look: str) -> None:
    case = Case(database)
    case.do(close_incident, THEO, act="give_up", explanation="No.", incident_id=case.file())
    case.file()
    for day in (2, 1):
        add_pack(database, POLICY, account_id=case.account, expires_on=date(2027, 4, day))
    found, statements = [], []
    for others in (1, ASKED_EACH - 1, ASKED_EACH, 1_000):
        accounts = [case.account, *range(100_000, 100_000 + others)]
        with counted(database) as each, database.reading() as session:
            found.append(LOOKS[look](session, accounts))
        statements.append(len(each))

    assert found[0]
    assert found == [found[0]] * 4
    assert statements == [statements[0]] * 4
