"""Which packs are shown, in which order, with which entries."""

from datetime import date, timedelta

import pytest

from bot.database import Database
from bot.facts.pack import PackHistory
from bot.policy import Policy
from bot.queries.packs import histories_of, units_left, usable_packs
from bot.rules.packs import midnight
from models import LedgerEntry
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
    """Usable packs come first, and the one that pays next before the others."""

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


class TestUsable:
    """What can pay, of which no more is read than is shown."""

    @pytest.mark.parametrize(
        ("left", "seconds", "is_usable"), [(1, -1, True), (1, 0, False), (0, -1, False), (2, 1, False)]
    )
    def test_can_be_filed_on_until_the_instant_it_expires_while_something_is_left(
        self, database: Database, policy: Policy, acme: int, left: int, seconds: int, is_usable: bool
    ) -> None:
        number = add_pack(database, policy, account_id=acme, size=5, expires_on=date(2027, 4, 1))
        then = midnight(date(2027, 4, 1), timezone="Europe/Paris")
        taken = {"kind": "adjusted", "units": left - 5, "at": then, "actor": "U0MAX", "reason": "Used elsewhere."}
        with database.transaction() as session:
            session.add(LedgerEntry(pack_id=number, **taken))
        at = then + timedelta(seconds=seconds)
        with database.reading() as session:
            found = usable_packs(session, account_ids=[acme], now=at, limit=10)
            assert units_left(session, account_id=acme, now=at) == (left if is_usable else 0)

        assert [(one.id, one.size, one.left) for one in found] == ([(number, 5, left)] if is_usable else [])

    def test_come_in_the_order_in_which_they_expire_whichever_account_they_are_of(
        self, database: Database, policy: Policy, acme: int
    ) -> None:
        other, now = add_account(database, "OTHER"), midnight(date(2027, 3, 1), timezone="Europe/Paris")
        owners = {3: acme, 1: other, 2: acme, 4: other}
        packs = {
            day: add_pack(database, policy, account_id=owner, expires_on=date(2027, 4, day))
            for day, owner in owners.items()
        }
        with database.reading() as session:
            found = usable_packs(session, account_ids=[acme, other], now=now, limit=3)
            assert usable_packs(session, account_ids=[], now=now, limit=3) == []

        assert [one.id for one in found] == [packs[day] for day in (1, 2, 3)]
