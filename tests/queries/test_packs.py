"""Which packs are shown, in which order, with which entries."""

from datetime import date

import pytest

from bot.database import Database
from bot.facts.pack import PackHistory
from bot.policy import Policy
from bot.queries.packs import histories_of
from bot.rules.packs import midnight
from tests.paying import add_account, add_pack, filed


@pytest.fixture
def acme(database: Database) -> int:
    """An account."""
    return add_account(database)


def histories(database: Database, *accounts: int, packs: int = 10, entries: int = 60) -> tuple[list[PackHistory], int]:
    """Return what the account's people see on 1 March."""
    then = midnight(date(2027, 3, 1), timezone="Europe/Paris")
    with database.reading() as session:
        found, count = histories_of(session, account_ids=accounts, now=then, packs=packs, entries=entries)
    return list(found), count


class TestHistories:
    """What can be used comes first, and what pays next before the rest."""

    def test_come_in_the_order_of_use(self, database: Database, policy: Policy, acme: int) -> None:
        days = {"late": (9, 1), "soon": (4, 1), "gone": (1, 1), "just gone": (2, 1)}
        numbers = {
            add_pack(database, policy, account_id=acme, expires_on=date(2027, *day)): name for name, day in days.items()
        }
        found, count = histories(database, acme, packs=3)

        assert [numbers[one.pack.id] for one in found] == ["soon", "late", "just gone"]
        assert count == 4

    def test_are_of_these_accounts_only(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=add_account(database, "OTHER"))

        assert histories(database, acme) == ([], 0)
        assert histories(database) == ([], 0)

    def test_share_out_the_last_entries(self, database: Database, policy: Policy, acme: int) -> None:
        for day in (1, 2):
            add_pack(database, policy, account_id=acme, expires_on=date(2027, 4, day))
        numbers = [filed(database, policy, account_id=acme) for _ in range(4)]
        found, _ = histories(database, acme, entries=6)

        assert [(one.kind, one.incident) for one in found[0].entries] == [("reserved", n) for n in numbers[-3:]]
        assert [one.count for one in found] == [5, 1]
