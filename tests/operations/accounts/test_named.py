"""Somebody who names an account by its code finds their own accounts, or any account."""

from dataclasses import replace

import pytest

from bot.database import Database
from bot.operations.accounts.named import NoSuchAccount, accounts_asked_for, check_sees_account, find_account
from bot.operations.context import Context
from bot.queries.accounts import calendar_here
from bot.rules.carried import NotOurs
from bot.rules.person import AccountsUnknown, Person, TechniciansUnknown
from models import Membership
from tests.contexts import context_of
from tests.paying import AT, MAX, add_account

CUSTOMER = Person("U0ALICE", "Alice", "en", "Europe/Paris", is_technician=False)
TECHNICIAN = replace(CUSTOMER, is_technician=True)
UNKNOWN = replace(CUSTOMER, is_technician=None)


def of(person: Person, *accounts: int, is_complete: bool = True) -> Context:
    return replace(context_of(person, AT, accounts=accounts), accounts_complete=is_complete)


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    """ACME, to which a channel is tied, and BETA, which has a calendar of its own."""
    acme, beta = add_account(database, "ACME"), add_account(database, "BETA", calendar="lyon")
    with database.transaction() as session:
        session.add(Membership(account_id=acme, kind="channel", value="C0ACME"))
    return acme, beta


def test_others_accounts_are_not_told_from_none(database: Database, two: tuple[int, int]) -> None:
    acme, beta = two
    rows = [
        (of(CUSTOMER, acme), "acme ", acme),
        (of(CUSTOMER, acme), "beta", None),
        (of(CUSTOMER, acme), "gamma", None),
        (of(TECHNICIAN), "beta", beta),
        (of(MAX), "beta", beta),
        (of(TECHNICIAN, is_complete=False), "gamma", None),
    ]
    with database.reading() as session:
        for context, code, expected in rows:
            found = find_account(session, code, context=context)
            assert (found.id if found else None) == expected, code
            if expected is None:
                with pytest.raises(NoSuchAccount):
                    accounts_asked_for(session, code, context=context)
        for code in ("acme", "beta", "gamma"):  # The same answer for every code, so that nobody learns which exist.
            with pytest.raises(AccountsUnknown):
                find_account(session, code, context=of(CUSTOMER, acme, is_complete=False))
            with pytest.raises(TechniciansUnknown):
                find_account(session, code, context=of(UNKNOWN, acme))


def test_without_a_code_ones_own_are_meant(database: Database, two: tuple[int, int]) -> None:
    rows = [(of(CUSTOMER), []), (of(CUSTOMER, *two), ["ACME", "BETA"]), (of(TECHNICIAN, is_complete=False), [])]
    with database.reading() as session:
        for context, expected in rows:
            assert [one.code for one in accounts_asked_for(session, "", context=context)] == expected
        with pytest.raises(AccountsUnknown):
            accounts_asked_for(session, "", context=of(CUSTOMER, is_complete=False))


def test_a_button_shows_nobody_anothers_account() -> None:
    check_sees_account(None, context=of(CUSTOMER))
    check_sees_account(1, context=of(CUSTOMER, 1))
    check_sees_account(2, context=of(TECHNICIAN))
    with pytest.raises(NotOurs):
        check_sees_account(2, context=of(CUSTOMER, 1))


def test_the_calendar_is_that_of_the_channel_else_of_ones_only_account(
    database: Database, two: tuple[int, int]
) -> None:
    acme, beta = two
    rows = [
        ([beta], "C0ACME", None),
        ([beta], "", "lyon"),
        ([acme], "", None),
        ([acme, beta], "", None),
        ([], "", None),
    ]
    with database.reading() as session:
        for accounts, channel, expected in rows:
            assert calendar_here(session, channel=channel, accounts=accounts) == expected
