"""Everybody in a channel reads what is of the one account to which it is tied."""

from dataclasses import replace

from bot.database import Database
from bot.operations.accounts.audience import is_of_one_account
from models import Membership
from tests.operations.accounts.test_named import CUSTOMER, TECHNICIAN, UNKNOWN, of
from tests.paying import MAX, add_account


def test_all_in_a_channel_may_read_what_is_of_its_account_alone(database: Database) -> None:
    acme, beta = add_account(database, "ACME"), add_account(database, "BETA")
    with database.transaction() as session:
        session.add(Membership(account_id=acme, kind="channel", value="C0ACME"))
    rows = [
        (of(CUSTOMER, acme), "C0ACME", True),
        (of(CUSTOMER, acme), "C0LOBBY", False),
        (of(CUSTOMER, beta), "C0ACME", False),
        (of(CUSTOMER, acme, beta), "C0ACME", False),
        (of(CUSTOMER), "C0LOBBY", False),
        (of(CUSTOMER, acme, is_complete=False), "C0ACME", False),
        (of(TECHNICIAN, acme), "C0ACME", False),
        (of(UNKNOWN, acme), "C0ACME", False),
        (of(replace(MAX, is_technician=False), acme), "C0ACME", False),
    ]
    with database.reading() as session:
        for context, channel, expected in rows:
            assert is_of_one_account(session, channel=channel, context=context) is expected, (context, channel)
