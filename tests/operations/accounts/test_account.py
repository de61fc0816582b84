"""A manager adds accounts and changes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.accounts.account import CodeTaken, UnknownCalendar, edit_account
from bot.policy import Policy
from bot.rules.accounts import AccountDetails
from bot.rules.packs import midnight
from models import Account, Event, Pack
from tests.paying import add_account, add_pack, manager_context


@pytest.fixture
def world(policy: Policy) -> Policy:
    """A contract with a calendar in Tokyo as well."""
    tokyo = policy.calendar["default"].model_copy(update={"timezone": "Asia/Tokyo"})
    return policy.model_copy(update={"calendar": policy.calendar | {"tokyo": tokyo}})


class TestAccount:
    """An account is one row, and every change of it is recorded."""

    def edit(self, database: Database, policy: Policy, now: datetime, **changed: Any) -> Account:
        given = {"account_id": None, "code": "acme", "name": "Acme", "calendar": None, "locale": None} | changed
        with database.transaction() as session:
            return edit_account(session, AccountDetails(**given), context=manager_context(policy, now))

    def events(self, database: Database) -> list[Event]:
        with database.reading() as session:
            return list(session.exec(select(Event).where(Event.kind == "edit_account").order_by(col(Event.id))).all())

    def test_is_added_with_its_code_in_capitals(self, database: Database, world: Policy, now: datetime) -> None:
        account = self.edit(database, world, now, code="  acme  north ", calendar="default")
        assert (account.code, account.calendar) == ("ACME NORTH", None)
        (event,) = self.events(database)
        assert (event.account_id, event.before) == (account.id, {})
        assert event.after == {"code": "ACME NORTH", "name": "Acme", "calendar": None, "locale": None}

    def test_is_changed_and_recorded_before_and_after(self, database: Database, world: Policy, now: datetime) -> None:
        number = add_account(database)
        self.edit(database, world, now, account_id=number, locale="fr")
        self.edit(database, world, now, account_id=number, locale="fr")  # changes nothing
        (event,) = self.events(database)
        assert (event.before, event.after) == ({"locale": None}, {"locale": "fr"})

    @pytest.mark.parametrize("typed", ["ACME", "acme", " Acme "])
    def test_has_a_code_of_its_own(self, database: Database, world: Policy, now: datetime, typed: str) -> None:
        add_account(database)
        other = add_account(database, "OTHER")
        for account_id in (None, other):
            with pytest.raises(CodeTaken) as refused:
                self.edit(database, world, now, account_id=account_id, code=typed)
            assert refused.value.field == "code"

    def test_is_added_once_if_two_managers_are_at_it(self, database: Database, world: Policy, now: datetime) -> None:
        def attempt(_number: int) -> bool:
            try:
                self.edit(database, world, now)
            except CodeTaken:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(8))) == 1

    def test_has_a_calendar_of_the_policy(self, database: Database, world: Policy, now: datetime) -> None:
        with pytest.raises(UnknownCalendar) as refused:
            self.edit(database, world, now, calendar="gone")
        assert refused.value.field == "calendar"

    def test_that_moves_to_another_zone_takes_its_packs_along(
        self, database: Database, world: Policy, now: datetime
    ) -> None:
        number = add_account(database)
        pack = add_pack(database, world, account_id=number)
        self.edit(database, world, now, account_id=number, calendar="tokyo")
        with database.reading() as session:
            found = session.get_one(Pack, pack)
        assert found.expires_at == midnight(found.expires_on, timezone="Asia/Tokyo")
