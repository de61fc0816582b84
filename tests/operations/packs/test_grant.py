"""A manager grants a pack, or corrects one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.database import Database
from bot.operations.packs.adjustment import NegativeBalance, adjust_pack
from bot.operations.packs.grant import NumberTaken
from bot.policy import Policy, read_policy
from bot.rules.packs import Adjustment, midnight, normalised
from models import Event
from tests.paying import AT, add_account, add_pack, entries, facts, filed, left, manager_context, pack


@pytest.fixture
def acme(database: Database) -> int:
    """An account."""
    return add_account(database)


class TestGranting:
    """A pack comes with its units."""

    def test_enters_its_units(self, database: Database, policy: Policy, acme: int) -> None:
        number = add_pack(database, policy, account_id=acme, size=5)

        assert entries(database, number) == [("granted", 5)]
        balance = facts(database, number).balance
        assert (balance.size, balance.left, balance.used, balance.reserved) == (5, 5, 0, 0)

    def test_lasts_a_year_in_the_zone_of_the_account(self, database: Database, policy: Policy, acme: int) -> None:
        found = pack(database, add_pack(database, policy, account_id=acme))

        assert found.expires_on == date(2027, 11, 23)
        assert found.expires_at == midnight(found.expires_on, timezone="Europe/Paris")

    @pytest.mark.parametrize("typed", ["AB12345678", "ab 1234-5678", " AB.1234.5678 "])
    def test_of_a_number_that_is_there_is_refused(
        self, database: Database, policy: Policy, acme: int, typed: str
    ) -> None:
        add_pack(database, policy, account_id=acme, number="AB 1234 5678")
        other = add_account(database, "OTHER")

        with pytest.raises(NumberTaken) as refused:
            add_pack(database, policy, account_id=other, number=typed)
        assert refused.value.field == "confirmation"

    def test_is_recorded_without_the_whole_number(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=acme, number="AB12345678")

        with database.reading() as session:
            event = session.exec(select(Event).where(Event.account_id == acme)).one()
        assert event.after == {"pack": "••••5678", "size": 5, "expires_on": "2027-11-23"}

    @given(st.text(alphabet="aB1 -_.", max_size=12))
    def test_knows_a_number_in_whatever_form(self, typed: str) -> None:
        assert normalised(typed) == normalised(typed.lower()) == normalised(f" {typed}-")


class TestCorrecting:
    """A balance is corrected by an entry with a reason, and never below nothing."""

    @pytest.mark.parametrize(("units", "after"), [(3, 7), (-1, 3), (-4, 0)])
    def test_changes_the_balance(self, database: Database, policy: Policy, acme: int, units: int, after: int) -> None:
        number = add_pack(database, policy, account_id=acme)
        filed(database, policy, account_id=acme)
        adjust(database, number, units)

        assert left(database, number) == after
        assert entries(database, number)[-1] == ("adjusted", units)

    def test_is_refused_where_less_is_left(self, database: Database, policy: Policy, acme: int) -> None:
        number = add_pack(database, policy, account_id=acme)
        filed(database, policy, account_id=acme)

        with pytest.raises(NegativeBalance) as refused:
            adjust(database, number, -5)
        assert (refused.value.field, refused.value.facts) == ("units", {"left": 4})
        assert left(database, number) == 4

    def test_needs_a_reason(self, database: Database, policy: Policy, acme: int) -> None:
        number = add_pack(database, policy, account_id=acme)
        with pytest.raises(IntegrityError):
            adjust(database, number, 1, reason="")

    def test_is_recorded(self, database: Database, policy: Policy, acme: int) -> None:
        adjust(database, add_pack(database, policy, account_id=acme, number="AB12345678"), 2)

        with database.reading() as session:
            event = session.exec(select(Event).where(Event.kind == "adjust_pack")).one()
        assert event.after == {"pack": "••••5678", "units": 2, "reason": "agreed"}


def adjust(database: Database, number: int, units: int, *, reason: str = "agreed") -> None:
    """Correct a pack's balance."""
    with database.transaction() as session:
        context = manager_context(read_policy(None), AT + timedelta(minutes=1))
        adjust_pack(session, Adjustment(number, units, reason), context=context)
