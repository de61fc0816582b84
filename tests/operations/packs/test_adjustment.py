"""A balance is corrected by an entry with a reason, and never below zero."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.database import Database
from bot.operations.packs.adjustment import NegativeBalance, NothingToCorrect
from bot.policy import Policy
from models import Event
from tests.paying import add_pack, adjust, entries, filed, left


@pytest.mark.parametrize(("units", "after"), [(3, 7), (-1, 3), (-4, 0)])
def test_changes_the_balance(database: Database, policy: Policy, acme: int, units: int, after: int) -> None:
    number = add_pack(database, policy, account_id=acme)
    filed(database, policy, account_id=acme)
    adjust(database, number, units)

    assert left(database, number) == after
    assert entries(database, number)[-1] == ("adjusted", units)


def test_is_refused_where_less_is_left(database: Database, policy: Policy, acme: int) -> None:
    number = add_pack(database, policy, account_id=acme)
    filed(database, policy, account_id=acme)

    with pytest.raises(NegativeBalance) as refused:
        adjust(database, number, -5)
    assert (refused.value.field, refused.value.facts) == ("units", {"left": 4})
    assert left(database, number) == 4


def test_needs_a_reason(database: Database, policy: Policy, acme: int) -> None:
    number = add_pack(database, policy, account_id=acme)
    with pytest.raises(IntegrityError):
        adjust(database, number, 1, reason="")


def test_is_recorded(database: Database, policy: Policy, acme: int) -> None:
    adjust(database, add_pack(database, policy, account_id=acme, number="AB12345678"), 2)

    with database.reading() as session:
        event = session.exec(select(Event).where(Event.kind == "adjust_pack")).one()
    assert event.after == {"pack": "••••5678", "units": 2, "reason": "agreed"}


@pytest.mark.parametrize("units", [1, -1])
def test_of_what_has_expired_is_refused(database: Database, policy: Policy, acme: int, units: int) -> None:
    number = add_pack(database, policy, account_id=acme, number="AB12345678", expires_on=date(2026, 11, 24))
    with pytest.raises(NothingToCorrect) as refused:
        adjust(database, number, units, days=1)
    assert (refused.value.field, refused.value.facts) == ("pack", {"pack": "••••5678"})
    assert entries(database, number) == [("granted", 5)]


def test_of_two_at_once_that_take_too_much_one_is_refused(database: Database, policy: Policy, acme: int) -> None:
    number = add_pack(database, policy, account_id=acme)  # Five: three can be taken once.

    def take(_: int) -> str:
        try:
            adjust(database, number, -3)
        except NegativeBalance as refusal:
            return str(refusal.facts["left"])
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, range(2))) == ["2", "taken"]
    assert left(database, number) == 2
