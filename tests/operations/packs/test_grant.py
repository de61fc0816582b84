"""A manager grants a pack, or corrects one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.database import Database
from bot.operations.packs.grant import NumberTaken
from bot.policy import Policy
from bot.rules.packs import midnight, normalised
from models import Event
from tests.paying import add_account, add_pack, entries, facts, pack


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
